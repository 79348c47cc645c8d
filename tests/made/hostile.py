"""What publishers do, by mistake or on purpose: each behaviour by name, with what a poll of it must come to.

Expected is the kind of the failure, or how many entries are read. Where the system's own libraries decide
between kinds, all of them are named.
"""

import asyncio
import gzip
import itertools
import json
import socket
import struct
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


# ── time ──────────────────────────────────────────────────────────────────────────────────────────────────


@row("timeout")
async def silence(visit: Visit) -> None:
    await asyncio.sleep(60)


@row("timeout")
async def slow_headers(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\n")
    await endlessly(visit, b"X", 0.05)


@row("timeout")
async def slow_body(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    await endlessly(visit, b" ", 0.05)


@row("timeout")
async def slow_chunks(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    await endlessly(visit, b"1\r\n \r\n", 0.05)


@row("timeout")
async def a_body_that_stops(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", FEED)
    await asyncio.sleep(60)


@row("timeout")
async def slow_redirects(visit: Visit) -> None:
    await asyncio.sleep(0.4)
    await visit.answer(b"", f"Location: {visit.path}/x", status="302 Found")


@row(frozenset({"timeout", "bad-http"}))
async def endless_interim_answers(visit: Visit) -> None:
    await endlessly(visit, b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.01)


# ── size ──────────────────────────────────────────────────────────────────────────────────────────────────


@row("too-big")
async def endless_chunks(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    await endlessly(visit, b"10000\r\n" + b" " * 65536 + b"\r\n")


@row("too-big")
async def endless_body_without_length(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\n\r\n<rss>")
    await endlessly(visit, b" " * 65536)


@row("bad-http")
async def endless_headers(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\n")
    for n in itertools.count():
        await visit.send(f"X-{n}: {'y' * 500}\r\n".encode())


@row("bad-http")
async def endless_header(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nX: ")
    await endlessly(visit, b"y" * 4096)


@row("bad-http")
async def endless_status_line(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 ")
    await endlessly(visit, b"y" * 4096)


@row(frozenset({"cut-off", "bad-http", "timeout"}))
async def endless_trailers(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n \r\n0\r\n")
    for n in itertools.count():
        await visit.send(f"X-{n}: {'y' * 500}\r\n".encode())


@row(frozenset({"cut-off", "bad-http", "timeout"}))
async def endless_chunk_extension(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;")
    await endlessly(visit, b"y" * 4096)


@row("too-big")
async def a_length_of_100_mb(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n")


says("gzip-bomb", "too-big", gzip.compress(b" " * 50_000_000), "Content-Encoding: gzip")
says("deflate-bomb", "too-big", zlib.compress(b" " * 50_000_000), "Content-Encoding: deflate")
says("gzip-in-gzip", "not-a-feed", gzip.compress(gzip.compress(b" " * 50_000_000)), "Content-Encoding: gzip")


@row("too-big")
async def gzip_that_unpacks_to_nothing(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")
    await endlessly(visit, gzip.compress(b"") * 2000)


# ── packing ───────────────────────────────────────────────────────────────────────────────────────────────

PACKED = packed(FEED)
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

# ── redirects ─────────────────────────────────────────────────────────────────────────────────────────────


def redirects(name: str, expected: Expected, location: str, status: str = "302 Found") -> None:
    """`{port}` in the location is the server's own."""

    async def redirect(visit: Visit) -> None:
        port = visit.writer.get_extra_info("sockname")[1]
        await visit.answer(b"", f"Location: {location.format(port=port)}", status=status)

    ROWS[name] = Row(behaviour=redirect, expected=expected)


@row("redirects")
async def redirect_circle(visit: Visit) -> None:
    path, _, n = visit.path.partition("?")
    await visit.answer(b"", f"Location: {path}?{(int(n or 0) + 1) % 3}", status="302 Found")


@row("redirects")
async def redirect_without_end(visit: Visit) -> None:
    await visit.answer(b"", f"Location: {visit.path}/x", status="301 Moved")


@row(1)
async def redirect_chain(visit: Visit) -> None:
    if visit.path.endswith("/x/x/x/x/x"):
        await visit.answer(FEED)
    else:
        await visit.answer(b"<a>moved</a>", f"Location: {visit.path}/x", status="307 Moved")


@row("redirects")
async def cookie_wall(visit: Visit) -> None:
    if "cookie" in visit.headers:
        await visit.answer(FEED)
    else:
        await visit.answer(b"", f"Location: {visit.path}", "Set-Cookie: in=1; Path=/", status="302 Found")


redirects("redirect-to-itself", "redirects", "?")
redirects("redirect-nowhere", "status", "")
ROWS["redirect-nowhere"] = Row(behaviour=lambda visit: visit.answer(b"", status="302 Found"), expected="status")
for scheme in (
    "file:///etc/passwd",
    "ftp://127.0.0.1/",
    "javascript:alert(1)",
    "data:text/xml,%3Crss/%3E",
    "gopher://x",
):
    redirects(f"redirect-to-{scheme.partition(':')[0]}", "refused", scheme)
redirects("redirect-to-no-address", frozenset({"bad-address", "refused"}), "http://[")
redirects("redirect-to-no-port", frozenset({"bad-address", "refused"}), "http://127.0.0.1:99999/")
redirects("redirect-to-bytes", frozenset({"bad-address", "status"}), "http://\udcff\udcfe/")
INWARD = {
    "loopback": "127.0.0.2",
    "short": "127.2",
    "decimal": "2130706434",
    "hex": "0x7f000002",
    "hex-parts": "0x7f.0.0.2",
    "octal": "0177.0.0.2",
    "any": "0.0.0.0",
    "ipv6-loopback": "[::1]",
    "ipv6-any": "[::]",
    "v4-mapped": "[::ffff:127.0.0.2]",
    "v4-mapped-hex": "[::ffff:7f00:2]",
    "v4-compatible": "[::127.0.0.2]",
    "nat64": "[64:ff9b::7f00:2]",
    "six-to-four": "[2002:7f00:2::1]",
    "wide-dots": "127。0。0。2",
    "wide-digits": "①②⑦.0.0.2",
    "private-10": "10.0.0.1",
    "private-172": "172.16.0.1",
    "private-192": "192.168.0.1",
    "shared": "100.64.0.1",
    "metadata": "169.254.169.254",
    "metadata-ipv6": "[fd00:ec2::254]",
    "metadata-azure": "168.63.129.16",
    "link-local": "[fe80::1]",
    "unique-local": "[fc00::1]",
    "multicast": "224.0.0.1",
    "broadcast": "255.255.255.255",
}
for name, host in INWARD.items():
    redirects(f"redirect-inward-{name}", REFUSED, f"http://{host}:{{port}}/secret")
redirects("redirect-inward-with-credentials", "refused", "http://news.example.com@127.0.0.2:{port}/secret")

# ── broken HTTP ───────────────────────────────────────────────────────────────────────────────────────────

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


# ── statuses ──────────────────────────────────────────────────────────────────────────────────────────────

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

# ── headers that lie ──────────────────────────────────────────────────────────────────────────────────────

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

OF_ANY_KIND = tuple(ROWS)
"""Behaviours around a document, whatever kind of feed that is."""

# ── documents ─────────────────────────────────────────────────────────────────────────────────────────────

says("empty", "not-a-feed", b"")
says("blank", "not-a-feed", b" \r\n\t " * 1000)
says("web-page", "not-a-feed", b"<!DOCTYPE html><html><head><title>News</title></head><body>Hello</body></html>")
says(
    "consent-page",
    "not-a-feed",
    b"<html><body><form>We value your privacy <button>Accept</button></form></body></html>",
)
says("json-that-is-no-feed", "not-a-feed", b'{"error": "no"}')
says("json-cut-off", "not-a-feed", JSON[:-20])
says("json-nested", "not-a-feed", b"[" * 200_000)
says("picture", "not-a-feed", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
says("noise", "not-a-feed", bytes((n * 7919) % 251 for n in range(20_000)))
says("byte-order-mark", 1, b"\xef\xbb\xbf" + FEED)
UTF_16 = rss(head='<?xml version="1.0" encoding="utf-16"?>').decode().encode("utf-16")
says("utf-16-with-mark", 1, UTF_16)
says("latin-1", 1, b'<?xml version="1.0" encoding="iso-8859-1"?>' + rss(RSS_ITEM).replace(b"Story", b"\xc9tude"))
says("latin-1-that-says-utf-8", 1, b'<?xml version="1.0" encoding="utf-8"?>' + FEED.replace(b"Story", b"\xc9tude"))
says("text-before-the-declaration", 1, b"\n\n<!-- hello -->\n" + b'<?xml version="1.0"?>' + FEED)
says("cut-off-in-an-item", 2, rss(RSS_ITEM, ITEM.format(n=2))[:-60])
says("no-items", 0, b'<rss version="2.0"><channel><title>T</title></channel></rss>')
says("no-ids-dates-links", 1, rss("<item><title>Only a title</title></item>"))
says("one-guid-for-all", 3, rss(*(ITEM.format(n=n).replace(f"<guid>{n}<", "<guid>x<") for n in range(3))))
says("json-of-surrogates", 1, JSON.replace(b"Story", b"\\ud800 \\udfffStory"))
says("json-of-nonsense", 1, JSON.replace(b'"items": [', b'"hubs": 7, "items": [null, 5, [], {"id": {}}, "x", '))
says("json-without-items", 0, b'{"version": "https://jsonfeed.org/version/1", "items": {"a": 1}}')
says("json-numbers", 1, JSON.replace(b'"id": "1"', b'"id": 1e999, "date_published": NaN'))
says("atom-cut-off", 1, ATOM[:-9])
says("atom-of-surrogates", 1, ATOM.replace(b"Story", b"&#xD800;Story"))
says("atom-nested", frozenset({"1", "not-a-feed", "parse-timeout"}), ATOM.replace(b"Story", b"<a>" * 20_000))
says("atom-without-a-namespace", 1, ATOM.replace(b' xmlns="http://www.w3.org/2005/Atom"', b""))
says(
    "rdf",
    1,
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel>'
    b"<title>T</title></channel><item><title>S</title><link>https://a.example.com/1</link></item></rdf:RDF>",
)
says("surrogates", 1, rss(RSS_ITEM.replace("Story", "&#xD800;&#55357;Story&#x110000;&#0;")))
says("nul-bytes", frozenset({"1", "not-a-feed"}), FEED.replace(b"Story", b"Sto\0ry"))
says("control-characters", frozenset({"1", "not-a-feed"}), FEED.replace(b"Story", b"\x01\x02\x1b[31mStory"))
says(
    "wrong-order-of-tags",
    1,
    FEED.replace(b"</title></channel>", b"</channel></title>").replace(b"</guid>", b"</guid></b>"),
)
says(
    "dates-from-1970-and-the-future",
    2,
    rss(
        RSS_ITEM.replace("</item>", "<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item>"),
        ITEM.format(n=2).replace("</item>", "<pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate></item>"),
    ),
)
says("dates-of-nonsense", 1, rss(RSS_ITEM.replace("</item>", "<pubDate>99/99/9999 morning-ish</pubDate></item>")))
says("a-title-of-a-megabyte", 1, rss(RSS_ITEM.replace("Story", "x" * 1_000_000)))
says(
    "twenty-thousand-items", frozenset({"20000", "parse-timeout"}), rss(*(ITEM.format(n=n) for n in range(20_000)))
)
says("deep-nesting", "parse-timeout", rss("<item><title>" + "<b>" * 400_000 + "</title></item>"))
says(
    "attributes-200-000",
    frozenset({"not-a-feed", "parse-timeout"}),
    rss("<item " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>"),
)
says(
    "entity-bomb",
    frozenset({"1", "not-a-feed", "parse-timeout"}),
    rss(
        RSS_ITEM.replace("Story", "&c;"),
        head='<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 500 + '"><!ENTITY c "' + "&b;" * 500 + '">]>',
    ),
)
says(
    "entity-that-reads-a-file",
    1,
    rss(RSS_ITEM.replace("Story", "&f;"), head='<!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
)
says("stylesheet", 1, rss(head='<?xml-stylesheet type="text/xsl" href="/secret"?>'))


@row(1)
async def external_definitions(visit: Visit) -> None:
    port = visit.writer.get_extra_info("sockname")[1]
    await visit.answer(rss(head=f'<!DOCTYPE rss SYSTEM "http://127.0.0.1:{port}/secret">'))
