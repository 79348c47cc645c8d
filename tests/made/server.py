"""A web server that says exactly what a test tells it to, byte for byte, on a free port of this machine."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Behaviour = Callable[["Visit"], Awaitable[None]]


@dataclass(slots=True)
class Visit:
    """One request: its path and headers as they came (names in small letters), and the way to answer."""

    path: str
    headers: dict[str, str]
    writer: asyncio.StreamWriter

    async def send(self, *parts: bytes) -> None:
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()

    async def answer(self, body: bytes = b"", *headers: str, status: str = "200 OK") -> None:
        """A whole answer, with the length it has."""
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
        await self.send("\r\n".join(lines).encode("utf-8", "surrogateescape") + body)


@dataclass(slots=True)
class Server:
    """`behaviour` answers every request, and may be changed at any time; `visits` are those that came."""

    behaviour: Behaviour
    port: int = 0
    visits: list[Visit] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while not writer.is_closing():
                visit = await _visit(reader, writer)
                self.visits.append(visit)
                await self.behaviour(visit)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has gone, or the test is over
        finally:
            writer.close()


async def _visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Visit:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("utf-8", "surrogateescape")
    request, *lines = head.split("\r\n")
    named = (line.partition(": ") for line in lines if line)
    return Visit(request.split(" ")[1], {name.lower(): value for name, _, value in named}, writer)


@asynccontextmanager
async def serving(behaviour: Behaviour) -> AsyncIterator[Server]:
    server = Server(behaviour)
    tasks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(server.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    listening = await asyncio.start_server(connected, "127.0.0.1", 0, limit=1 << 20)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in tuple(tasks):
            task.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(2):
                await listening.wait_closed()
