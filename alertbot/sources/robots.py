"""What publishers let robots read (RFC 9309). Edge: asks for robots.txt, once a day for a site.

The rules are kept as they came and read where pages are read: half a megabyte of them takes a third of a second,
and many times its size.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from alertbot.errors import SourceError
from alertbot.sources.fetch import Fetched, NotModified

ROBOT: Final = "alertbot"
KEPT: Final = timedelta(days=1)
RETRIED: Final = timedelta(hours=1)
"""A site whose rules could not be read is asked again after this long, and left alone until then."""
MOST_SITES: Final = 2_000
MOST_BYTES: Final = 500 * 1024
"""What RFC 9309 asks robots to read at least; the rest is ignored."""
MOST_KEPT_BYTES: Final = 4 * 1024 * 1024
"""All that is kept together: thousands of ordinary sites, whatever one publisher's many hosts say."""

LONGEST_DELAY_SECONDS: Final = 3_600.0

VERSION: Final = re.compile(
    rf"^([ \t]*user-agent[ \t]*:[ \t]*{ROBOT})(?![a-z_-])[^\r\n]*", re.IGNORECASE | re.MULTILINE
)
"""What follows our name in a rule, such as `/1.0`: only the name counts (RFC 9309, 2.2.1)."""

NO_RULES: Final = frozenset({"not-found", "gone", "forbidden", "status"})
"""The site answers, and says nothing: everything may be read."""


Fetch = Callable[[str], Awaitable[Fetched | NotModified]]
Judge = Callable[[bytes, str], Awaitable[tuple[bool, float]]]


@dataclass(frozen=True, slots=True)
class _Rules:
    """A site's robots.txt, empty when it has none, or None when it cannot be had for now."""

    text: bytes | None
    until: datetime


def verdict(rules: bytes, url: str) -> tuple[bool, float]:
    """Whether a robots.txt lets us read `url`, and the seconds it wants between two pages (`Crawl-delay`, zero
    when it does not say). May take long on a hostile one.
    """
    read = Protego.parse(VERSION.sub(r"\1", rules.decode("utf-8-sig", "replace")))
    return bool(read.can_fetch(url, ROBOT)), min(read.crawl_delay(ROBOT) or 0.0, LONGEST_DELAY_SECONDS)


class Robots:
    """The rules of the sites visited lately."""

    def __init__(self, fetch: Fetch, judge: Judge, clock: Callable[[], datetime]) -> None:
        """`fetch` may raise SourceError and TimeoutError; `judge` is `verdict`, wherever that is done."""
        self._fetch, self._judge, self._clock = fetch, judge, clock
        self._sites: OrderedDict[str, _Rules] = OrderedDict()
        self._kept_bytes = 0
        self._asking: dict[str, asyncio.Lock] = {}

    async def allow(self, url: str) -> tuple[bool, float]:
        """Whether we may read `url`, and the seconds its site wants between two pages.

        We may not either when the site's rules cannot be had for now.
        """
        text = await self._rules(_site(url))
        return await self._judge(text, url) if text else (text is not None, 0.0)

    async def _rules(self, site: str) -> bytes | None:
        lock = self._asking.setdefault(site, asyncio.Lock())
        try:
            async with lock:
                known = self._sites.get(site)
                if known is None or known.until <= self._clock():
                    known = await self._ask(site)
                    self._keep(site, known)
                return known.text
        finally:
            if not lock.locked():
                self._asking.pop(site, None)

    async def _ask(self, site: str) -> _Rules:
        now = self._clock()
        try:
            found = await self._fetch(site)
        except (SourceError, TimeoutError) as error:
            if isinstance(error, SourceError) and error.kind in NO_RULES:
                return _Rules(b"", now + KEPT)
            return _Rules(None, now + RETRIED)
        return _Rules(b"" if isinstance(found, NotModified) else found.body[:MOST_BYTES], now + KEPT)

    def _keep(self, site: str, rules: _Rules) -> None:
        self._forget(site)
        self._sites[site] = rules
        self._kept_bytes += len(rules.text or b"")
        while len(self._sites) > MOST_SITES or self._kept_bytes > MOST_KEPT_BYTES:
            self._forget(next(iter(self._sites)))

    def _forget(self, site: str) -> None:
        old = self._sites.pop(site, None)
        self._kept_bytes -= len(old.text or b"") if old else 0


def _site(url: str) -> str:
    """Where the rules for `url` are."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2].lower(), "/robots.txt", "", ""))
