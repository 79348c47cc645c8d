"""The stories of the last days, kept for previews. Edge.

A day is two keys: lines that say which words a story has, read whole, and the compressed stories,
of which only those that may hit are read. Both end with the retention.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zlib import crc32

from redis.asyncio import Redis
from redis.client import NEVER_DECODE

from alertbot.alerts.preview import DAYS, Kept, Sample
from alertbot.store import keys
from alertbot.store.codec import STORY
from alertbot.stories.story import Story
from alertbot.watches.fingerprint import fingerprint
from alertbot.watches.maybe import maybe
from alertbot.watches.query import Query
from alertbot.watches.reading import Reading

MOST_A_DAY = 50_000
MOST_CHARACTERS = 20_000
"""Of a longer text only the beginning is kept."""
ENCODING = "utf-16-le"
"""Two bytes a character, the marks of words included."""
PAGE = 200
MOST_READ = 400
"""Stories that one preview reads: what is more is estimated, so that people get an answer at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is known of a kept story before it is read. `words` are the marks of its words."""

    story: str
    event: str
    seen: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keepsake:
    """A story ready to be kept in the transaction that commits its match."""

    day: str
    story: str
    line: bytes
    body: bytes
    life: timedelta

    @property
    def keys(self) -> tuple[str, str]:
        return keys.recent_words(self.day), keys.recent_stories(self.day)

    @property
    def arguments(self) -> tuple[str | int | bytes, ...]:
        return self.story, self.line, self.body, int(self.life.total_seconds()), MOST_A_DAY


NOTHING = Keepsake(day="", story="", line=b"", body=b"", life=timedelta(0))
"""Keeps no story."""


def keepsake(story: Story, *, event: str, retention: timedelta) -> Keepsake:
    """What `Outbox.commit_match` keeps of a story for `retention`."""
    kept = replace(story, text=story.text[:MOST_CHARACTERS])
    words = fingerprint(Reading(kept.title, kept.text).words())
    line = f"{kept.id}\t{event}\t{kept.seen.isoformat()}\t{words}\n"
    return Keepsake(
        day=_day(kept.seen),
        story=kept.id,
        line=line.encode(ENCODING),
        body=zlib.compress(STORY.dump_json(kept), 6),
        life=retention + timedelta(days=1),
    )


def _any(words: str) -> bool:
    return True


class Recent:
    """Kept stories in Redis, at most MOST_A_DAY for each day (UTC)."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def lines(self, *, now: datetime, days: int, wanted: Callable[[str], bool] = _any) -> tuple[Line, ...]:
        """What is known of the stories first seen in the `days` days before `now`, newest first.

        `wanted` chooses by the marks of a story's words.
        """
        since = now - timedelta(days=days)
        found: list[Line] = []
        for back in range(days + 1):
            raw = await self._raw("GET", keys.recent_words(_day(now - timedelta(days=back))))
            found += (line for line in _lines(raw or b"", wanted) if since <= line.seen <= now)
        return tuple(sorted(found, key=lambda line: line.seen, reverse=True))

    async def sample(self, query: Query, *, now: datetime, days: int = DAYS, most: int = MOST_READ) -> Sample:
        """The stories of the last days that `query` may hit, at most about `most` of them."""
        question = maybe(query.node)
        lines = await self.lines(now=now, days=days, wanted=question)
        every = -(-len(lines) // most) or 1
        chosen = [line for line in lines if crc32(line.story.encode()) % every == 0]
        events = {line.story: line.event for line in chosen}
        stories = await self.stories(chosen)
        return Sample(stories=tuple(Kept(story=each, event=events[each.id]) for each in stories), every=every)

    async def stories(self, lines: Iterable[Line]) -> tuple[Story, ...]:
        """The stories of `lines`, in their order; one whose retention ended meanwhile is left out."""
        asked = list(lines)
        found: list[Story] = []
        for start in range(0, len(asked), PAGE):
            page = asked[start : start + PAGE]
            by_day: dict[str, list[str]] = {}
            for line in page:
                by_day.setdefault(_day(line.seen), []).append(line.story)
            bodies = {
                story: body for day, stories in by_day.items() for story, body in await self._bodies(day, stories)
            }
            found += (
                STORY.validate_json(zlib.decompress(bodies[line.story])) for line in page if line.story in bodies
            )
        return tuple(found)

    async def find(self, stories: Sequence[str], *, until: datetime, days: int) -> dict[str, Story]:
        """Those of `stories` (ids) that were first seen in the `days` days that end at `until`, by id."""
        found: dict[str, Story] = {}
        for back in range(days + 1 if stories else 0):
            for story, body in await self._bodies(_day(until - timedelta(days=back)), list(stories)):
                found.setdefault(story, STORY.validate_json(zlib.decompress(body)))
        return found

    async def _bodies(self, day: str, stories: list[str]) -> list[tuple[str, bytes]]:
        answer = await self._raw("HMGET", keys.recent_stories(day), *stories)
        return [(story, body) for story, body in zip(stories, answer, strict=True) if body]

    async def _raw(self, *command: str) -> Any:
        """The answer in bytes, from a client that decodes all others."""
        return await self._redis.execute_command(*command, **{NEVER_DECODE: []})  # type: ignore[no-untyped-call]


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d")


def _lines(raw: bytes, wanted: Callable[[str], bool]) -> Iterator[Line]:
    for line in raw.decode(ENCODING).split("\n")[:-1]:
        story, event, seen, words = line.split("\t")
        if wanted(words):
            yield Line(story=story, event=event, seen=datetime.fromisoformat(seen), words=words)
