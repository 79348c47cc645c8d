"""Answers that break HTTP, and headers that lie."""

import asyncio
import re
import socket
import struct

from tests.made.hostile.rows import FEED, RSS_ITEM, RSS_ONLY, Expected, row, rss, says, sends
from tests.made.server import Visit

sends("hang-up", "cut-off")
sends("hang-up-in-the-headers", frozenset({"cut-off", "bad-http"}), b"HTTP/1.1 200 OK\r\nContent-Ty")
sends("another-protocol", "bad-http", b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
sends("no-headers-at-all", "bad-http", FEED)
sends("garbage", "bad-http", bytes(range(256)) * 4)
sends("length-too-long", "cut-off", b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", FEED)
sends("length-negative", "bad-http", b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", FEED)
sends("two-lengths", "bad-http", b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", FEED)
sends(
    "a-chunk-size-that-is-none",
    frozenset({"cut-off", "bad-http"}),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
)
sends("chunks-cut-off", "cut-off", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n")
sends("no-length-at-all", 1, b"HTTP/1.0 200 OK\r\n\r\n", FEED)
sends("header-without-colon", frozenset({"bad-http"}), b"HTTP/1.1 200 OK\r\nthis is no header\r\n\r\n", FEED)
sends("nul-in-a-header", frozenset({"bad-http"}), b"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", FEED)


@row(frozenset({"bad-http", "not-a-feed"}))
async def length_too_short(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", FEED)
    visit.writer.close()


@row("cut-off")
async def reset(visit: Visit) -> None:
    _reset(visit)


@row("cut-off")
async def reset_in_the_body(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", FEED)
    await asyncio.sleep(0.05)
    _reset(visit)


def _reset(visit: Visit) -> None:
    linger = struct.pack("ii", 1, 0)
    visit.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    visit.writer.transport.abort()


STATUSES: dict[str, Expected] = {
    "204 No Content": "status",
    "206 Partial Content": "status",
    "300 Choices": "status",
    "304 Not Modified": "status",
    "400 Bad Request": "status",
    "401 Unauthorized": "forbidden",
    "402 Payment Required": "forbidden",
    "403 Forbidden": "forbidden",
    "404 Not Found": "not-found",
    "410 Gone": "gone",
    "418 Teapot": "status",
    "429 Too Many": "rate-limited",
    "451 Legal": "status",
    "500 Oops": "server-error",
    "502 Bad Gateway": "server-error",
    "503 Busy": "unavailable",
    "520 Unknown": "server-error",
    "999 Denied": "server-error",
}
for status, kind in STATUSES.items():
    says(f"status-{status[:3]}", kind, b"", status=status)
says(
    "429-with-a-strange-wish",
    "rate-limited",
    b"",
    "Retry-After: -99999999999999999999 lightyears",
    status="429 No",
)
says("503-with-a-date", "unavailable", b"", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", status="503 No")

says("content-type-of-a-picture", 1, FEED, "Content-Type: image/png")
says("content-type-without-sense", 1, FEED, "Content-Type: ;;;=")
says("charset-that-does-not-exist", 1, FEED, "Content-Type: text/xml; charset=x-nonsense")
says(
    "charset-that-is-another",
    1,
    rss(RSS_ITEM.replace("Story", "Étude")),
    "Content-Type: text/xml; charset=iso-8859-1",
)
says("validators-of-bytes", 1, FEED, 'ETag: "\udcff\udcfe"', "Last-Modified: \udc80")
says("validators-of-9-kb", 1, FEED, f'ETag: "{"x" * 9000}"')
says("a-last-modified-of-nonsense", 1, FEED, "Last-Modified: once upon a time")
says("a-hundred-cookies", 1, FEED, *(f"Set-Cookie: c{n}=1" for n in range(100)))
says("a-cache-for-ever", 1, FEED, "Cache-Control: max-age=99999999999999999999, immutable")
says("a-hub-inside", 1, FEED, "Link: <http://127.0.0.2/hub>; rel=hub")
says("a-link-header-of-nonsense", 1, FEED, "Link: " + "<;,=" * 3_000)
says("a-validator-of-a-megabyte", "bad-http", FEED, f'ETag: "{"x" * 1_000_000}"')
says("a-cookie-of-a-megabyte", "bad-http", FEED, f"Set-Cookie: id={'x' * 1_000_000}")
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
sends("chunks-with-extensions", 1, CHUNKED, b'\r\n%x;a=1;b="c"\r\n' % len(FEED), FEED, b"\r\n0;d\r\n\r\n")
sends("chunks-with-trailers", 1, CHUNKED, b"\r\n%x\r\n" % len(FEED), FEED, b"\r\n0\r\nETag: x\r\n\r\n")
sends("length-and-chunks", "bad-http", CHUNKED + b"Content-Length: 5\r\n\r\n5\r\n<rss>\r\n0\r\n\r\n")
sends(
    "a-chunk-larger-than-numbers", frozenset({"bad-http", "cut-off"}), CHUNKED, b"\r\n", b"f" * 40, b"\r\n", FEED
)
sends("a-chunk-of-less-than-nothing", frozenset({"bad-http", "cut-off"}), CHUNKED, b"\r\n-5\r\n", FEED)
sends("http-of-the-future", frozenset({"bad-http"}), b"HTTP/9.9 200 OK\r\n\r\n", FEED)
sends("a-status-without-a-number", "bad-http", b"HTTP/1.1 fine\r\n\r\n", FEED)
sends("a-status-of-four-digits", "bad-http", b"HTTP/1.1 2000 OK\r\n\r\n", FEED)
for each in ("+5", "0x5", "5, 5", "5 5", "99999999999999999999999999"):
    name = f"length-of-{'-'.join(re.findall('[0-9a-z]+', each))}-{len(each)}"
    sends(
        name,
        frozenset({"bad-http", "too-big"}),
        f"HTTP/1.1 200 OK\r\nContent-Length: {each}\r\n\r\n".encode(),
        FEED,
    )

RSS_ONLY.update(("chunks-with-extensions", "chunks-with-trailers"))
