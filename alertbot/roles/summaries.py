"""The daily summaries: what is due in, deliveries out; each summary is one commit. Part of the scheduler.

Every scheduler process looks; Redis says who makes which summary, so that racing ones make it once.
"""

import asyncio
import logging
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from alertbot.alerts.alert import Delivery, Digest
from alertbot.alerts.confirming import asked, confirmations
from alertbot.alerts.digest import Facts, compose, digest_deliveries
from alertbot.alerts.subscriber import Subscriber
from alertbot.log import event
from alertbot.roles.waiting import sleep, until
from alertbot.store.digests import DigestClaim, Waiting, due
from alertbot.store.outbox import NO_ENTRY
from alertbot.store.store import Store

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
MOST_AT_ONCE = 20

LOOK = timedelta(seconds=1)
"""How often one looks for what is due, and how late a summary therefore is."""


class Summaries:
    """The maker of summaries of one scheduler process, of possibly many on the same Redis."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._place: str | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Makes summaries until `stop` is set."""
        await until(stop, partial(self._beat, stop), role="scheduler")

    async def _beat(self, stop: asyncio.Event) -> None:
        await self.step()
        await sleep(stop, LOOK.total_seconds())

    async def step(self) -> int:
        """Makes the summaries that are due; answers how many were claimed."""
        await self._follow_subscribers()
        claims = await self._store.digests.claim_due(
            now=self._clock(), lease=LEASE, token=uuid.uuid4().hex, limit=MOST_AT_ONCE
        )
        if claims:
            known = await self._store.subscribers.several(claim.subscriber for claim in claims)
            for claim in claims:
                await self._make(claim, known.get(claim.subscriber))
        return len(claims)

    async def _follow_subscribers(self) -> None:
        """Schedules who changed since the last look; everybody at the start, or after a long absence."""
        store = self._store.subscribers
        changes = None if self._place is None else await store.changes(self._place)
        if changes is None:
            place = await store.place()
            everybody = [each async for each in store.each()]
            await self._store.digests.schedule(everybody, now=self._clock())
            await self._ask_owners(everybody)
            self._place = place
            return
        if changes.names:
            changed = await store.several(changes.names)
            await self._store.digests.reschedule(changed, now=self._clock())
            await self._ask_owners(each for each in changed.values() if each)
        self._place = changes.place

    async def _ask_owners(self, subscribers: Iterable[Subscriber]) -> None:
        """Queues the messages that ask whether an address may be written to; each address is asked once, ever."""
        for subscriber in subscribers:
            asking = confirmations(subscriber, now=self._clock())
            if asking:
                await self._store.outbox.commit_match(NO_ENTRY, asking, now=self._clock())
                await self._store.subscribers.update(subscriber.name, partial(asked, asking))

    async def _make(self, claim: DigestClaim, subscriber: Subscriber | None) -> None:
        if subscriber is None or subscriber.mode == "instant":
            await self._store.digests.forget(claim.subscriber)
            return
        now = self._clock()
        moment = due(subscriber, last=claim.last, now=now)
        if moment > now:  # the hour or the zone changed after it was scheduled
            await self._store.digests.commit(claim, (), None, moment=claim.last, due=moment, now=now)
            return
        after = due(subscriber, last=moment, now=now)
        if subscriber.paused_until and subscriber.paused_until > now:
            await self._store.digests.commit(claim, (), None, moment=moment, due=after, now=now)
            _report(subscriber, "paused", 0, 0)
            return
        waiting = await self._store.digests.waiting(subscriber.name)
        composed = summary_of(subscriber, waiting, moment=moment)
        made = deliveries_of(subscriber, composed, waiting, moment=moment, now=now)
        deliveries = made if composed.groups or subscriber.digest_empty else ()
        kept = await self._store.digests.commit(claim, deliveries, waiting, moment=moment, due=after, now=now)
        _report(subscriber, _status(kept, deliveries), composed.events, len(deliveries))


def summary_of(subscriber: Subscriber, waiting: Waiting, *, moment: datetime) -> Digest:
    """The summary of what waits for `subscriber`."""
    return compose(
        subscriber,
        Facts(
            noted=tuple(waiting.noted.values()),
            outlets=waiting.outlets,
            mentions=waiting.mentions,
            held=waiting.held_by_reason(),
        ),
        moment=moment,
    )


def deliveries_of(
    subscriber: Subscriber, composed: Digest, waiting: Waiting, *, moment: datetime, now: datetime
) -> tuple[Delivery, ...]:
    return digest_deliveries(subscriber, composed, tuple(waiting.noted.values()), moment=moment, now=now)


def _status(kept: bool, deliveries: tuple[Delivery, ...]) -> str:
    if not kept:
        return "lease-lost"
    return "queued" if deliveries else "empty"


def _report(subscriber: Subscriber, status: str, events: int, deliveries: int) -> None:
    event(
        logger,
        logging.INFO,
        "summary",
        subscriber=subscriber.name,
        status=status,
        events=events,
        deliveries=deliveries,
    )
