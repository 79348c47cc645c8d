"""Connections are waited for in turn when all are in use."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis
from redis.exceptions import MaxConnectionsError

from alertbot.store import waiting
from alertbot.store.connect import WAYS
from alertbot.store.embedded import Embedded
from alertbot.store.waiting import WaitingPool


@pytest.fixture
async def redis(valkey: Embedded) -> AsyncIterator[Redis]:
    client = Redis.from_pool(WaitingPool.from_url(valkey.url, max_connections=2, **WAYS))
    yield client
    await client.aclose()


async def test_a_crowd_is_served_one_after_another(redis: Redis) -> None:
    assert await asyncio.gather(*(redis.echo(str(each)) for each in range(50))) == [
        str(each) for each in range(50)
    ]


async def test_who_waits_is_served_before_who_comes_later(redis: Redis) -> None:
    served: list[str] = []

    async def ask(name: str) -> None:
        await redis.ping()
        served.append(name)

    blocked = [asyncio.create_task(redis.blpop(["nothing-here"], timeout=0.2)) for _ in range(2)]
    await asyncio.sleep(0)
    asked = [asyncio.create_task(ask(name)) for name in "abcdef"]
    await asyncio.gather(*blocked, *asked)
    assert served[0] in "ab"
    assert served[-1] in "ef"


async def test_who_gives_up_leaves_its_turn_to_the_next(redis: Redis) -> None:
    blocked = [asyncio.create_task(redis.blpop(["nothing-here"], timeout=0.2)) for _ in range(2)]
    await asyncio.sleep(0)
    impatient, patient = asyncio.create_task(redis.ping()), asyncio.create_task(redis.ping())
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient
    await asyncio.gather(*blocked)


async def test_nobody_waits_for_ever(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE_SECONDS", 0.01)
    blocked = [asyncio.create_task(redis.blpop(["nothing-here"], timeout=0.2)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(MaxConnectionsError):
        await redis.ping()
    await asyncio.gather(*blocked)
    assert await redis.ping()
