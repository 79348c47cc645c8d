"""The scheduler: due sources in, new stories out; each poll is one commit.

APScheduler is the clock in every scheduler process: it strikes when the next source is due. Redis says who
polls what, and rings when a source becomes due before its time.
"""

import asyncio
import logging
import random
import uuid
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final, assert_never

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from redis.exceptions import RedisError

from alertbot.errors import SourceError
from alertbot.log import event
from alertbot.roles.polling import Pace, after_poll, names
from alertbot.roles.pushing import Pushing
from alertbot.roles.waiting import until
from alertbot.sources.poll import Busy, Found, Look, Read, Seen, Unchanged
from alertbot.store.codec import filed, unfiled
from alertbot.store.sources import Claim
from alertbot.store.store import Store
from alertbot.stories.source import Polled, Source, SourceState
from alertbot.stories.story import Story

logger = logging.getLogger(__name__)

MOST_POLLS: Final = 128
TICK_SECONDS: Final = 1.0
"""How late a source may be that another process made due, when its bell was not heard."""

SOONEST_STRIKE: Final = timedelta(milliseconds=50)
"""Sources that become due one by one are claimed together."""

LEASE: Final = timedelta(seconds=150)
"""Longer than the turn at a host, a fetch and a parse may take together."""

LONGEST_PAUSE: Final = timedelta(days=1)
"""What no source is put off beyond, whatever its pace: twice that, and the clock was wrong when it was."""

DRAIN: Final = timedelta(seconds=5)
"""How long the polls under way may go on when asked to stop; the others are given back."""

Find = Callable[[Source, SourceState, Look], Awaitable[Read | Unchanged | Busy]]
Complete = Callable[[tuple[Story, ...]], Awaitable[tuple[Story, ...]]]


class Scheduler:
    """One scheduler of possibly many on the same Redis.

    `find` polls one source and raises SourceError when it cannot be read. `complete` looks up what its feed
    left out of new stories; it answers within seconds, whatever happens. `pushing` is there when hubs can
    reach us.
    """

    def __init__(
        self,
        store: Store,
        provisioned: Iterable[Source],
        find: Find,
        *,
        clock: Callable[[], datetime],
        pace: Pace,
        complete: Complete | None = None,
        pushing: Pushing | None = None,
        drain: timedelta = DRAIN,
    ) -> None:
        self._store = store
        self._provisioned = tuple(provisioned)
        self._find = find
        self._clock = clock
        self._pace = pace
        self._complete = complete
        self._pushing = pushing
        self._drain_seconds = drain.total_seconds()
        self._polls: dict[asyncio.Task[None], Claim] = {}
        self._struck = asyncio.Event()
        self._alarm = AsyncIOScheduler(timezone=UTC)

    async def run(self, stop: asyncio.Event) -> None:
        """Polls until `stop` is set, then finishes the polls under way, or gives them back."""
        self._alarm.add_job(self._strike, "interval", seconds=TICK_SECONDS, coalesce=True)
        self._alarm.start()
        bell = asyncio.create_task(until(stop, self._listen, role="scheduler"))
        try:
            await until(stop, partial(self._step, stop), role="scheduler", opening=self.open)
        finally:
            self._alarm.shutdown(wait=False)
            bell.cancel()
        await asyncio.wait([bell])
        await self._drain()

    async def open(self) -> None:
        await self._store.sources.provision(self._provisioned, now=self._clock())
        self._struck.set()

    async def claim(self) -> int:
        """Claims what is due and starts to poll it; answers how many."""
        room = MOST_POLLS - len(self._polls)
        if room <= 0:
            return 0
        now = self._clock()
        claimed = await self._store.sources.claim_due(
            now=now,
            lease=LEASE,
            token=uuid.uuid4().hex,
            limit=room,
            latest=now + 2 * max(self._pace.ceiling, LONGEST_PAUSE),
        )
        for claim in claimed.claims:
            poll = asyncio.create_task(self._poll(claim))
            self._polls[poll] = claim
            poll.add_done_callback(self._done)
        if claimed.next_due is not None:
            self._set_alarm(claimed.next_due)
        return len(claimed.claims)

    async def _step(self, stop: asyncio.Event) -> None:
        """Claims when the clock strikes; a strike that comes meanwhile is not lost."""
        waits = {asyncio.ensure_future(self._struck.wait()), asyncio.ensure_future(stop.wait())}
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        self._struck.clear()
        if not stop.is_set():
            await self.claim()

    def _set_alarm(self, due: datetime) -> None:
        """Strikes when the next source is due; when that is now, another poll must end first."""
        now = self._clock()
        if due > now:
            at = max(due, now + SOONEST_STRIKE)
            self._alarm.add_job(
                self._strike, "date", run_date=at, id="next", replace_existing=True, misfire_grace_time=None
            )
        elif len(self._polls) < MOST_POLLS:
            self._struck.set()

    async def _strike(self) -> None:
        self._struck.set()

    async def _listen(self) -> None:
        if await self._store.sources.rung():
            self._struck.set()

    def _done(self, poll: asyncio.Task[None]) -> None:
        if len(self._polls) == MOST_POLLS:
            self._struck.set()
        del self._polls[poll]

    async def _drain(self) -> None:
        if not self._polls:
            return
        _, late = await asyncio.wait(self._polls, timeout=self._drain_seconds)
        unfinished = [self._polls[poll] for poll in late]
        for poll in late:
            poll.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        for claim in unfinished:
            await self._put_off(claim, timedelta())

    async def _poll(self, claim: Claim) -> None:
        try:
            if not (self._pushing and await self._pushing.take(claim, self._completed)):
                await self._ask(claim)
        except RedisError as error:
            # nothing was committed, so the source is due again when its lease ends
            event(logger, logging.WARNING, "poll lost", source=claim.source.id, why=str(error))

    async def _ask(self, claim: Claim) -> None:
        began = self._clock()
        found = await self._found(claim)
        if isinstance(found, Busy):
            await self._put_off(claim, found.wait * (1 + random.random()))  # noqa: S311
            return
        polled = await self._judged(claim, found)
        kept = await self._store.sources.commit_poll(claim, polled)
        _report(claim, found, polled, kept, self._clock() - began)
        if self._pushing and kept and not isinstance(found, SourceError):
            await self._pushing.after(claim.source, polled.state, new=len(polled.stories))

    async def _judged(self, claim: Claim, found: Found) -> Polled:
        pace = await self._pushing.pace(claim, self._pace) if self._pushing else self._pace
        jitter = random.random()  # noqa: S311
        return await self._completed(after_poll(claim, found, pace=pace, now=self._clock(), jitter=jitter))

    async def _completed(self, polled: Polled) -> Polled:
        if self._complete is None or not polled.stories.teaser:
            return polled
        return replace(polled, stories=filed(await self._complete(unfiled(polled.stories))))

    async def _found(self, claim: Claim) -> Found | Busy:
        try:
            return await self._find(claim.source, claim.state, partial(self._seen, claim.source))
        except SourceError as error:
            return error
        except Exception as error:  # a fault of ours must not cost the source its backoff
            logger.exception("poll of source %s failed", claim.source.id)
            return SourceError(f"a fault in alertbot: {type(error).__name__}", kind="fault")

    async def _seen(self, source: Source) -> Seen:
        return Seen(marks=await self._store.sources.seen(source.id), now=self._clock())

    async def _put_off(self, claim: Claim, wait: timedelta) -> None:
        try:
            await self._store.sources.put_off(claim, self._clock() + wait)
        except RedisError as error:
            event(logger, logging.WARNING, "poll lost", source=claim.source.id, why=str(error))


def _report(claim: Claim, found: Found, polled: Polled, kept: bool, took: timedelta) -> None:
    failed = isinstance(found, SourceError)
    event(
        logger,
        logging.WARNING if failed else logging.INFO,
        "polled",
        source=polled.state.title or claim.source.name or claim.source.id,
        status=_status(found) if kept else "lease-lost",
        new=len(polled.stories),
        took=f"{took.total_seconds():.2f}s",
        **names(polled.stories),
        **({"why": str(found)} if failed else {}),
    )


def _status(found: Found) -> str:
    match found:
        case SourceError():
            return found.kind
        case Unchanged():
            return "unchanged"
        case Read():
            return "ok"
    assert_never(found)
