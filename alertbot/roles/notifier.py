"""The notifier: deliveries in, messages out; each outcome and acknowledgement are one commit.

Every address has a lane: what goes to one chat keeps its order, and a slow chat delays no other.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from alertbot.alerts.alert import Address, Delivery
from alertbot.alerts.outcome import Outcome, Retry, Unauthorised
from alertbot.alerts.step import Bury, Record, Step, Wait, next_step
from alertbot.channels.channel import Channel
from alertbot.log import event
from alertbot.roles.waiting import insist, sleep
from alertbot.store.store import Store

logger = logging.getLogger(__name__)

MOST_HELD = 500
WAIT = timedelta(seconds=0.5)
"""How long a read waits for new deliveries, and so how late a due retry may be."""

TOUCH_SECONDS = 5.0
"""A third of the time after which a silent notifier is taken for dead."""


class Notifier:
    """One notifier of possibly many on the same Redis. `consumer` must differ between them."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        *,
        consumer: str,
        clock: Callable[[], datetime],
        give_up_after: timedelta,
    ) -> None:
        self._store = store
        self._channels = channels
        self._inbox = store.deliveries(consumer)
        self._clock = clock
        self._give_up_after = give_up_after
        self._held: set[str] = set()
        self._lanes: dict[Address, deque[tuple[str, Delivery]]] = {}
        self._workers: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        await self._inbox.open()

    async def step(self) -> None:
        """Hands what is due to its lanes, or waits a moment for it."""
        await self._store.outbox.promote_due(now=self._clock())
        room = MOST_HELD - len(self._held)
        if room <= 0:
            await asyncio.wait(self._workers, return_when=asyncio.FIRST_COMPLETED)
            return
        for item in await self._inbox.read(count=room, wait=WAIT):
            if item.entry not in self._held:
                await self._take(item.entry, item.fields["id"])

    async def touch(self, stop: asyncio.Event) -> None:
        """One beat of the heart that keeps what this notifier holds from being taken over."""
        await self._inbox.touch(sorted(self._held))
        await sleep(stop, TOUCH_SECONDS)

    async def drain(self) -> None:
        """Finishes what is held; nothing new is taken."""
        while self._workers:
            await asyncio.wait(self._workers)

    async def _take(self, entry: str, delivery_id: str) -> None:
        kept = await self._store.outbox.get(delivery_id)
        if kept is None or kept.state in ("sent", "dead"):
            await self._store.outbox.drop_entry(entry)
            return
        self._held.add(entry)
        address = kept.delivery.address
        lane = self._lanes.get(address)
        if lane is not None:
            lane.append((entry, kept.delivery))
            return
        self._lanes[address] = deque([(entry, kept.delivery)])
        worker = asyncio.create_task(self._work(address))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _work(self, address: Address) -> None:
        lane = self._lanes[address]
        while lane:
            entry, delivery = lane.popleft()
            await self._deliver(entry, delivery)
            self._held.discard(entry)
        del self._lanes[address]

    async def _deliver(self, entry: str, delivery: Delivery) -> None:
        outcome = await self._send(delivery)
        step = next_step(delivery, outcome, now=self._clock(), give_up_after=self._give_up_after)
        commit = partial(self._store.outbox.commit_step, entry, delivery, step, now=self._clock())
        await insist(commit, role="notifier")  # the provider has it: forgetting that would send it twice
        _report(delivery, step)

    async def _send(self, delivery: Delivery) -> Outcome:
        channel = self._channels.get(delivery.address.channel)
        if channel is None:
            return Unauthorised(why=f"this version has no channel named {delivery.address.channel}")
        try:
            return await channel.send(delivery, now=self._clock())
        except Exception as error:  # a fault of ours must not stop the lane for ever
            logger.exception("channel %s failed", delivery.address.channel)
            return Retry(why=f"a fault in alertbot: {type(error).__name__}")


def _report(delivery: Delivery, step: Step) -> None:
    said = {"delivery": delivery.id, "story": delivery.alert.story, "channel": delivery.address.channel}
    match step:
        case Record():
            event(logger, logging.INFO, "sent", **said, id=step.message_id)
        case Wait():
            event(logger, logging.WARNING, "will retry", **said, due=step.due, why=step.why)
        case Bury():
            event(logger, logging.ERROR, "dead", **said, why=step.why)
