"""Who wants to be forgotten is, wherever they stand in Redis; nobody else loses anything."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from alertbot.alerts.alert import Address, Delivery
from alertbot.alerts.plan import Trace
from alertbot.alerts.step import Record
from alertbot.desk import command as c
from alertbot.roles.following import Following
from alertbot.roles.matcher import Matcher
from alertbot.store import keys
from alertbot.store.codec import STORY, dump
from alertbot.store.store import Store
from alertbot.stories.source import Source, source_at
from alertbot.surfaces.counter import Counter, House, Visitor
from tests.made.outbox import queue, serve
from tests.made.values import NOW, delivery, story, subscriber

ADA, BOB = Address(channel="telegram", to="424242"), Address(channel="telegram", to="8")


def queued(n: int, to: Address, **other: Any) -> Delivery:
    made = delivery(n, to=to.to, channel=to.channel)
    alert = replace(made.alert, subscriber=f"telegram:{to.to}", event="event")
    return replace(made, alert=alert, **other)


async def everything(store: Store) -> dict[str, str]:
    """All keys with what they hold, but the count of costly wishes of the minute."""
    redis: Any = store.redis
    held = {}
    for key in await redis.keys("*"):
        read = {
            "string": redis.get,
            "hash": redis.hgetall,
            "set": redis.smembers,
            "zset": lambda key: redis.zrange(key, 0, -1, withscores=True),
            "stream": redis.xrange,
            "list": lambda key: redis.lrange(key, 0, -1),
        }[await redis.type(key)]
        held[key] = str(await read(key))
    return {key: value for key, value in held.items() if not key.endswith("rate:424242")}


async def found(url: str) -> Source:
    return source_at(url)


async def test_forgetting_leaves_nothing_of_one_and_everything_of_others(store: Store) -> None:
    counter = Counter(store, House(provisioned={}), clock=lambda: NOW, find_source=found)
    for address in (ADA, BOB):
        name = f"telegram:{address.to}"
        there = replace(subscriber(name, addresses=(address,)), provisioned=False, mode="both")
        await store.subscribers.update(name, lambda _, there=there: there)
        await store.digests.schedule([there], now=NOW)
        await store.visits.ask(address.to, "55", "watch", next_=True)
    n = 0
    for address in (ADA, BOB):
        name = f"telegram:{address.to}"
        held = queued(n + 1, address, not_before=NOW.replace(hour=20), held="quiet-hours")
        traces = [Trace(subscriber=name, reason="planned", watches=("Mistral",))]
        await store.outbox.commit_match("0-1", [queued(n, address), held], now=NOW, story="s", traces=traces)
        n += 2
    await store.redis.zadd("alertbot:deliveries:dead", {"delivery-0": 1})
    for name in ("telegram:424242", "telegram:8"):
        await store.sources.add(replace(await found(f"https://{name[-1]}.example.com"), added_by=name), now=NOW)
    following = Following(store.subscribers)
    await following.catch_up()
    assert len(following.owners) == 2

    await counter.serve(c.Forget(confirmed=True), Visitor(address=ADA, user="u"))

    left = await everything(store)
    lanes = left.pop("alertbot:lanes:queued") + left.pop("alertbot:lanes:telegram")  # until a notifier looks
    assert "424242" in lanes
    assert {key: value for key, value in left.items() if "424242" in key + value} == {}
    assert {key for key in left if "delivery:" in key} == {
        "alertbot:delivery:delivery-2",
        "alertbot:delivery:delivery-3",
    }
    assert "telegram:8" in left["alertbot:trail:s"]
    assert await store.visits.asked("8", "55") == "watch"
    assert [each.delivery.id for each in await store.outbox.waiting()] == ["delivery-2", "delivery-3"]
    assert [each.source.added_by for each in await store.sources.listed()] in (
        ["", "telegram:8"],
        ["telegram:8", ""],
    )
    await following.catch_up()
    assert [owner.name for owner, _ in following.owners.values()] == ["telegram:8"]


async def test_what_is_forgotten_while_it_is_sent_does_not_come_back(store: Store) -> None:
    await queue(store, delivery(1))
    serving = await serve(store)
    ready = await store.lanes.look(serving, now=NOW)
    assert ready is not None
    await store.redis.delete(keys.delivery("delivery-1"))
    await store.lanes.take(serving, ready.waiting, (), patience=timedelta(), now=NOW)
    await store.lanes.settle(serving, [(ready.waiting[0], Record(message_id="7"))], now=NOW)
    assert not await store.redis.exists(keys.delivery("delivery-1"))
    assert await store.outbox.waiting() == ()


async def test_a_matcher_that_had_planned_tells_nobody_who_is_forgotten_meanwhile(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in (ADA, BOB):
        there = replace(subscriber(address.to, "Mistral", addresses=(address,)), provisioned=False)
        await store.subscribers.update(address.to, lambda _, there=there: there)
    matcher = Matcher(store, (), consumer="m", clock=lambda: NOW, max_age=timedelta(days=1))
    await matcher.open()
    await store.redis.xadd(keys.STORIES, {"story": dump(STORY, story(title="Mistral raises $830M"))})
    commit = store.outbox.commit_match
    refused = []

    async def forgotten_first(*given: Any, **named: Any) -> int | None:
        if not refused:
            await store.subscribers.update(ADA.to, lambda _: None)
            await store.forgetting.forget(ADA.to, (ADA,), now=NOW)
        made = await commit(*given, **named)
        refused.append(made is None)
        return made

    monkeypatch.setattr(store.outbox, "commit_match", forgotten_first)
    await matcher.step()
    assert refused == [True, False]
    assert [each.delivery.address for each in await store.outbox.waiting()] == [BOB]
    assert set(await store.outbox.trail("story-1")) == {"", BOB.to}
