"""How a lane is served: look, choose, take, send, settle, until it has nothing ready or may not go on."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from redis.exceptions import RedisError

from alertbot.alerts.alert import Delivery
from alertbot.alerts.folding import MOST_IN_BUNDLE, Bundle, Waiting, bundle, choose, split
from alertbot.alerts.limits import buckets
from alertbot.alerts.notices import notices
from alertbot.alerts.outcome import Outcome, Rejected, Retry
from alertbot.alerts.second_look import is_stale, look_again
from alertbot.alerts.step import (
    Bury,
    Drop,
    Edited,
    EditLater,
    Held,
    Onward,
    Part,
    Record,
    Step,
    Unedited,
    Wait,
    next_step,
    step_in_bundle,
    step_of_edit,
)
from alertbot.alerts.subscriber import Subscriber
from alertbot.channels.channel import BundlingChannel, Channel, EditingChannel
from alertbot.log import event
from alertbot.roles.waiting import in_time, insist, sleep
from alertbot.store.lanes import Ready, Serving
from alertbot.store.store import Store

logger = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=5)
"""A lane that a limit stops for longer is left, so that it takes no room."""

MOST_FAULTS = 3
"""Attempts that may end with a fault of our own before the message is taken for its cause."""

FEW = 2
"""What is read of a lane that is sent one by one."""

Settled = Sequence[tuple[Waiting, Step]]


class Deliverer:
    """Sends what waits in lanes. One lane is served once at a time, several at once."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        *,
        clock: Callable[[], datetime],
        give_up_after: timedelta,
    ) -> None:
        self._store = store
        self._channels = channels
        self._bundling = {name for name, channel in channels.items() if isinstance(channel, BundlingChannel)}
        self._clock = clock
        self._give_up_after = give_up_after

    async def serve(self, serving: Serving, stop: asyncio.Event) -> None:
        """Sends until nothing more is ready, or until `stop`; then another notifier may go on at once."""
        most = MOST_IN_BUNDLE if serving.lane.partition(":")[0] in self._bundling else FEW
        look = partial(self._store.lanes.look, serving, most=most)
        while ready := await in_time(stop, lambda: look(now=self._clock())):
            if not await self._next(serving, ready, stop):
                break
        if stop.is_set():
            try:
                await self._store.lanes.hand_back(serving, now=self._clock())
            except RedisError as error:
                event(logger, logging.WARNING, "lane not handed back", why=str(error))

    async def _next(self, serving: Serving, ready: Ready, stop: asyncio.Event) -> bool:
        """Makes one attempt; answers whether the lane is still served and has more."""
        if ready.gone:
            buried = Bury(why=ready.gone)
            return await self._settle(
                serving, [(each, Unedited(why=ready.gone) if each.edit else buried) for each in ready.waiting]
            )
        name = ready.waiting[0].delivery.address.channel
        channel = self._channels[name]
        if unwanted := await self._unwanted(ready.waiting):
            return await self._settle(serving, unwanted)
        chosen = choose(ready.waiting, bundles=name in self._bundling)
        if isinstance(channel, BundlingChannel) and (len(chosen) > 1 or chosen[0].piece):
            return await self._next_piece(serving, channel, chosen, stop)
        if not await self._may_send(serving, chosen, (), stop):
            return False
        return await self._settle(serving, [(chosen[0], await self._send_one(channel, chosen[0]))])

    async def _unwanted(self, waiting: Sequence[Waiting]) -> Settled:
        """What waited for so long that its reader does not want it now."""
        now = self._clock()
        stale = [each for each in waiting if not each.edit and is_stale(each.delivery, now=now)]
        names = {each.delivery.alert.subscriber for each in stale}
        if not names:
            return ()
        readers = await insist(partial(self._store.subscribers.several, names), role="notifier")
        looked = [(each, self._look_again(each.delivery, readers, now)) for each in stale]
        return [(each, step) for each, step in looked if step]

    def _look_again(
        self, delivery: Delivery, readers: Mapping[str, Subscriber | None], now: datetime
    ) -> Step | None:
        reader = readers[delivery.alert.subscriber]
        return look_again(delivery, reader, now=now, give_up_after=self._give_up_after) if reader else None

    async def _next_piece(
        self, serving: Serving, channel: BundlingChannel, chosen: Sequence[Waiting], stop: asyncio.Event
    ) -> bool:
        """One attempt to send one message of a bundle; who goes in each of them is settled with the first."""
        pieces = _pieces(chosen, partial(channel.fit, now=self._clock()))
        members = {each.id for each in pieces[0].members}
        first = [each for each in chosen if each.member in members]
        if not await self._may_send(serving, first, pieces, stop):
            return False
        return await self._settle(serving, await self._send_piece(channel, first, pieces[0]))

    async def _may_send(
        self, serving: Serving, chosen: Sequence[Waiting], pieces: Sequence[Bundle], stop: asyncio.Event
    ) -> bool:
        """Notes the attempt and waits for its turn; False when the lane was left instead."""
        wait = await in_time(
            stop,
            lambda: self._store.lanes.take(
                serving,
                chosen,
                buckets(chosen[0].delivery.address),
                pieces=pieces,
                patience=PATIENCE,
                now=self._clock(),
            ),
        )
        if wait:
            await sleep(stop, wait.total_seconds())
        return wait is not None and not (wait and stop.is_set())

    async def _send_one(self, channel: Channel, chosen: Waiting) -> Step:
        delivery, now = chosen.delivery, self._clock()
        if chosen.edit:
            if not isinstance(channel, EditingChannel):
                return Unedited(why="this channel cannot edit")
            outcome = await _attempt(channel.edit(delivery, chosen.message_id, now=now), delivery)
            return step_of_edit(delivery, outcome, now=self._clock())
        if delivery.page:
            delivery = replace(delivery, first_message=chosen.message_id)
        elif delivery.follows:
            delivery = replace(delivery, first_message=await self._message_of(delivery.follows))
        outcome = await _attempt(channel.send(delivery, now=now), delivery)
        return next_step(delivery, outcome, now=self._clock(), give_up_after=self._give_up_after)

    async def _message_of(self, delivery_id: str) -> str:
        """The provider's id of what was sent for a delivery, empty when nothing was."""
        found = await insist(partial(self._store.outbox.get, delivery_id), role="notifier")
        return found.message_id if found else ""

    async def _send_piece(self, channel: BundlingChannel, chosen: Sequence[Waiting], piece: Bundle) -> Settled:
        if piece.piece.number > 1:
            piece = replace(piece, first_message=await self._message_of(piece.piece.head))
        outcome = await _attempt(channel.send_bundle(piece, now=self._clock()), chosen[0].delivery)
        now, give_up = self._clock(), self._give_up_after
        return [(each, step_in_bundle(each.delivery, outcome, now=now, give_up_after=give_up)) for each in chosen]

    async def _settle(self, serving: Serving, settled: Settled) -> bool:
        """Commits: the provider may have the message, and forgetting that would send it twice."""
        elsewhere = [notice for each, step in settled for notice in await self._elsewhere(each.delivery, step)]
        commit = partial(self._store.lanes.settle, serving, settled, notices=elsewhere)
        more = await insist(lambda: commit(now=self._clock()), role="notifier")
        for each, step in settled:
            _report(each.delivery, step, self._clock())
        return more

    async def _elsewhere(self, delivery: Delivery, step: Step) -> tuple[Delivery, ...]:
        """What tells the subscriber at other addresses that this one is gone."""
        if not (isinstance(step, Bury) and step.gone):
            return ()
        name = delivery.alert.subscriber
        subscriber = await insist(partial(self._store.subscribers.get, name), role="notifier")
        return notices(delivery, subscriber, why=step.why, now=self._clock()) if subscriber else ()


def _pieces(chosen: Sequence[Waiting], fit: Callable[[Bundle], int]) -> tuple[Bundle, ...]:
    """The messages `chosen` goes in; what was settled before is one, under the name it had."""
    known, deliveries = chosen[0].piece, [each.delivery for each in chosen]
    if known and known.size:
        return (bundle(deliveries, known),)
    whole = bundle(deliveries)
    return split(replace(whole, piece=replace(whole.piece, bundle=known.bundle)) if known else whole, fit)


async def _attempt(sending: Awaitable[Outcome], delivery: Delivery) -> Outcome:
    try:
        return await sending
    except Exception as error:  # a fault of ours must not stop the lane for ever
        logger.exception("channel %s failed", delivery.address.channel)
        why = f"a fault in alertbot: {type(error).__name__}"
        return Retry(why=why) if delivery.attempts + 1 < MOST_FAULTS else Rejected(why=why)


SAID: dict[type[Step], tuple[int, str]] = {
    Edited: (logging.INFO, "edited"),
    Held: (logging.INFO, "held"),
    Drop: (logging.INFO, "dropped"),
    Wait: (logging.WARNING, "will retry"),
    Bury: (logging.ERROR, "dead"),
    Part: (logging.WARNING, "bundle refused"),
    EditLater: (logging.WARNING, "not edited"),
    Unedited: (logging.WARNING, "not edited"),
}
"""What is logged of a step that is not a message sent, and how loud."""


def _report(delivery: Delivery, step: Step, now: datetime) -> None:
    said: dict[str, object] = {
        "delivery": delivery.id,
        "story": delivery.alert.story,
        "channel": delivery.address.channel,
    }
    if isinstance(step, Record | Onward):
        _report_sent(delivery, step, now, said)
        return
    level, words = SAID[type(step)]
    if isinstance(step, Wait):
        said["due"] = step.due
    if isinstance(step, Wait) and step.channel:
        level, words = logging.ERROR, "channel pauses"
    if not isinstance(step, Edited):
        said["why"] = step.why
    event(logger, level, words, **said)


def _report_sent(delivery: Delivery, step: Record | Onward, now: datetime, said: Mapping[str, object]) -> None:
    """`took` is from when it could first be sent, `age` from when the story was published."""
    if isinstance(step, Onward):
        event(logger, logging.INFO, "sent in part", **said, id=step.message_id, page=step.page)
        return
    took = (now - (delivery.not_before or delivery.created)).total_seconds()
    age = (now - delivery.alert.published).total_seconds()
    event(logger, logging.INFO, "sent", **said, id=step.message_id, took=f"{took:.2f}s", age=f"{age:.0f}s")
