"""Bodies that are packed strangely, or that unpack to far more than they are."""

import gzip
import zlib

from tests.made.hostile.rows import FEED, RSS_ONLY, endlessly, packed, raw_deflate, row, says
from tests.made.server import Visit


def _named(name: bytes) -> bytes:
    """The feed as gzip packs a file of this name."""
    return PACKED[:3] + b"\x08" + PACKED[4:10] + name + b"\0" + PACKED[10:]


PACKED = packed(FEED)
says("gzip-bomb", "too-big", gzip.compress(b" " * 50_000_000), "Content-Encoding: gzip")
says("deflate-bomb", "too-big", zlib.compress(b" " * 50_000_000), "Content-Encoding: deflate")
says("gzip-in-gzip", "not-a-feed", gzip.compress(gzip.compress(b" " * 50_000_000)), "Content-Encoding: gzip")


@row("too-big")
async def gzip_that_unpacks_to_nothing(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")
    await endlessly(visit, gzip.compress(b"") * 2000)


says("gzip-cut-off", "bad-encoding", PACKED[:-12], "Content-Encoding: gzip")
says("gzip-broken", "bad-encoding", PACKED[:20] + b"\xff" * 20 + PACKED[40:], "Content-Encoding: gzip")
says("gzip-that-is-not", "bad-encoding", FEED, "Content-Encoding: gzip")
says("gzip-with-padding", 1, PACKED + b"\0" * 512, "Content-Encoding: gzip")
says("gzip-in-parts", 1, gzip.compress(FEED[:50]) + gzip.compress(FEED[50:]), "Content-Encoding: x-gzip")
says("deflate-with-frame", 1, zlib.compress(FEED), "Content-Encoding: deflate")
says("deflate-without-frame", 1, raw_deflate(FEED), "Content-Encoding: deflate")
says("brotli-unasked", "bad-encoding", b"\x0b\x02\x80", "Content-Encoding: br")
says("packed-twice", "bad-encoding", gzip.compress(PACKED), "Content-Encoding: gzip, gzip")
says("a-charset-as-packing", 1, FEED, "Content-Encoding: UTF-8")
says("zstd-unasked", "bad-encoding", b"\x28\xb5\x2f\xfd", "Content-Encoding: zstd")
says("gzip-then-brotli", "bad-encoding", PACKED, "Content-Encoding: gzip, br")
says("gzip-said-twice", 1, PACKED, "Content-Encoding: gzip", "Content-Encoding: gzip")
says("gzip-in-a-thousand-parts", "too-big", PACKED * 3000, "Content-Encoding: gzip")
says("gzip-with-a-name-of-a-megabyte", 1, _named(b"x" * 1_000_000), "Content-Encoding: gzip")
RSS_ONLY.add("gzip-with-a-name-of-a-megabyte")


@row("too-big")
async def deflate_that_unpacks_to_nothing(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n")
    await endlessly(visit, b"\0\0\0\xff\xff" * 13_000)
