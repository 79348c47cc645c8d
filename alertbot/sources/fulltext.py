"""The whole text of stories whose feed carries only a teaser: a visit to the article's page. Edge.

Politely: as robots.txt says, one page at a time of a site and a second between two, each page once. And never
in anyone's way: a story whose page cannot be had in time goes on with its teaser.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from types import TracebackType
from typing import Any, Final, Self

from alertbot.errors import SourceError
from alertbot.sources.article import NOTHING, Article, completed, needs_text, read_article
from alertbot.sources.claims import Claims
from alertbot.sources.fetch import Fetched, Fetcher, Moved, NotModified
from alertbot.sources.links import host_of
from alertbot.sources.robots import Robots, verdict
from alertbot.sources.workers import DiedError, FailedError, Workers
from alertbot.stories.canonical import canonical_url
from alertbot.stories.story import Story

logger = logging.getLogger(__name__)

DEADLINE_SECONDS: Final = 8.0
"""How long the stories of one poll wait for their pages, all together."""
PAGE_SECONDS: Final = 5.0
READ_SECONDS: Final = 3.0
BETWEEN_SECONDS: Final = 1.0
"""Between two pages of one site."""
MOST_PAGE_BYTES: Final = 3 * 1024 * 1024
MOST_RULES_BYTES: Final = 1024 * 1024
MOST_HOPS: Final = 5
"""Addresses that lead to a page: those of aggregators send on once or twice."""
AT_ONCE: Final = 8
MOST_KEPT: Final = 500


@dataclass(slots=True)
class _Site:
    """Whose turn it is at a site, and when the next one may come (event loop time)."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


class FullText:
    """Visits pages and reads them in a process of its own. Use it as an async context manager."""

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        clock: Callable[[], datetime],
        deadline_seconds: float = DEADLINE_SECONDS,
        between_seconds: float = BETWEEN_SECONDS,
    ) -> None:
        self._fetcher = fetcher
        self._robots = Robots(self._rules, self._may, clock)
        self._deadline = deadline_seconds
        self._between = between_seconds
        self._places = asyncio.Semaphore(AT_ONCE)
        self._sites: OrderedDict[str, _Site] = OrderedDict()
        self._kept: OrderedDict[str, Article] = OrderedDict()
        self._claims = Claims()
        self._reading: Workers[Any] = Workers(_call, niceness=10, prepare=_prepare)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._reading.close()

    async def complete(self, stories: Iterable[Story]) -> tuple[Story, ...]:
        """The stories in their order, those that need it with their page's text as far as time allows."""
        before = tuple(stories)
        found = list(before)
        visits = {
            asyncio.create_task(self._visit(story.url)): place
            for place, story in reversed(list(enumerate(found)))  # the newest first
            if needs_text(story)
        }
        if not visits:
            return before
        done, late = await asyncio.wait(visits, timeout=self._deadline)
        for visit in late:
            visit.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        for visit in done:
            place = visits[visit]
            found[place] = completed(found[place], visit.result())
        return self._claims.believed(found, before)

    async def _visit(self, url: str) -> Article:
        """What the page says; nothing when it may not, cannot or need not be read."""
        key = canonical_url(url)
        if key in self._kept:
            return self._kept[key]
        try:
            article = await self._read(url)
        except (SourceError, DiedError, FailedError, TimeoutError) as error:
            # a page breaks parsers in ways of its own, and costs nobody an alert
            logger.debug("no full text: %s", type(error).__name__)
            article = NOTHING
        self._kept[key] = article
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return article

    async def _read(self, url: str) -> Article:
        page = await self._page(url)
        if page is None:
            return NOTHING
        article: Article = await self._reading.run(_article, page.body, page.url, seconds=READ_SECONDS)
        return article

    async def _page(self, url: str) -> Fetched | None:
        """The page behind `url`, if it is one. Where it is sent on to, that site's rules and its turn count."""
        host = ""
        for _ in range(MOST_HOPS):
            allowed, pause = await self._robots.allow(url)
            if not allowed:
                return None
            sent_on, host = host_of(url) == host, host_of(url)
            async with self._at(host).turn, self._places:
                page = await self._fetch(url, max(self._between, pause), at_once=sent_on)
            if not isinstance(page, Moved):
                return page if isinstance(page, Fetched) and "html" in page.content_type.lower() else None
            url = page.url
        return None

    async def _rules(self, url: str) -> Fetched | NotModified:
        """A robots.txt. Raises SourceError or TimeoutError."""
        async with self._places, asyncio.timeout(PAGE_SECONDS):
            return await self._fetcher.get(url, most_bytes=MOST_RULES_BYTES)

    async def _may(self, rules: bytes, url: str) -> tuple[bool, float]:
        """What a robots.txt says of `url`. Raises what reading a page raises."""
        said: tuple[bool, float] = await self._reading.run(verdict, rules, url, seconds=READ_SECONDS)
        return said

    async def _fetch(self, url: str, between: float, *, at_once: bool) -> Fetched | Moved | NotModified:
        """What is at `url`, after the pause its site is due unless it has just sent us there; so is the next.

        Called in our turn there.
        """
        site, loop = self._at(host_of(url)), asyncio.get_running_loop()
        await asyncio.sleep(0.0 if at_once else max(0.0, site.free_at - loop.time()))
        try:
            async with asyncio.timeout(PAGE_SECONDS):
                return await self._fetcher.step(url, most_bytes=MOST_PAGE_BYTES)
        finally:
            site.free_at = loop.time() + between

    def _at(self, host: str) -> _Site:
        site = self._sites.setdefault(host, _Site())
        self._sites.move_to_end(host)
        while len(self._sites) > MOST_KEPT:
            oldest = next(iter(self._sites))
            if self._sites[oldest].turn.locked():
                break
            del self._sites[oldest]
        return site


def _prepare() -> None:
    import_module("trafilatura")  # takes a second; a page's own time is for the page


def _call(work: Callable[[bytes, str], object], body: bytes, url: str) -> object:
    return work(body, url)


def _article(body: bytes, url: str) -> Article:
    return read_article(body, url=url)
