"""Reads documents in processes of their own, with a deadline. Edge.

A document that makes a parser hang, crash or eat memory costs its source one failure and nobody else
anything. There are two lanes, so that it does not even cost the others time: most documents are read in
milliseconds, and one that is not, or that is large, goes on in the slow lane, at low priority.
"""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, NamedTuple, Self, TypeVar

from alertbot.errors import Sentence, SourceError, sentence
from alertbot.sources.cases import Case, Judged, feed_of, judged_of, news, rows
from alertbot.sources.discover import discover
from alertbot.sources.links import shown
from alertbot.sources.workers import DiedError, FailedError, Workers
from alertbot.stories.story import Feed

QUICK_SECONDS: Final = 0.3
SLOW_SECONDS: Final = 20.0
PATIENCE_SECONDS: Final = 60.0
"""How long a document waits for the slow lane and is read there, together."""

SLOW_BYTES: Final = 512 * 1024

T = TypeVar("T")


class Wrong(NamedTuple):
    """The words and the kind of what is wrong with a document."""

    sentence: Sentence
    kind: str


class Parser:
    """Two lanes of parsing processes. Use it as an async context manager."""

    def __init__(self, *, quick_seconds: float = QUICK_SECONDS, slow_seconds: float = SLOW_SECONDS) -> None:
        self._quick_seconds, self._slow_seconds = quick_seconds, slow_seconds
        self._quick: Workers[Any] = Workers(_attempt, count=_workers())
        self._slow: Workers[Any] = Workers(_attempt, niceness=10)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._quick.close()
        await self._slow.close()

    async def read(self, body: bytes, *, url: str, content_type: str) -> Feed:
        """The feed that `body` holds. Raises SourceError."""
        return await feed_of(await self._run(rows, body, url, content_type))

    async def judge(self, body: bytes, *, url: str, content_type: str, slow: bool, case: Case) -> Judged:
        """The feed that `body` holds, judged. `slow` sends it to the slow lane at once. Raises SourceError."""
        return judged_of(await self._run(news, body, url, content_type, case, slow=slow))

    async def _run(self, work: Callable[..., T], body: bytes, url: str, *rest: object, slow: bool = False) -> T:
        """What `work` makes of a document from `url`. Raises SourceError."""
        try:
            found: T | Wrong = await self._in_a_lane(work, body, url, *rest, slow=slow or len(body) > SLOW_BYTES)
        except TimeoutError as error:
            raise SourceError(
                sentence("{url} takes too long to read", url=shown(url)), kind="parse-timeout"
            ) from error
        except (DiedError, FailedError) as error:
            raise SourceError(sentence("{url} breaks the parser", url=shown(url)), kind="parser-died") from error
        if isinstance(found, Wrong):
            raise SourceError(found.sentence, kind=found.kind)
        return found

    async def _in_a_lane(self, *job: object, slow: bool) -> Any:
        if not slow:
            with suppress(TimeoutError):
                return await self._quick.run(*job, seconds=self._quick_seconds)
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self._slow.run(*job, seconds=self._slow_seconds)

    async def links(self, page: bytes, url: str) -> tuple[str, ...]:
        """Where the feeds of the site of a page may be; only the usual places when the page cannot be read."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                found: tuple[str, ...] = await self._slow.run(discover, page, url, seconds=self._slow_seconds)
                return found
        except (TimeoutError, DiedError, FailedError):
            return discover(b"", url)


def _attempt(work: Callable[..., T], *job: object) -> T | Wrong:
    try:
        return work(*job)
    except SourceError as error:
        return Wrong(error.sentence, error.kind)


def _workers() -> int:
    """Two at least: one document that hangs must not hold up all others."""
    return max(2, min(4, (os.cpu_count() or 1) - 1))
