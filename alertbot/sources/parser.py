"""Reads documents in processes of their own, with a deadline. Edge.

A document that makes a parser hang, crash or eat memory costs its source one failure and nobody else
anything. There are two lanes, so that it does not even cost the others time: most documents are read in
milliseconds, and one that is not, or that is large, goes on in the slow lane, at low priority.
"""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Final, Self

from alertbot.errors import Sentence, SourceError, sentence
from alertbot.sources.discover import discover
from alertbot.sources.links import shown
from alertbot.sources.parse import parse_feed
from alertbot.sources.websub import MOST_HUBS
from alertbot.sources.workers import DiedError, FailedError, Workers
from alertbot.stories.identity import head_keys, identity_keys, unambiguous
from alertbot.stories.story import Entry, Feed, Head

QUICK_SECONDS: Final = 0.3
SLOW_SECONDS: Final = 20.0
PATIENCE_SECONDS: Final = 60.0
"""How long a document waits for the slow lane and is read there, together."""

SLOW_BYTES: Final = 512 * 1024
ROWS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Knows the entries of a source of which every identity key was seen: they cannot be new."""

    source: str
    keys: frozenset[str]


class _Keys:
    """The identity keys of one document's entries, each worked out once, though they are asked for twice."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._found: dict[Head, tuple[str, ...]] = {}

    def known(self, head: Head) -> bool:
        """Whether all keys were seen."""
        keys = self._found[head] = head_keys(head, self._known.source)
        return self._known.keys.issuperset(keys)

    def of(self, entry: Entry) -> tuple[str, ...]:
        head = Head(entry.guid, entry.title, entry.url, entry.published)
        found = self._found.get(head)
        return identity_keys(entry, self._known.source) if found is None else found


Row = tuple[str, str, str, float | None, str, str, str]
Rows = tuple[str, str, tuple[str, ...], str, float | None, list[Row], list[tuple[str, ...]]]
"""A feed as plain values, which travel between processes in a quarter of the time that dataclasses take."""


class Parser:
    """Two lanes of parsing processes. Use it as an async context manager."""

    def __init__(self, *, quick_seconds: float = QUICK_SECONDS, slow_seconds: float = SLOW_SECONDS) -> None:
        self._quick_seconds, self._slow_seconds = quick_seconds, slow_seconds
        self._quick = Workers(_parse, count=_workers())
        self._slow: Workers[Any] = Workers(_call, niceness=10)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._quick.close()
        await self._slow.close()

    async def read(
        self, body: bytes, *, url: str, content_type: str, slow: bool = False, known: Known | None = None
    ) -> Feed:
        """The feed that `body` holds. `slow` sends it to the slow lane at once. Raises SourceError.

        With `known` the entries' identity keys are worked out too, and those it knows may come without text.
        """
        job = (body, url, content_type, known)
        try:
            if not slow and len(body) <= SLOW_BYTES:
                with suppress(TimeoutError):
                    return await _feed(await self._quick.run(*job, seconds=self._quick_seconds))
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await _feed(await self._slow.run(_parse, *job, seconds=self._slow_seconds))
        except TimeoutError as error:
            raise SourceError(
                sentence("{url} takes too long to read", url=shown(url)), kind="parse-timeout"
            ) from error
        except (DiedError, FailedError) as error:
            raise SourceError(sentence("{url} breaks the parser", url=shown(url)), kind="parser-died") from error

    async def links(self, page: bytes, url: str) -> tuple[str, ...]:
        """Where the feeds of the site of a page may be; only the usual places when the page cannot be read."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                found: tuple[str, ...] = await self._slow.run(discover, page, url, seconds=self._slow_seconds)
                return found
        except (TimeoutError, DiedError, FailedError):
            return discover(b"", url)


def _call(work: Callable[..., object], *job: object) -> object:
    return work(*job)


def _parse(body: bytes, url: str, content_type: str, known: Known | None) -> Rows | tuple[Sentence, str]:
    """The feed, or the words and the kind of what is wrong with it."""
    try:
        if known is None:
            return _rows(parse_feed(body, url=url, content_type=content_type), [])
        keys = _Keys(known)
        feed = parse_feed(body, url=url, content_type=content_type, known=keys.known)
    except SourceError as error:
        return error.sentence, error.kind
    return _rows(feed, [listed for _, listed in unambiguous((entry, keys.of(entry)) for entry in feed.entries)])


def _rows(feed: Feed, keys: list[tuple[str, ...]]) -> Rows:
    rows = [
        (each.guid, each.title, each.url, _seconds(each.published), each.text, each.lang, each.outlet)
        for each in feed.entries
    ]
    stays = None if feed.ttl is None else feed.ttl.total_seconds()
    return feed.title, feed.lang, feed.hubs[:MOST_HUBS], feed.topic, stays, rows, keys


async def _feed(found: Rows | tuple[Sentence, str]) -> Feed:
    """The feed that was read; others have their turn while a long one is put together. Raises SourceError."""
    if len(found) == 2:
        message, kind = found
        raise SourceError(message, kind=kind)
    title, lang, hubs, topic, ttl, rows, keys = found
    entries: list[Entry] = []
    for at in range(0, len(rows), ROWS_AT_ONCE):
        if at:
            await asyncio.sleep(0)
        entries += map(_entry, rows[at : at + ROWS_AT_ONCE])
    stays = None if ttl is None else timedelta(seconds=ttl)
    return Feed(
        title=title, lang=lang, entries=tuple(entries), hubs=hubs, topic=topic, ttl=stays, keys=tuple(keys)
    )


def _entry(row: Row) -> Entry:
    guid, title, url, published, text, lang, outlet = row
    return Entry(
        guid=guid, title=title, url=url, published=_moment(published), text=text, lang=lang, outlet=outlet
    )


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _workers() -> int:
    """Two at least: one document that hangs must not hold up all others."""
    return max(2, min(4, (os.cpu_count() or 1) - 1))
