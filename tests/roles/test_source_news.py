"""From a poll that found a source broken to a message for those who depend on it."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from alertbot.alerts.alert import Address
from alertbot.alerts.plan import Trace
from alertbot.errors import SourceError
from alertbot.roles.polling import Pace, after_poll
from alertbot.roles.source_news import SourceNews
from alertbot.sources.poll import Answer, Found, Unchanged
from alertbot.store import keys
from alertbot.store.store import Store
from alertbot.stories.identity import story_id
from alertbot.stories.source import Source, source_at
from tests.made.values import subscriber

DAY = timedelta(days=1)
PACE = Pace(floor=timedelta(minutes=5), ceiling=DAY)
A = source_at("https://a.example.com/feed", name="The Example")
B = source_at("https://b.example.com/feed", name="Another")
DOWN = SourceError("a is away", kind="unreachable")
UP = Unchanged(answer=Answer(etag="", last_modified="", body="b", permanent_url="", max_age=None))
WATCHES = ("source:example", "Mistral")


async def poll(store: Store, source: Source, found: Found, now: datetime) -> None:
    """One poll of `source`, whenever it was due."""
    await store.redis.zadd(keys.SOURCES_DUE, {source.id: 0})
    claimed = await store.sources.claim_due(now=now, lease=timedelta(minutes=1), token="t", limit=99)
    for claim in claimed.claims:
        polled = after_poll(claim, found if claim.source == source else UP, pace=PACE, now=now, jitter=0)
        assert await store.sources.commit_poll(claim, polled)


async def breaks(store: Store, now: datetime, *sources: Source) -> None:
    """`sources` are read at `now`, and have been broken for a day a day later."""
    for source in sources:
        for found, at in ((UP, now), (DOWN, now), (DOWN, now + DAY)):
            await poll(store, source, found, at)


def teller(store: Store, now: datetime) -> SourceNews:
    return SourceNews(store, clock=lambda: now)


async def told(store: Store) -> list[tuple[str, str]]:
    return sorted(
        (each.delivery.alert.subscriber, each.delivery.alert.headline) for each in await store.outbox.waiting()
    )


@pytest.fixture
async def desk(store: Store, now: datetime) -> Store:
    """A desk that watches one of two sources by name, and somebody who watches neither."""
    await store.sources.provision([A, B], now=now)
    await store.subscribers.provision([subscriber("desk", *WATCHES), subscriber("other", "Mistral")])
    return store


async def test_who_depends_on_a_source_hears_once_that_it_is_broken_and_once_that_it_is_back(
    desk: Store, now: datetime
) -> None:
    await breaks(desk, now, A)
    assert await teller(desk, now + DAY).step() == 1
    assert [name for name, _ in await told(desk)] == ["desk"]
    for hours in (25, 26):
        await poll(desk, A, DOWN, now + timedelta(hours=hours))
        assert await teller(desk, now + timedelta(hours=hours)).step() == 0
    await poll(desk, A, UP, now + 2 * DAY)
    await desk.redis.delete(keys.SOURCES_TOLD)
    assert await teller(desk, now + 2 * DAY).step() == 1
    assert [said.split(".")[0] for _, said in await told(desk)] == [
        "The Example has been broken for a day: it cannot be reached",
        "The Example is back",
    ]
    assert await desk.redis.xlen(keys.SOURCES_NOTICES) == 0
    assert await desk.redis.exists(keys.source_told(A.id)) == 0


async def test_who_a_story_of_it_hit_lately_depends_on_it(desk: Store, now: datetime) -> None:
    await desk.redis.hset(keys.source_seen(A.id), "u:1", 20_000)
    await desk.outbox.commit_match(
        "0-1",
        (),
        now=now,
        story=story_id(A.id, "u:1"),
        traces=(Trace(subscriber="", reason="planned"), Trace(subscriber="other", reason="planned")),
    )
    await breaks(desk, now, A)
    await teller(desk, now + DAY).step()
    assert [name for name, _ in await told(desk)] == ["desk", "other"]


async def test_everybody_hears_when_no_source_can_be_read(desk: Store, now: datetime) -> None:
    await desk.sources.provision([A], now=now)
    await breaks(desk, now, A)
    await teller(desk, now + DAY).step()
    assert [name for name, _ in await told(desk)] == ["desk", "other"]


async def test_racing_processes_tell_it_once(desk: Store, now: datetime) -> None:
    await breaks(desk, now, A)
    made = await asyncio.gather(*(teller(desk, now + DAY).step() for _ in range(8)))
    assert sum(each or 0 for each in made) == 1
    assert len(await told(desk)) == 1


async def test_a_process_that_dies_before_its_commit_loses_nothing(desk: Store, now: datetime) -> None:
    await breaks(desk, now, A)
    assert await desk.notices.waiting() is not None
    assert await teller(desk, now + DAY).step() == 1


async def test_what_recovered_before_it_was_told_is_not_told(desk: Store, now: datetime) -> None:
    await breaks(desk, now, A)
    await poll(desk, A, UP, now + DAY)
    assert await teller(desk, now + DAY).step() == 0
    assert await told(desk) == []
    assert await desk.redis.xlen(keys.SOURCES_NOTICES) == 0


async def test_a_recovery_while_it_is_told_makes_it_told_anew(desk: Store, now: datetime) -> None:
    await breaks(desk, now, A)
    waiting = await desk.notices.waiting()
    assert waiting is not None
    await poll(desk, A, UP, now + DAY)
    assert await desk.notices.commit(waiting, {A.id: {"desk"}}, (), now=now + DAY) is None
    assert await desk.redis.exists(keys.source_told(A.id)) == 0


async def test_later_notices_are_gathered_into_one_message(desk: Store, now: datetime) -> None:
    everything = replace(subscriber("desk", "site:example.com"), addresses=(Address(channel="console", to="x"),))
    await desk.subscribers.provision([everything])
    more = [source_at(f"https://{n}.example.com/feed", name=f"Outlet {n}") for n in range(3)]
    await desk.sources.provision([A, B, *more], now=now)
    await breaks(desk, now, A)
    assert await teller(desk, now + DAY).step() == 1
    await breaks(desk, now, *more)
    assert await teller(desk, now + DAY).step() == 0
    assert 0 < await desk.redis.ttl(keys.SOURCES_TOLD) <= 3600
    await desk.redis.delete(keys.SOURCES_TOLD)
    assert await teller(desk, now + DAY).step() == 1
    assert [said for _, said in await told(desk)][1].startswith(
        "These have been broken for a day: Outlet 0, Outlet 1"
    )


async def test_a_removed_source_is_not_news(desk: Store, now: datetime) -> None:
    await breaks(desk, now, A)
    await desk.sources.remove(A.id)
    assert await teller(desk, now + DAY).step() == 0
