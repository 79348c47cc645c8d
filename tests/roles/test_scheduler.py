"""The scheduler on a store, with sources that answer at once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from alertbot.errors import SourceError
from alertbot.roles.polling import Pace
from alertbot.roles.scheduler import Find, Scheduler
from alertbot.sources.poll import Busy, Look, Read, Unchanged
from alertbot.store import keys
from alertbot.store.store import Store
from alertbot.stories.source import Source, SourceState, source_at
from tests.made.polls import ANSWER, read
from tests.made.values import entry, feed

RARELY = Pace(floor=timedelta(hours=1), ceiling=timedelta(hours=24))
OFTEN = Pace(floor=timedelta(seconds=1), ceiling=timedelta(seconds=1))
UNCHANGED = Unchanged(answer=ANSWER)
A = source_at("https://a.example.com/feed")


def clock() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def scheduling(store: Store, find: Find, *sources: Source, pace: Pace = RARELY) -> AsyncIterator[Scheduler]:
    scheduler = Scheduler(store, sources, find, clock=clock, pace=pace, drain=timedelta(seconds=0.2))
    stop = asyncio.Event()
    running = asyncio.create_task(scheduler.run(stop))
    try:
        yield scheduler
    finally:
        stop.set()
        await asyncio.wait_for(running, 10)


async def eventually(true: Callable[[], bool | Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while True:
            answer = true()
            if await answer if isinstance(answer, Awaitable) else answer:
                return
            await asyncio.sleep(0.005)


async def test_every_source_is_polled_once_by_two_schedulers(store: Store) -> None:
    sources = [source_at(f"https://{n}.example.com/") for n in range(300)]
    polls: Counter[str] = Counter()

    async def find(source: Source, state: SourceState, look: Look) -> Unchanged:
        polls[source.id] += 1
        return UNCHANGED

    async def all_committed() -> bool:
        return await store.redis.hlen(keys.SOURCES_STATES) == len(sources)

    async with scheduling(store, find, *sources), scheduling(store, find, *sources):
        await eventually(all_committed)
    assert polls == {source.id: 1 for source in sources}
    assert await store.redis.hlen(keys.SOURCES_LEASES) == 0


async def test_a_source_comes_up_again_when_it_is_due(store: Store) -> None:
    polls = 0

    async def find(source: Source, state: SourceState, look: Look) -> Read:
        nonlocal polls
        polls += 1
        seen = await look()
        listed = feed(*(entry(n) for n in range(polls)))
        return read(listed, seen.now, state=state, marks=seen.marks, source=source)

    async with scheduling(store, find, A, pace=OFTEN):
        await eventually(lambda: polls >= 3)
    stories = await store.redis.xrange(keys.STORIES)
    assert len(stories) == polls - 1


async def test_a_source_that_is_made_due_is_polled_without_waiting_for_its_time(store: Store) -> None:
    polls = 0

    async def find(source: Source, state: SourceState, look: Look) -> Unchanged:
        nonlocal polls
        polls += 1
        return UNCHANGED

    async with scheduling(store, find, A):
        for n in range(1, 4):
            await eventually(lambda n=n: polls == n)  # type: ignore[misc]
            await store.sources.poll_now(A.id, now=clock())
        await eventually(lambda: polls == 4)


async def test_a_fault_of_ours_costs_a_source_its_turn_and_nobody_else_anything(store: Store) -> None:
    other = source_at("https://b.example.com/feed")

    async def find(source: Source, state: SourceState, look: Look) -> Unchanged:
        if source == A:
            raise ZeroDivisionError
        return UNCHANGED

    async def both() -> bool:
        return await store.redis.hlen(keys.SOURCES_STATES) == 2

    async with scheduling(store, find, A, other):
        await eventually(both)
    listed = {each.source.id: each.state for each in await store.sources.listed()}
    assert (listed[A.id].why, listed[other.id].why) == ("fault", "")


async def test_a_source_that_fails_backs_off(store: Store) -> None:
    async def find(source: Source, state: SourceState, look: Look) -> Unchanged:
        raise SourceError("a is away", kind="unreachable")

    async def failed() -> bool:
        for listed in await store.sources.listed():
            due = listed.due or clock()
            return listed.state.why == "unreachable" and due > clock() + timedelta(hours=1.9)
        return False

    async with scheduling(store, find, A):
        await eventually(failed)


async def test_a_busy_host_costs_its_source_nothing(store: Store) -> None:
    asked = 0

    async def find(source: Source, state: SourceState, look: Look) -> Unchanged | Busy:
        nonlocal asked
        asked += 1
        return Busy(wait=timedelta(milliseconds=20)) if asked < 3 else UNCHANGED

    async def polled() -> bool:
        for listed in await store.sources.listed():
            return listed.state.last_ok is not None and listed.state.failures == 0
        return False

    async with scheduling(store, find, A):
        await eventually(polled)


async def test_what_is_under_way_at_the_end_is_given_back(store: Store) -> None:
    began = asyncio.Event()

    async def find(source: Source, state: SourceState, look: Look) -> Unchanged:
        began.set()
        await asyncio.Event().wait()
        raise AssertionError("never")

    async with scheduling(store, find, A):
        await began.wait()
    claimed = await store.sources.claim_due(now=clock(), lease=timedelta(minutes=1), token="heir", limit=9)
    assert [claim.source for claim in claimed.claims] == [A]
