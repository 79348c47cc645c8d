"""What is held follows its reader: a pause that is over, other quiet hours. Part of the scheduler.

A delivery is held until the moment its plan saw. When the reader chooses otherwise meanwhile, what waits is
moved to the moment that follows from what holds now. Every scheduler process looks, and to do it twice
changes nothing.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from alertbot.alerts.holding import holding
from alertbot.alerts.subscriber import Subscriber, told_at
from alertbot.log import event
from alertbot.roles.waiting import sleep, until
from alertbot.store.store import Store

logger = logging.getLogger(__name__)

LOOK = timedelta(seconds=1)


class Reholding:
    """One process that follows the changes of subscribers."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._place: str | None = None
        self._again: frozenset[str] = frozenset()

    async def run(self, stop: asyncio.Event) -> None:
        """Looks until `stop` is set."""
        await until(stop, partial(self._beat, stop), role="scheduler")

    async def _beat(self, stop: asyncio.Event) -> None:
        await self.step()
        await sleep(stop, LOOK.total_seconds())

    async def step(self) -> int:
        """Moves what is held for whoever changed since the last look; answers how much.

        They are looked at once more the next time: a matcher may just have planned by what it knew before.
        """
        store = self._store.subscribers
        changes = None if self._place is None else await store.changes(self._place)
        if changes is None:
            place = await store.place()
            moved = await self._all()
            self._place = place
            return moved
        names, self._again = changes.names | self._again, changes.names
        known = await store.several(sorted(names))
        moved = await self._move(each for each in known.values() if each)
        self._place = changes.place
        return moved

    async def _all(self) -> int:
        """Everybody for whom something is held: at the start nobody knows what changed."""
        known = await self._store.subscribers.several(sorted(await self._store.holds.subscribers()))
        return await self._move(each for each in known.values() if each)

    async def _move(self, subscribers: Iterable[Subscriber]) -> int:
        moved = 0
        for each in subscribers:
            count = await self._hold(each)
            if count:
                event(logger, logging.INFO, "held anew", subscriber=each.name, deliveries=count)
            moved += count
        return moved

    async def _hold(self, subscriber: Subscriber) -> int:
        now, moved = self._clock(), 0
        for address in told_at(subscriber):
            hold = holding(subscriber, outlets=1, now=now, address=address)
            moved += await self._store.holds.move(
                address,
                subscriber.name,
                until=hold.until if hold else now,
                why=hold.reason if hold else "",
                now=now,
            )
        return moved
