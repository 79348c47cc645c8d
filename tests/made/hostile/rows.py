"""What publishers do, by mistake or on purpose: each behaviour by name, with what a poll of it must come to.

Expected is the kind of the failure, or how many entries are read. Where the system's own libraries decide
between kinds, all of them are named.
"""

import asyncio
import gzip
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from tests.made.server import Behaviour, Visit

Expected = str | int | frozenset[str]

ITEM = "<item><guid>{n}</guid><title>Story {n}</title><link>https://news.example.com/{n}</link></item>"
RSS_ITEM = ITEM.format(n=1)
REFUSED = frozenset({"refused", "no-such-host", "bad-address"})
"""How an address inside is refused: where a resolver does not read its notation, it is no address at all."""


def rss(*items: str, head: str = "") -> bytes:
    listed = "".join(items or (RSS_ITEM,))
    return f'{head}<rss version="2.0"><channel><title>T</title>{listed}</channel></rss>'.encode()


ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>1</id><title>Story 1</title>
<link href="https://news.example.com/1"/></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "T",
        "items": [{"id": "1", "title": "Story 1", "url": "https://news.example.com/1"}],
    }
).encode()
FEED = rss()
KINDS = {
    "rss": (FEED, "application/rss+xml"),
    "atom": (ATOM, "application/atom+xml"),
    "json": (JSON, "application/feed+json"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    behaviour: Behaviour
    expected: Expected


@dataclass(slots=True)
class Other(Visit):
    """A visit that is answered with another kind of feed where the behaviour has RSS."""

    kind: str = "rss"

    async def send(self, *parts: bytes) -> None:
        await Visit.send(self, *map(self._other, parts))

    async def answer(self, body: bytes = b"", *headers: str, status: str = "200 OK") -> None:
        await Visit.answer(self, self._other(body), *headers, status=status)

    def _other(self, said: bytes) -> bytes:
        for rss_form, form in zip(FORMS["rss"], FORMS[self.kind], strict=True):
            said = said.replace(rss_form, form)
        return said


def packed(body: bytes) -> bytes:
    """With gzip, the same each time."""
    return gzip.compress(body, mtime=0)


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


FORMS = {kind: (body, packed(body), zlib.compress(body), raw_deflate(body)) for kind, (body, _) in KINDS.items()}


ROWS: dict[str, Row] = {}
RSS_ONLY: set[str] = set()
"""Behaviours that are of one document; all others are around one, whatever kind of feed it is."""


def row(expected: Expected) -> Callable[[Behaviour], Behaviour]:
    """Names a behaviour after its function."""

    def name(behaviour: Behaviour) -> Behaviour:
        ROWS[behaviour.__name__.strip("_").replace("_", "-")] = Row(behaviour=behaviour, expected=expected)
        return behaviour

    return name


def says(name: str, expected: Expected, body: bytes, *headers: str, status: str = "200 OK") -> None:
    """A behaviour that is a whole answer."""

    async def answer(visit: Visit) -> None:
        await visit.answer(body, *headers, status=status)

    ROWS[name] = Row(behaviour=answer, expected=expected)


def sends(name: str, expected: Expected, *parts: bytes) -> None:
    """A behaviour that sends these bytes and hangs up."""

    async def send(visit: Visit) -> None:
        await visit.send(*parts)
        visit.writer.close()

    ROWS[name] = Row(behaviour=send, expected=expected)


async def endlessly(visit: Visit, part: bytes, seconds: float = 0.0) -> None:
    while True:
        await visit.send(part)
        await asyncio.sleep(seconds)


def holds(name: str, expected: Expected, body: bytes) -> None:
    """A behaviour that is a document."""
    says(name, expected, body)
    RSS_ONLY.add(name)
