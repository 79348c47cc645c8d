"""What the store promises about subscribers and recent stories, on fakeredis and Valkey alike."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from alertbot.alerts.subscriber import MutedSource, Subscriber, watchlist
from alertbot.store import keys
from alertbot.store.recent import keepsake
from alertbot.store.store import Store
from tests.made.values import story, subscriber

SOON = timedelta(milliseconds=1)
RETENTION = timedelta(days=14)


def chat(name: str, *queries: str) -> Subscriber:
    return replace(subscriber(name, *queries), provisioned=False)


def watches(old: Subscriber | None, query: str) -> Subscriber:
    assert old is not None
    return replace(old, watches=(*old.watches, *watchlist(old.name, [query])))


class TestSubscribers:
    async def test_an_update_puts_what_was_decided_in_the_old_one_s_place(self, store: Store) -> None:
        assert await store.subscribers.update("a", lambda old: None if old else chat("a")) == chat("a")
        assert await store.subscribers.get("a") == chat("a")
        assert await store.subscribers.update("a", lambda old: None) is None
        assert await store.subscribers.get("a") is None

    async def test_racing_updates_lose_nothing(self, store: Store) -> None:
        await store.subscribers.update("a", lambda old: chat("a", "zero"))
        adding = (store.subscribers.update("a", lambda old, n=n: watches(old, f"w{n}")) for n in range(12))
        await asyncio.gather(*adding)
        found = await store.subscribers.get("a")
        assert found is not None
        assert len(found.watches) == 13

    async def test_the_log_tells_what_changed_since_a_place(self, store: Store) -> None:
        await store.subscribers.provision([subscriber("a"), subscriber("b")])
        place = await store.subscribers.place()
        await store.subscribers.provision([subscriber("a"), subscriber("b")])
        changes = await store.subscribers.changes(place)
        assert changes is not None
        assert (changes.names, changes.place) == (frozenset(), place)
        await store.subscribers.provision([subscriber("a", "Paris"), subscriber("b")])
        changes = await store.subscribers.changes(place)
        assert changes is not None
        assert changes.names == {"a"}
        assert await store.subscribers.all() == (subscriber("a", "Paris"), subscriber("b"))

    async def test_a_place_the_log_forgot_is_said(self, store: Store) -> None:
        assert await store.subscribers.changes("") is not None
        await store.subscribers.provision([subscriber("a")])
        assert await store.subscribers.changes("") is None
        place = await store.subscribers.place()
        await store.redis.xtrim(keys.SUBSCRIBERS_CHANGES, maxlen=0, approximate=False)
        assert await store.subscribers.changes(place) is None

    async def test_the_provisioned_come_and_go_with_the_configuration_only(self, store: Store) -> None:
        await store.subscribers.update("chat", lambda old: chat("chat"))
        await store.subscribers.provision([subscriber("a"), subscriber("b")])
        await store.subscribers.provision([subscriber("b")])
        assert [each.name for each in await store.subscribers.all()] == ["b", "chat"]

    async def test_what_was_pressed_on_a_provisioned_one_outlives_a_start(
        self, store: Store, now: datetime
    ) -> None:
        await store.subscribers.provision([subscriber("a", "Paris", "London")])
        pressed = replace(
            subscriber("a", "Paris", "London"), paused_until=now, muted_sources=(MutedSource(outlet="X"),)
        )
        muted = replace(pressed, watches=(replace(pressed.watches[0], muted_until=now), pressed.watches[1]))
        await store.subscribers.update("a", lambda old: muted)
        await store.subscribers.provision([subscriber("a", "Rome", "Paris")])
        (found,) = await store.subscribers.all()
        assert (found.paused_until, found.muted_sources) == (now, muted.muted_sources)
        assert [watch.muted_until for watch in found.watches] == [None, now]


async def commit(store: Store, *kept: tuple[str, datetime]) -> None:
    matcher = store.stories("m")
    await matcher.open()
    for story_id, seen in kept:
        await store.redis.xadd(keys.STORIES, {"story": "{}"})
        (item,) = await matcher.read(count=1, wait=SOON)
        keep = keepsake(story(id=story_id, seen=seen), event=f"event-{story_id}", retention=RETENTION)
        await store.outbox.commit_match(item.entry, [], now=seen, keep=keep)


class TestRecent:
    async def test_stories_of_the_last_days_are_found_newest_first(self, store: Store, now: datetime) -> None:
        days = [0, 3, 1, 8]
        await commit(store, *((f"s{n}", now - timedelta(days=n)) for n in days))
        lines = await store.recent.lines(now=now, days=7)
        assert [line.story for line in lines] == ["s0", "s1", "s3"]
        assert [line.event for line in lines] == ["event-s0", "event-s1", "event-s3"]
        found = await store.recent.stories(lines)
        assert found == tuple(story(id=f"s{n}", seen=now - timedelta(days=n)) for n in (0, 1, 3))

    async def test_a_story_that_is_matched_again_is_kept_once(self, store: Store, now: datetime) -> None:
        await commit(store, ("s", now), ("s", now))
        assert len(await store.recent.lines(now=now, days=7)) == 1

    async def test_what_is_kept_ends(self, store: Store, now: datetime) -> None:
        await commit(store, ("s", now))
        async for key in store.redis.scan_iter(f"{keys.PREFIX}recent:*"):
            assert 0 < await store.redis.ttl(key) <= (RETENTION + timedelta(days=1)).total_seconds()
