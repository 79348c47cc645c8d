"""All that a server holds as readable lines and back, and the lines that a release leaves behind.

    python -m tests.made.forms > tests/store/forms/1.jsonl

writes what this release leaves in a server after a little of everything; each form that is kept there was
written by the last release that knew it.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from alertbot.alerts.alert import Address, Delivery
from alertbot.alerts.outcome import Outcome, Rejected, Retry, Sent
from alertbot.alerts.subscriber import Subscriber
from alertbot.roles.delivering import Deliverer
from alertbot.roles.matcher import Matcher
from alertbot.store import keys
from alertbot.store.codec import STORY, dump, filed
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.lanes import Serving
from alertbot.store.store import Store
from alertbot.stories.source import Polled, SourceState, source_at
from alertbot.stories.story import Story
from tests.made.outbox import SOON, Recorder
from tests.made.values import NOW, story, subscriber

FOREVER = timedelta(days=3650)
SOURCE = source_at("https://news.example.com/feed", name="The Example")
ADDED = replace(source_at("https://other.example.com/feed"), origin="added")
DESK = subscriber("desk", "Mistral", addresses=(Address(channel="console", to="desk"),))
ADA = replace(
    subscriber("telegram:7", "Mistral", '"data center"', addresses=(Address(channel="console", to="7"),)),
    provisioned=False,
    mode="both",
)
EVE = replace(
    subscriber("slack:C1", "Mistral", addresses=(Address(channel="console", to="C1"),)), provisioned=False
)
PEOPLE = (DESK, ADA, EVE)


async def save(redis: "Redis") -> list[str]:
    """Every key, one a line, in order; `redis` answers bytes. What ends says in how many milliseconds."""
    found = sorted([key async for key in redis.scan_iter(count=1000)])
    return [json.dumps(await _saved(redis, key), sort_keys=True) for key in found]


async def load(redis: "Redis", lines: Iterable[str]) -> None:
    """Puts saved lines into an empty server."""
    for line in lines:
        each = json.loads(line)
        key = each["key"].encode("latin-1")
        await _load(redis, key, each["type"], each["value"])
        if each["ends"] > 0:
            await redis.pexpire(key, each["ends"])


def story_of(number: int) -> Story:
    title = f"Mistral opens a data center in town number {number}"
    return story(id=f"story-{number}", title=title, keys=(f"u:{number}",), text=f"It stands in {number}.")


def answer(delivery: Delivery) -> Outcome:
    """To the desk all is sent; for telegram:7 it is not now, and the channel of slack:C1 wants nothing of it."""
    match delivery.address.to:
        case "7":
            return Retry(why="502", after=timedelta(hours=1))
        case "C1":
            return Rejected(why="too strange")
    return Sent(message_id=f"m-{delivery.alert.story}")


async def live(store: Store) -> None:
    """One poll, a match of all but the last story, and an attempt for everybody."""
    await store.sources.provision([SOURCE], now=NOW)
    await store.sources.add(ADDED, now=NOW)
    for each in PEOPLE:
        await store.subscribers.update(each.name, lambda _, each=each: each)
    claimed = await store.sources.claim_due(now=NOW, lease=timedelta(seconds=60), token="t", limit=9)
    for claim in claimed.claims:
        stories = filed(map(story_of, range(2) if claim.source.id == SOURCE.id else ()))
        marks = dict.fromkeys(stories.ids, 1)
        polled = Polled(state=SourceState(last_ok=NOW), due=NOW + timedelta(hours=1), stories=stories, marks=marks)
        await store.sources.commit_poll(claim, polled)
    await match(store, (DESK,))
    await notify(store, Recorder(answer))
    await store.subscribers.update("desk", lambda _: replace(DESK, paused_until=NOW + timedelta(hours=1)))
    await publish(store, 2)
    await match(store, (DESK,))
    await publish(store, 3)


async def publish(store: Store, number: int) -> None:
    await store.redis.xadd(keys.STORIES, {"story": dump(STORY, story_of(number))})


async def match(store: Store, provisioned: Iterable[Subscriber]) -> None:
    matcher = Matcher(store, provisioned, consumer="m", clock=lambda: NOW, max_age=FOREVER)
    await matcher.open()
    await matcher.step()


async def notify(store: Store, console: Recorder, *, now: Any = NOW) -> None:
    deliverer = Deliverer(store, {"console": console}, clock=lambda: now, give_up_after=FOREVER)
    inbox = store.deliveries("console", "n")
    await inbox.open()
    await store.lanes.promote_due(now=now)
    for item in await inbox.read(count=10, wait=SOON):
        serving = Serving(lane=item.fields["to"], entry=item.entry, consumer="n")
        await deliverer.serve(serving, asyncio.Event())


async def _saved(redis: "Redis", key: bytes) -> dict[str, object]:
    kind = (await redis.type(key)).decode()
    ends = await redis.pttl(key)
    return {"key": key.decode("latin-1"), "type": kind, "ends": ends, "value": await _value(redis, key, kind)}


async def _value(redis: "Redis", key: bytes, kind: str) -> object:
    match kind:
        case "string":
            return _text(await redis.get(key))
        case "hash":
            return sorted([_text(field), _text(value)] for field, value in (await redis.hgetall(key)).items())
        case "set":
            return sorted(map(_text, await redis.smembers(key)))
        case "zset":
            return [[_text(member), score] for member, score in await redis.zrange(key, 0, -1, withscores=True)]
        case "list":
            return [_text(each) for each in await redis.lrange(key, 0, -1)]
        case "stream":
            entries = [[_text(entry), sorted([_text(f), _text(v)] for f, v in fields.items())]
                       for entry, fields in await redis.xrange(key)]  # fmt: skip
            groups = [
                [_text(each["name"]), _text(each["last-delivered-id"])] for each in await redis.xinfo_groups(key)
            ]
            return {"entries": entries, "groups": groups}
    raise ValueError(kind)


async def _load(redis: "Redis", key: bytes, kind: str, value: Any) -> None:
    match kind:
        case "string":
            await redis.set(key, _raw(value))
        case "hash":
            await redis.hset(key, mapping={_raw(field): _raw(each) for field, each in value})
        case "set":
            await redis.sadd(key, *map(_raw, value))
        case "zset":
            await redis.zadd(key, {_raw(member): score for member, score in value})
        case "list":
            await redis.rpush(key, *map(_raw, value))
        case "stream":
            await _load_stream(redis, key, value)


async def _load_stream(redis: "Redis", key: bytes, value: Any) -> None:
    for entry, fields in value["entries"]:
        await redis.xadd(key, {_raw(field): _raw(each) for field, each in fields}, id=entry)
    for group, last in value["groups"]:
        await redis.xgroup_create(key, group, id=last, mkstream=True)


def _text(value: bytes) -> str:
    return value.decode("latin-1")


def _raw(value: str) -> bytes:
    return value.encode("latin-1")


async def _write() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = Embedded(Path(folder) / "v")
        server.start()
        store, raw = Store(connect(server.url)), Redis.from_url(server.url, protocol=2)
        await live(store)
        sys.stdout.write("\n".join(await save(raw)) + "\n")
        await raw.aclose()
        await store.close()
        server.stop()


if __name__ == "__main__":
    asyncio.run(_write())
