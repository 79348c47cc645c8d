"""Commits what polls changed: many small ones together, a large one in parts. Edge.

Everybody waits while the server runs a script: half a second when a feed has 20,000 new stories. So such a poll is
committed in parts of some milliseconds, stories before the marks that say they were seen, and the source's own
state last, with which the claim ends. What a crash leaves undone is polled again; stories that were handed on
already are handed on again, and known by their ids.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final, TypeVar

from redis.asyncio import Redis

from alertbot.store import keys
from alertbot.store.codec import NOTICE, SOURCE_STATE, dump
from alertbot.store.gathered import Gathered
from alertbot.store.scripts import script
from alertbot.stories.filed import Filed
from alertbot.stories.source import Polled

T = TypeVar("T")

MOST_NOTICES = 20_000
MOST_COMMITS = 32
"""Polls that are committed at once: few enough that the server is not held up for more than some milliseconds."""

MOST_STORIES: Final = 250
MOST_MARKS: Final = 1_000
"""Of one part; a poll with no more is committed whole."""

MORE: Final = "+"
"""Stands where a poll is due next in all its parts but the last."""

Part = tuple[str, str, Polled, bool]
"""The source, the token of its claim, what is committed, and whether more comes."""


class Commits:
    """Answers whether a poll was committed: not, when its claim was lost."""

    def __init__(self, redis: Redis) -> None:
        self._script = script(redis, "commit_polls")
        self._gathered: Gathered[Part, bool] = Gathered(self._commit, most=MOST_COMMITS)

    async def __call__(self, source: str, token: str, polled: Polled) -> bool:
        for part in _parts(polled):
            if not await self._gathered((source, token, part, True)):
                return False
        return await self._gathered((source, token, _rest(polled), False))

    async def _commit(self, parts: Sequence[Part]) -> list[bool]:
        """Commits several at once, which is what most of the work of a small one saves."""
        kept = await self._script(
            keys=[
                keys.SOURCES_DUE,
                keys.SOURCES_LEASES,
                keys.SOURCES_STATES,
                keys.STORIES,
                keys.SOURCES_NOTICES,
                keys.SOURCES_BELL,
            ],
            args=[MOST_NOTICES, *(argument for part in parts for argument in _written(*part))],
        )
        return [bool(each) for each in kept]


def _is_large(polled: Polled) -> bool:
    return max(len(polled.marks), len(polled.forgotten)) > MOST_MARKS or len(polled.stories) > MOST_STORIES


def _parts(polled: Polled) -> Iterator[Polled]:
    """What goes before the rest; nothing of a poll that is not large."""
    if not _is_large(polled):
        return
    nothing = replace(polled, stories=Filed(), marks={}, forgotten=(), notice=None)
    if polled.stories:
        for lines in _pieces(polled.stories.lines.split(b"\n"), MOST_STORIES):
            yield replace(nothing, stories=Filed(lines=b"\n".join(lines)))
    for marks in _pieces(polled.marks.items(), MOST_MARKS):
        yield replace(nothing, marks=dict(marks))
    for forgotten in _pieces(polled.forgotten, MOST_MARKS):
        yield replace(nothing, forgotten=forgotten)


def _rest(polled: Polled) -> Polled:
    return replace(polled, stories=Filed(), marks={}, forgotten=()) if _is_large(polled) else polled


def _pieces(listed: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    every = iter(listed)
    while piece := tuple(islice(every, size)):
        yield piece


def _written(source: str, token: str, polled: Polled, more: bool) -> Iterator[Any]:
    """A part as the script takes it."""
    yield source
    yield token
    yield MORE if more else polled.due.timestamp() if polled.due else ""
    yield "" if more else SOURCE_STATE.dump_json(polled.state)
    changes = _changes(source, polled)
    yield len(changes)
    yield from changes


def _changes(source: str, polled: Polled) -> list[Any]:
    """What a poll changes besides its state; empty when that is nothing."""
    if not (polled.marks or polled.forgotten or polled.stories.lines or polled.notice):
        return []
    days = {day: [key for key, of in polled.marks.items() if of == day] for day in set(polled.marks.values())}
    return [
        dump(NOTICE, polled.notice) if polled.notice else "",
        keys.source_seen(source),
        " ".join(polled.forgotten),
        len(days),
        *(part for day, listed in days.items() for part in (day, " ".join(listed))),
        polled.stories.lines,
    ]
