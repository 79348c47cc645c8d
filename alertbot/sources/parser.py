"""Reads documents in processes of their own, with a deadline. Edge.

A document that makes a parser hang, crash or eat memory costs its source one failure and nobody else
anything, nor, thanks to `lanes`, time.
"""

from collections.abc import Callable
from types import TracebackType
from typing import NamedTuple, Self, TypeVar

from alertbot.errors import Sentence, SourceError, sentence
from alertbot.sources.cases import Case, Judged, feed_of, judged_of, news, rows
from alertbot.sources.discover import discover
from alertbot.sources.lanes import QUICK_SECONDS, SLOW_SECONDS, Lane, Lanes
from alertbot.sources.links import shown
from alertbot.sources.workers import DiedError, FailedError
from alertbot.stories.story import Feed

T = TypeVar("T")


class Wrong(NamedTuple):
    """The words and the kind of what is wrong with a document."""

    sentence: Sentence
    kind: str


class Parser:
    """Parsing processes. Use it as an async context manager."""

    def __init__(self, *, quick_seconds: float = QUICK_SECONDS, slow_seconds: float = SLOW_SECONDS) -> None:
        self._lanes = Lanes(quick_seconds=quick_seconds, slow_seconds=slow_seconds)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._lanes.close()

    async def read(self, body: bytes, *, url: str, content_type: str) -> Feed:
        """The feed that `body` holds. Raises SourceError."""
        return await feed_of(await self._run(Lane.QUICK, rows, body, url, content_type))

    async def judge(self, body: bytes, *, url: str, content_type: str, lane: Lane, case: Case) -> Judged:
        """The feed that `body` holds, judged; it begins to be read in `lane`. Raises SourceError."""
        return judged_of(await self._run(lane, news, body, url, content_type, case))

    async def _run(self, lane: Lane, work: Callable[..., T], body: bytes, url: str, *rest: object) -> T:
        """What `work` makes of a document from `url`. Raises SourceError."""
        try:
            found: T | Wrong = await self._lanes.run(lane, _attempt, body, work, url, *rest)
        except TimeoutError as error:
            raise SourceError(
                sentence("{url} takes too long to read", url=shown(url)), kind="parse-timeout"
            ) from error
        except (DiedError, FailedError) as error:
            raise SourceError(sentence("{url} breaks the parser", url=shown(url)), kind="parser-died") from error
        if isinstance(found, Wrong):
            raise SourceError(found.sentence, kind=found.kind)
        return found

    async def links(self, page: bytes, url: str) -> tuple[str, ...]:
        """Where the feeds of the site of a page may be; only the usual places when the page cannot be read."""
        try:
            found: tuple[str, ...] = await self._lanes.run(Lane.LONG, discover, page, url)
            return found
        except (TimeoutError, DiedError, FailedError):
            return discover(b"", url)


def _attempt(body: bytes, work: Callable[..., T], *job: object) -> T | Wrong:
    try:
        return work(body, *job)
    except SourceError as error:
        return Wrong(error.sentence, error.kind)
