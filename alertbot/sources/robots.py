"""What publishers let robots read (RFC 9309). Edge: fetches robots.txt, once a day for a site."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from alertbot.errors import SourceError
from alertbot.sources.fetch import Fetcher, NotModified

ROBOT: Final = "alertbot"
KEPT: Final = timedelta(days=1)
RETRIED: Final = timedelta(hours=1)
"""A site whose rules could not be read is asked again after this long, and left alone until then."""
MOST_SITES: Final = 2_000
MOST_BYTES: Final = 500 * 1024
"""What RFC 9309 asks robots to read at least; the rest is ignored."""

NO_RULES: Final = frozenset({"not-found", "gone", "forbidden", "status"})
"""The site answers, and says nothing: everything may be read."""


@dataclass(frozen=True, slots=True)
class _Rules:
    rules: Protego | None
    until: datetime


class Robots:
    """The rules of the sites visited lately."""

    def __init__(self, fetcher: Fetcher, clock: Callable[[], datetime]) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._sites: OrderedDict[str, _Rules] = OrderedDict()
        self._asking: dict[str, asyncio.Lock] = {}

    async def allow(self, url: str) -> bool:
        """Whether we may read `url`. False as well when the site's rules cannot be had for now."""
        site = _site(url)
        lock = self._asking.setdefault(site, asyncio.Lock())
        async with lock:
            known = self._sites.get(site)
            if known is None or known.until <= self._clock():
                known = await self._ask(site)
                self._keep(site, known)
        if not lock.locked():
            self._asking.pop(site, None)
        return known.rules is not None and bool(known.rules.can_fetch(url, ROBOT))

    async def _ask(self, site: str) -> _Rules:
        now = self._clock()
        try:
            found = await self._fetcher.get(site)
        except SourceError as error:
            if error.kind in NO_RULES:
                return _Rules(Protego.parse(""), now + KEPT)
            return _Rules(None, now + RETRIED)
        body = b"" if isinstance(found, NotModified) else found.body[:MOST_BYTES]
        return _Rules(Protego.parse(body.decode("utf-8", "replace")), now + KEPT)

    def _keep(self, site: str, rules: _Rules) -> None:
        self._sites[site] = rules
        self._sites.move_to_end(site)
        while len(self._sites) > MOST_SITES:
            self._sites.popitem(last=False)


def _site(url: str) -> str:
    """Where the rules for `url` are."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2].lower(), "/robots.txt", "", ""))
