"""The scheduler: due sources in, new stories out; each poll is one commit.

APScheduler is the clock that ticks in every scheduler process; Redis says who polls what.
"""

import asyncio
import logging
import random
import uuid
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import assert_never

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from redis.exceptions import RedisError

from alertbot.errors import SourceError
from alertbot.log import event
from alertbot.roles.polling import Pace, after_poll
from alertbot.roles.waiting import until
from alertbot.sources.poll import Found, Read, Unchanged
from alertbot.store.sources import Claim
from alertbot.store.store import Store
from alertbot.stories.source import Polled, Source, SourceState

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.5
MOST_POLLS = 64
LEASE = timedelta(seconds=120)
"""Longer than a fetch and a parse may take together."""


class Scheduler:
    """One scheduler of possibly many on the same Redis.

    `find` polls one source and raises SourceError when it cannot be read.
    """

    def __init__(
        self,
        store: Store,
        provisioned: Iterable[Source],
        find: Callable[[Source, SourceState], Awaitable[Found]],
        *,
        clock: Callable[[], datetime],
        pace: Pace,
    ) -> None:
        self._store = store
        self._provisioned = tuple(provisioned)
        self._find = find
        self._clock = clock
        self._pace = pace
        self._polls: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Polls until `stop` is set, then finishes the polls under way."""
        ticks: asyncio.Queue[None] = asyncio.Queue(maxsize=1)
        clock = AsyncIOScheduler(timezone=UTC)
        clock.add_job(_tick, "interval", args=[ticks], seconds=TICK_SECONDS, coalesce=True)
        clock.start()
        try:
            await until(stop, partial(self._step, ticks), role="scheduler", opening=self.open)
        finally:
            clock.shutdown(wait=False)
        if self._polls:
            await asyncio.wait(self._polls)

    async def open(self) -> None:
        await self._store.sources.provision(self._provisioned, now=self._clock())

    async def claim(self) -> int:
        """Claims what is due and starts to poll it; answers how many."""
        claims = await self._store.sources.claim_due(
            now=self._clock(), lease=LEASE, token=uuid.uuid4().hex, limit=MOST_POLLS - len(self._polls)
        )
        for claim in claims:
            poll = asyncio.create_task(self._poll(claim))
            self._polls.add(poll)
            poll.add_done_callback(self._polls.discard)
        return len(claims)

    async def _step(self, ticks: asyncio.Queue[None]) -> None:
        await ticks.get()
        if len(self._polls) < MOST_POLLS:
            await self.claim()

    async def _poll(self, claim: Claim) -> None:
        began = self._clock()
        found = await self._found(claim)
        polled = after_poll(claim, found, pace=self._pace, now=self._clock(), jitter=random.random())  # noqa: S311
        try:
            kept = await self._store.sources.commit_poll(claim, polled)
        except RedisError as error:
            event(logger, logging.WARNING, "poll lost", source=claim.source.id, why=str(error))
            return  # nothing was committed, so the source is due again when its lease ends
        self._report(claim, found, polled, kept, self._clock() - began)

    async def _found(self, claim: Claim) -> Found:
        try:
            return await self._find(claim.source, claim.state)
        except SourceError as error:
            return error
        except Exception as error:  # a fault of ours must not cost the source its backoff
            logger.exception("poll of source %s failed", claim.source.id)
            return SourceError(f"a fault in alertbot: {type(error).__name__}", kind="fault")

    def _report(self, claim: Claim, found: Found, polled: Polled, kept: bool, took: timedelta) -> None:
        failed = isinstance(found, SourceError)
        event(
            logger,
            logging.WARNING if failed else logging.INFO,
            "polled",
            source=polled.state.title or claim.source.name or claim.source.id,
            status=_status(found) if kept else "lease-lost",
            new=len(polled.stories),
            took=f"{took.total_seconds():.2f}s",
            **({"why": str(found)} if failed else {}),
        )


async def _tick(ticks: asyncio.Queue[None]) -> None:
    if ticks.empty():
        ticks.put_nowait(None)


def _status(found: Found) -> str:
    match found:
        case SourceError():
            return found.kind
        case Unchanged():
            return "unchanged"
        case Read():
            return "ok"
    assert_never(found)
