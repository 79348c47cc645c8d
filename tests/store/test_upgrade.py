"""What an earlier release left in a server is carried on by this one: nothing lost, nothing told again."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis

from alertbot.store import keys
from alertbot.store.backup import backup
from alertbot.store.embedded import Embedded
from alertbot.store.migrations import MIGRATIONS
from alertbot.store.store import Store
from tests.made.forms import ADDED, DESK, PEOPLE, live, load, match, notify, publish, save
from tests.made.outbox import Recorder
from tests.made.values import NOW

FORMS = sorted(Path(__file__).with_name("forms").glob("*.jsonl"))
FORM_IDS = [each.stem for each in FORMS]
LATER = NOW + timedelta(hours=2)


@pytest.fixture
async def raw(valkey: Embedded, valkey_store: Store) -> AsyncIterator[Redis]:
    """Answers bytes, from the same server as `valkey_store`."""
    client = Redis.from_url(valkey.url, protocol=2)
    yield client
    await client.aclose()


def test_there_is_a_dump_of_every_form() -> None:
    assert {int(each.stem) for each in FORMS} == set(range(1, 2 + len(MIGRATIONS)))


async def test_what_was_saved_and_loaded_is_the_same(raw: Redis, valkey_store: Store) -> None:
    await live(valkey_store)
    before = await save(raw)
    await raw.flushall()
    await load(raw, before)
    assert [_lasting(line) for line in await save(raw)] == [_lasting(line) for line in before]


def _lasting(line: str) -> str:
    return line.partition('"key"')[2]


@pytest.mark.parametrize("lines", [each.read_text(encoding="utf-8").splitlines() for each in FORMS], ids=FORM_IDS)
async def test_the_work_goes_on_where_an_earlier_release_left_it(
    lines: list[str], raw: Redis, valkey_store: Store
) -> None:
    await load(raw, lines)
    await valkey_store.forms.prepare()
    assert await valkey_store.redis.get(keys.FORM) == str(valkey_store.forms.known)

    assert [each.name for each in await valkey_store.subscribers.all()] == sorted(each.name for each in PEOPLE)
    states = sorted((each.state, each.delivery.address.to) for each in await valkey_store.outbox.waiting())
    assert states == [("held", "desk"), ("queued", "7"), ("queued", "7"), ("queued", "C1"), ("retrying", "7")]
    assert [each.why for each in await valkey_store.outbox.dead()] == ["too strange"] * 2

    await valkey_store.redis.delete(f"{keys.PREFIX}pause:console:7")  # its hour is over on the server's clock
    console = Recorder()
    await match(valkey_store, (DESK,))
    await publish(valkey_store, 0)  # it comes once more, and nobody hears of it again
    await match(valkey_store, (DESK,))
    await notify(valkey_store, console, now=LATER)
    await notify(valkey_store, console, now=LATER)
    told = sorted((each.address.to, each.alert.story) for each in console.sent)
    assert told == [
        *(("7", f"story-{n}") for n in range(4)),
        *(("C1", f"story-{n}") for n in (2, 3)),
        *(("desk", f"story-{n}") for n in (2, 3)),
    ]
    dead = [each.delivery for each in await valkey_store.outbox.dead()]
    assert await valkey_store.outbox.decide("retry", dead, now=LATER) == 2
    kept = await backup(valkey_store)
    assert [each["name"] for each in kept["subscribers"]] == ["slack:C1", "telegram:7"]
    assert [each["url"] for each in kept["sources"]] == [ADDED.url]
