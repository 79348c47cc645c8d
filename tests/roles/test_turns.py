"""Matchers take turns, and never wait for one that does not come back."""

import asyncio
from datetime import timedelta

import pytest

from alertbot.roles import turns
from alertbot.roles.turns import Turns
from alertbot.store import keys
from alertbot.store.store import Store


async def test_two_do_not_judge_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LIFE", timedelta(minutes=5))
    monkeypatch.setattr(turns, "PATIENCE_LOOKS", 1_000_000)
    inside: list[int] = []

    async def judge(number: int) -> None:
        mine = Turns(store.visits)
        for _ in range(3):
            async with mine.turn():
                inside.append(number)
                assert set(inside) == {number}
                await store.redis.ping()
                inside.clear()

    await asyncio.gather(judge(1), judge(2))
    assert not await store.redis.exists(keys.leader("judging"))


async def test_a_turn_that_is_not_given_back_is_not_waited_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LIFE", timedelta(minutes=5))
    monkeypatch.setattr(turns, "PATIENCE_LOOKS", 2)
    async with Turns(store.visits).turn(), Turns(store.visits).turn():
        holder = await store.redis.get(keys.leader("judging"))
    assert holder  # the second went on, and took nothing from the first
