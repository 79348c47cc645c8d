"""Connections that are waited for in turn. Edge.

When all connections of a pool are in use, redis-py refuses the next command. A crowd at the web role would then
stop the other roles of its process, as if Redis were away.
"""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Any

from redis.asyncio import ConnectionPool
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.sentinel import SentinelConnectionPool
from redis.exceptions import MaxConnectionsError

from alertbot.store.packing import packing

PATIENCE_SECONDS = 10.0


class WaitingPool(ConnectionPool):
    """Gives out its connections; who comes when all are in use waits, first come, first served.

    Raises MaxConnectionsError, as any pool does, to who waited for PATIENCE_SECONDS.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connection_class = packing(self.connection_class)
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def get_connection(self, command_name: Any = None, *keys: Any, **options: Any) -> AbstractConnection:
        with suppress(MaxConnectionsError):
            return await self._at_once()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self._in_turn()
        except TimeoutError as error:
            raise MaxConnectionsError("Too many connections") from error

    async def release(self, connection: AbstractConnection) -> None:
        await super().release(connection)
        self._call_next()

    async def _at_once(self) -> AbstractConnection:
        found: AbstractConnection = await super().get_connection()  # type: ignore[no-untyped-call]  # redis-py leaves it so
        return found

    async def _in_turn(self) -> AbstractConnection:
        place = self._waiting.append
        while True:
            called: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            place(called)
            try:
                await called
                return await self._at_once()
            except MaxConnectionsError:
                place = self._waiting.appendleft  # somebody who had not waited was quicker
            except BaseException:
                called.cancel()
                self._call_next()
                raise

    def _call_next(self) -> None:
        while self._waiting:
            called = self._waiting.popleft()
            if not called.done():
                called.set_result(None)
                return


class WaitingSentinelPool(WaitingPool, SentinelConnectionPool):
    """The same for a primary that Sentinels name."""
