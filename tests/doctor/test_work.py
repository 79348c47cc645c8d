"""Work that nobody does, or not in time, is found on a real server."""

import asyncio
from datetime import UTC, datetime, timedelta

from alertbot.alerts.alert import Address
from alertbot.doctor.finding import Finding
from alertbot.doctor.work import look_at_work
from alertbot.store import keys
from alertbot.store.store import Store
from alertbot.stories.source import source_at
from tests.made.outbox import queue
from tests.made.values import delivery

MINUTES = timedelta(minutes=1)


async def look(store: Store, *addresses: Address, later: timedelta = timedelta()) -> list[Finding]:
    return await look_at_work(store, addresses, datetime.now(UTC) + later)


def names(found: list[Finding]) -> list[str]:
    return [each.name for each in found]


async def test_work_in_order_needs_no_word(own_store: Store) -> None:
    (found,) = await look(own_store)
    assert (found.state, found.said) == ("fine", "nothing waits")


async def test_stories_without_a_matcher_are_found(own_store: Store) -> None:
    await own_store.redis.xadd(keys.STORIES, {"story": "x"})
    assert names(await look(own_store)) == [""]
    assert names(await look(own_store, later=2 * MINUTES)) == ["no-matcher"]


async def test_stories_a_matcher_is_too_slow_for_are_found(own_store: Store) -> None:
    await own_store.redis.xadd(keys.STORIES, {"story": "x"})
    inbox = own_store.stories("m")
    await inbox.open()
    await inbox.read(count=1, wait=timedelta(milliseconds=1))
    assert names(await look(own_store, later=2 * MINUTES)) == [""]
    (found,) = await look(own_store, later=12 * MINUTES)
    assert found.name == "backlog"
    assert "0 h 12 min" in found.said


async def test_alerts_without_a_notifier_for_their_channel_are_found(own_store: Store) -> None:
    await queue(own_store, delivery(1, channel="slack", to="C1"), now=datetime.now(UTC))
    (found,) = await look(own_store, later=2 * MINUTES)
    assert found.name == "no-notifier"
    assert "on slack" in found.said


async def test_sources_nobody_polls_are_found(own_store: Store) -> None:
    await own_store.sources.add(source_at("https://a.example/feed"), now=datetime.now(UTC))
    assert names(await look(own_store, later=5 * MINUTES)) == [""]
    assert names(await look(own_store, later=11 * MINUTES)) == ["no-scheduler"]


async def test_what_was_given_up_is_found(own_store: Store) -> None:
    await own_store.redis.zadd(keys.DELIVERIES_DEAD, {"a": 1, "b": 2})
    (found,) = await look(own_store)
    assert (found.name, found.said) == ("dead-deliveries", "deliveries that were given up: 2")


async def test_a_channel_that_pauses_is_found_with_why(own_store: Store) -> None:
    await own_store.redis.set(keys.pause("slack"), "SLACK_BOT_TOKEN was revoked", px=60_000)
    (found,) = await look(own_store)
    assert found.name == "channel-paused"
    assert "was revoked" in found.said


async def test_an_address_that_could_not_be_reached_is_found(own_store: Store) -> None:
    chat, other = Address(channel="telegram", to="77"), Address(channel="slack", to="C1")
    await own_store.redis.set(keys.gone(chat), "bot was blocked by the user", ex=60)
    (found,) = await look(own_store, chat, other)
    assert (found.name, found.about) == ("address-gone", "telegram 77")


async def test_leaders_and_strangers_are_told_apart(own_store: Store) -> None:
    upkeep = own_store.upkeep
    assert await asyncio.gather(upkeep.led("telegram"), upkeep.contested("telegram")) == [False, False]
    await own_store.visits.lead("telegram", "me", MINUTES)
    await own_store.visits.contest("telegram")
    assert await asyncio.gather(upkeep.led("telegram"), upkeep.contested("telegram")) == [True, True]
