"""Publishers that keep us waiting, or never end."""

import asyncio
import itertools

from tests.made.hostile.rows import FEED, endlessly, row
from tests.made.server import Visit


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


@row(frozenset({"cut-off", "bad-http"}))
async def endless_trailers(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n \r\n0\r\n")
    for n in itertools.count():
        await visit.send(f"X-{n}: {'y' * 500}\r\n".encode())


@row("cut-off")
async def endless_chunk_extension(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;")
    await endlessly(visit, b"y" * 4096)


@row("too-big")
async def a_length_of_100_mb(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n")


@row(frozenset({"bad-http", "cut-off", "timeout"}))  # by what comes first
async def a_flood_of_interim_answers(visit: Visit) -> None:
    await endlessly(visit, b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n" * 1000)


@row(frozenset({"cut-off", "timeout"}))  # by what comes first, the limit or the deadline
async def a_flood_of_chunks_of_one_byte(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    await endlessly(visit, b"1\r\n \r\n" * 10_000)


@row("bad-http")
async def a_flood_of_cookies(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\n")
    await endlessly(visit, b"Set-Cookie: id=1; Domain=example.com; Max-Age=99999999\r\n" * 100)


@row("status")
async def another_protocol_from_now_on(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n")
    await endlessly(visit, b"\x81\x7e" + b"x" * 65_536)


@row(1)
async def answers_that_nobody_asked_for(visit: Visit) -> None:
    for body in (FEED, b"<html>", FEED):
        await visit.answer(body)
