"""Killed before and after every command that any role sends to Redis: nothing is lost, and nothing told twice
but in the window the contract names. A commit that is split in two is found out.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alertbot.alerts.alert import Delivery
from alertbot.alerts.folding import Waiting
from alertbot.store import keys
from alertbot.store.lanes import Lanes, Serving
from alertbot.store.outbox import MATCHERS, Outbox
from alertbot.store.sources import Sources
from alertbot.stories.source import Polled
from tests.made.mortal import TURNS, Turn, World, stories


async def ended_after(lives: int, *, before: bool, count: int = 2) -> World:
    """A world in which the first process was killed after so many commands, and others finished its work."""
    world = World(stories(count))
    await world.begin()
    await world.run(*TURNS, lives=lives, before=before)
    await world.settle()
    return world


async def commands(count: int = 2) -> int:
    world = World(stories(count))
    await world.begin()
    return await world.run(*TURNS)


async def test_a_process_may_die_at_any_command() -> None:
    ends = [
        (lives, before, await ended_after(lives, before=before))
        for lives in range(await commands())
        for before in (True, False)
    ]
    assert [(lives, before, fault) for lives, before, world in ends for fault in world.faults()] == []
    doubled = [before for _, before, world in ends if len(world.provider.sent) > len(world.stories)]
    assert doubled == [True, True]  # once for each story: just before the record that it was sent


def split_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was seen is kept before the stories are."""
    whole = Sources.commit_poll

    async def split(self: Sources, claim: Any, polled: Polled, **other: Any) -> Any:
        if polled.marks:
            await self._redis.hset(keys.source_seen(claim.source.id), mapping=dict(polled.marks))
        return await whole(self, claim, polled, **other)

    monkeypatch.setattr(Sources, "commit_poll", split)


def split_match(monkeypatch: pytest.MonkeyPatch) -> None:
    """The story is acknowledged before its deliveries are kept."""
    whole = Outbox.commit_match

    async def split(self: Outbox, entry: str, deliveries: Sequence[Delivery], **other: Any) -> int | None:
        await self._redis.xack(keys.STORIES, MATCHERS, entry)
        await self._redis.xdel(keys.STORIES, entry)
        return await whole(self, entry, deliveries, **other)

    monkeypatch.setattr(Outbox, "commit_match", split)


def split_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """The delivery leaves its lane before it is sent."""
    whole = Lanes.take

    async def split(self: Lanes, serving: Serving, chosen: Sequence[Waiting], *other: Any, **more: Any) -> Any:
        await self._together.call("ZREM", f"{keys.PREFIX}lane:{serving.lane}", *(each.member for each in chosen))
        return await whole(self, serving, chosen, *other, **more)

    monkeypatch.setattr(Lanes, "take", split)


@pytest.mark.parametrize("split", [split_poll, split_match, split_take])
async def test_a_commit_that_is_split_in_two_is_found_out(
    monkeypatch: pytest.MonkeyPatch, split: Callable[[pytest.MonkeyPatch], None]
) -> None:
    split(monkeypatch)
    found = False
    for lives in range(await commands(1)):
        found = found or "story-0 is lost" in (await ended_after(lives, before=True, count=1)).faults()
        if found:
            break
    assert found


@settings(max_examples=25)
@given(
    schedule=st.lists(
        st.tuples(
            st.lists(st.sampled_from(TURNS), min_size=1, max_size=4),
            st.one_of(st.none(), st.integers(0, 25)),
            st.booleans(),
        ),
        max_size=12,
    )
)
async def test_whatever_dies_when_in_whatever_order(
    schedule: list[tuple[list[Turn], int | None, bool]],
) -> None:
    world = World(stories(3))
    await world.begin()
    for turns, lives, before in schedule:
        await world.run(*turns, lives=float("inf") if lives is None else lives, before=before)
    await world.settle()
    assert world.faults() == []
