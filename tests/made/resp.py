"""A server that speaks as much of Redis' protocol as a test gives it answers for."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

ALWAYS = {"PING": b"+PONG\r\n"}


@asynccontextmanager
async def pretending(answers: dict[str, bytes], *, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """The port of a server that answers commands by name as told, and every other with OK."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                writer.write((ALWAYS | answers).get(await _command(reader), b"+OK\r\n"))
                await writer.drain()
        except (asyncio.IncompleteReadError, OSError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def _command(reader: asyncio.StreamReader) -> str:
    """The name of the next command; its arguments are read and forgotten."""
    count = int((await reader.readuntil(b"\r\n"))[1:])
    words = []
    for _ in range(count):
        length = int((await reader.readuntil(b"\r\n"))[1:])
        words.append(await reader.readexactly(length + 2))
    return words[0].decode().strip().upper()


def bulk(text: str) -> bytes:
    body = text.encode()
    return b"$%d\r\n%s\r\n" % (len(body), body)
