"""What is known of judged stories, shared by all matchers: one log, and tokens that lead into it. Edge.

Nobody asks for permission to decide. A matcher looks, judges in memory, and commits only if nobody
else decided meanwhile; else it learns what they decided and judges again. So all matchers decide one
after another, on the same knowledge, and a crash leaves a story either judged and told, or neither.
"""

import json
import zlib
from base64 import b85decode, b85encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis

from alertbot.events.copies import FEWEST_SHARED, ONE_SHARED, Sketch
from alertbot.events.judge import Decision, copy_of, founds
from alertbot.events.memory import Copy, Remembered
from alertbot.store import keys
from alertbot.store.known import (
    article_line,
    article_of,
    exact_token,
    log_fields,
    remembered_of,
    shingle_token,
)
from alertbot.store.scripts import Direct, script
from alertbot.store.slices import ARTICLES_A_HASH, outlived, places, slices
from alertbot.stories.story import Story

LOG_KEPT = 100_000
"""Entries of the log: more than three days of what one bot reads."""
PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was found: `last` is the number of the last decision, `news` the first PAGE decisions since."""

    last: int
    same: Copy | None
    copies: tuple[Copy, ...]
    news: tuple[tuple[int, Remembered], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """An event that another outlet reports, and all its outlets in order of joining."""

    event: str
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A decision ready to be committed as the one after `position`."""

    arguments: tuple[str | int, ...]
    tokens: Sequence[tuple[str, int, str]]
    fields: Sequence[tuple[str, str]]
    joined: Sequence[Joined]
    outlived: Sequence[str]


UNDECIDED = Claim(arguments=("", "", "", "", 0), tokens=(), fields=(), joined=(), outlived=())
"""Remembers nothing, and asks nothing of what others decided."""


class Events:
    """Events in Redis, found by the tokens of their stories."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._look = Direct(redis, "recall")
        self._keep = script(redis, "keep_words")

    async def look(self, story_keys: Sequence[str], shingles: Sequence[int], *, position: int) -> Looked:
        """What is known of a story with these identity keys and shingles, and decided since `position`."""
        answer: Any = await self._look(
            keys=[keys.EVENTS_COUNT, keys.EVENTS_LOG],
            args=[
                *(keys.KNOWN, keys.ARTICLES, ARTICLES_A_HASH, PAGE, position),
                *(len(shingles) - FEWEST_SHARED, ONE_SHARED),
                _listed((each.first, each.hashes) for each in slices(position)),
                _listed(map(exact_token, story_keys)),
                _listed(map(shingle_token, shingles)),
            ],
        )
        last, same, copies, news = answer
        return Looked(
            last=int(last),
            same=article_of(int(same[0]), same[1]) if same else None,
            copies=tuple(
                article_of(int(number), line, shared=int(shared))
                for number, line, shared in zip(copies[::3], copies[1::3], copies[2::3], strict=True)
            ),
            news=tuple(_decided(entry, dict(zip(flat[::2], flat[1::2], strict=True))) for entry, flat in news),
        )

    async def article(self, key: str) -> Copy | None:
        """The article that an identity key belongs to; None when it is not known (any more)."""
        last = int(await self._redis.get(keys.EVENTS_COUNT) or 0)
        return (await self.look([key], [], position=last)).same

    async def latest(self, *, before: int = 0, count: int = PAGE) -> tuple[tuple[int, Remembered], ...]:
        """The last `count` decisions with their numbers, newest first; with `before` those below that number."""
        end = f"{before - 1}" if before else "+"
        entries: Any = await self._redis.xrevrange(keys.EVENTS_LOG, max=end, count=count)
        return tuple(_decided(entry, fields) for entry, fields in entries)

    async def oldest(self) -> int:
        """The number before the oldest decision in the log, 0 when there is none."""
        first: Any = await self._redis.xrange(keys.EVENTS_LOG, count=1)
        return int(first[0][0].partition("-")[0]) - 1 if first else 0

    async def frequencies(self) -> tuple[int, int, Mapping[int, int]]:
        """The kept document frequencies: up to which number, events so far, and term to events."""
        text = await self._redis.hget(keys.EVENTS_WORDS, "kept")
        if text is None:
            return 0, 0, {}
        kept = json.loads(zlib.decompress(b85decode(text)))
        return kept["position"], kept["events"], {int(term): count for term, count in kept["counts"].items()}

    async def keep_frequencies(self, position: int, events: int, counts: Mapping[int, int]) -> None:
        """Keeps document frequencies, unless those of a later decision are kept."""
        kept = json.dumps({"position": position, "events": events, "counts": counts}, separators=(",", ":"))
        await self._keep(
            keys=[keys.EVENTS_WORDS],
            args=[position, b85encode(zlib.compress(kept.encode())), int(keys.RETENTION.total_seconds())],
        )


def claim(story: Story, decision: Decision, text: Sketch, looked: Looked, *, position: int) -> Claim:
    """What `Outbox.commit_match` remembers of `decision`."""
    number = position + 1
    known = decision.remembered is None
    exact = places(map(exact_token, story.keys), number)
    near = [] if known else places(map(shingle_token, text.shingles), number)
    shingle = "common" if founds(decision) else "shingle"
    same = looked.same or next((copy for copy in looked.copies if copy.article == decision.judged.article), None)
    return Claim(
        arguments=(
            position,
            "" if known else article_line(copy_of(decision, text.traits, number=number)),
            same.number if known and same else "",
            keys.articles(number // ARTICLES_A_HASH),
            max(0, number - LOG_KEPT),
        ),
        tokens=[(*place, kind) for places_, kind in ((exact, "key"), (near, shingle)) for place in places_],
        fields=tuple(log_fields(decision.remembered).items()) if decision.remembered else (),
        joined=_joined(decision),
        outlived=() if known else outlived(number),
    )


def _joined(decision: Decision) -> list[Joined]:
    judged = decision.judged
    grown = ((judged.normal.event, judged.outlets), (judged.broad.event, judged.broad_outlets))
    return [Joined(event=event, outlets=outlets) for event, outlets in grown if judged.joins and len(outlets) > 1]


def _listed(pairs: Iterable[tuple[int, int]]) -> str:
    """Pairs as one argument: each argument costs more to send than the numbers in it."""
    return " ".join([f"{one} {other}" for one, other in pairs])


def _decided(entry: str, fields: Mapping[str, str]) -> tuple[int, Remembered]:
    return int(entry.partition("-")[0]), remembered_of(fields)
