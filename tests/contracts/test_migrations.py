"""From one form of what is kept to the next: once, in order, whatever dies meanwhile."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from redis.asyncio import Redis

from alertbot.errors import StoreError
from alertbot.store import keys
from alertbot.store.migrations import MIGRATIONS, Forms, Migration
from alertbot.store.store import Store
from alertbot.stories.source import source_at
from tests.made.values import NOW, subscriber

RENAMED = f"{keys.PREFIX}renamed"


def step(to: int, migrate: Callable[["Redis"], Coroutine[Any, Any, None]]) -> Migration:
    return Migration(to=to, about=f"step {to}", migrate=migrate)


async def rename(redis: Redis) -> None:
    """Values move from one hash to another, one at a time; what was moved is not there any more."""
    for field, value in (await redis.hgetall(keys.SOURCES_STATES)).items():
        async with redis.pipeline(transaction=True) as pipe:
            pipe.hset(RENAMED, field, value)
            pipe.hdel(keys.SOURCES_STATES, field)
            await pipe.execute()


async def count(redis: Redis) -> None:
    await redis.set(f"{keys.PREFIX}renamed:count", await redis.hlen(RENAMED))


STEPS = (step(2, rename), step(3, count))


async def of_the_first_release(store: Store) -> None:
    await store.subscribers.provision([subscriber()])
    await store.redis.hset(keys.SOURCES_STATES, mapping={f"source-{n}": n for n in range(5)})


def test_the_steps_of_this_release_are_in_order() -> None:
    assert [each.to for each in MIGRATIONS] == list(range(2, 2 + len(MIGRATIONS)))


async def test_an_empty_server_has_the_newest_form(store: Store) -> None:
    forms = Forms(store.redis, migrations=STEPS)
    await forms.prepare()
    assert await store.redis.get(keys.FORM) == "3"
    assert await store.redis.keys("*") == [keys.FORM]


@pytest.mark.parametrize("used", ["subscribers", "sources"])
async def test_what_was_written_before_forms_had_numbers_is_the_first(store: Store, used: str) -> None:
    if used == "sources":
        await store.sources.provision([source_at("https://news.example.com/feed")], now=NOW)
    else:
        await store.subscribers.provision([subscriber()])
    assert await Forms(store.redis, migrations=STEPS).form() == 1


async def test_every_step_that_is_left_is_taken_once_and_in_order(store: Store) -> None:
    await of_the_first_release(store)
    taken: list[int] = []

    def counting(each: Migration) -> Migration:
        async def migrate(redis: Redis) -> None:
            taken.append(each.to)
            await each.migrate(redis)

        return step(each.to, migrate)

    forms = Forms(store.redis, migrations=[counting(each) for each in STEPS])
    await forms.prepare()
    await forms.prepare()
    assert taken == [2, 3]
    assert await store.redis.get(f"{keys.PREFIX}renamed:count") == "5"
    assert not await store.redis.exists(keys.leader("forms"))


async def test_a_step_that_was_killed_half_way_is_done_again(store: Store) -> None:
    await of_the_first_release(store)

    async def dies(redis: Redis) -> None:
        await redis.hset(RENAMED, "source-0", "0")
        await redis.hdel(keys.SOURCES_STATES, "source-0")
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await Forms(store.redis, migrations=[step(2, dies), STEPS[1]]).prepare()
    assert await store.redis.get(keys.FORM) == "1"
    await Forms(store.redis, migrations=STEPS).prepare()
    assert len(await store.redis.hgetall(RENAMED)) == 5
    assert await store.redis.get(keys.FORM) == "3"


async def test_of_two_that_start_at_once_one_migrates_and_both_go_on(store: Store) -> None:
    await of_the_first_release(store)
    taken: list[str] = []

    def by(name: str) -> Forms:
        async def migrate(redis: Redis) -> None:
            taken.append(name)
            await rename(redis)

        return Forms(store.redis, migrations=[step(2, migrate)])

    await asyncio.gather(by("one").prepare(), by("two").prepare())
    assert len(taken) == 1
    assert await store.redis.get(keys.FORM) == "2"


async def test_what_a_newer_release_wrote_is_refused_and_left_alone(store: Store) -> None:
    await of_the_first_release(store)
    await store.redis.set(keys.FORM, "4")
    with pytest.raises(StoreError, match=r"newer alertbot.*upgrade this one"):
        await Forms(store.redis, migrations=STEPS).prepare()
    assert not await store.redis.exists(RENAMED)
