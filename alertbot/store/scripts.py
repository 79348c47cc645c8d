"""The Lua files beside this module, as callables on one client. Each runs as one transaction in Redis."""

from collections.abc import Iterable, Sequence
from importlib.resources import files
from time import monotonic
from typing import Any

from hiredis import pack_command
from redis.asyncio import Redis
from redis.commands.core import AsyncScript
from redis.exceptions import NoScriptError

KEPT_SECONDS = 1.0
"""So long `Direct` keeps a connection: taking one and giving it back are a sixth of what its caller pays."""


def script(redis: Redis, name: str, *, lanes: bool = False) -> AsyncScript:
    """The script `lua/<name>.lua`; loaded into the server when it is first called there.

    With `lanes` it begins with what every script that touches the outbox shares.
    """
    return redis.register_script((_read("lanes") if lanes else "") + _read(name))


class Direct:
    """The script `name`, called on a connection of the client's pool itself.

    What redis-py does around a command (metrics nobody reads, tries that `connect` turns off) is a fifth of
    what a short script costs its caller; this is for the one that every story waits for. Raises what
    redis-py raises.
    """

    def __init__(self, redis: Redis, name: str) -> None:
        self._script = script(redis, name)
        self._pool = redis.connection_pool
        self._kept: Any = None
        self._until = 0.0

    async def __call__(self, *, keys: Sequence[str], args: Sequence[str | int]) -> Any:
        packed = pack_command(("EVALSHA", self._script.sha, len(keys), *keys, *args))  # type: ignore[arg-type]  # any length
        connection = await self._take()
        try:
            await _write(connection, packed)
            return await connection.read_response()
        except NoScriptError:
            pass  # the server does not have it yet, or no longer: it is loaded below
        finally:
            await self._give_back(connection)
        return await self._script(keys=keys, args=args)

    async def _take(self) -> Any:
        """A connection that is ready: the kept one, when no other call has it."""
        connection, self._kept = self._kept, None
        if connection is None:
            self._until = monotonic() + KEPT_SECONDS
            return await self._pool.get_connection()  # type: ignore[no-untyped-call]  # redis-py leaves it so
        try:
            await self._pool.ensure_connection(connection)
        except BaseException:
            await self._pool.release(connection)
            raise
        return connection

    async def _give_back(self, connection: Any) -> None:
        """Keeps a connection for the next call, but not for long.

        Behind Sentinels it is the pool that drops what leads to a primary that is none any more.
        """
        if self._kept is None and monotonic() < self._until:
            self._kept = connection
        else:
            await self._pool.release(connection)


async def _write(connection: Any, packed: bytes) -> None:
    """Writes a command without a time limit of its own, for which asyncio makes a task before Python 3.12.

    It is small enough for the socket's buffer, so nothing is waited for; all answers are read with the limit.
    """
    await connection.check_health()
    limit, connection.socket_timeout = connection.socket_timeout, None
    try:
        await connection.send_packed_command(packed, check_health=False)
    finally:
        connection.socket_timeout = limit


def counted(rows: Iterable[Sequence[str | float]]) -> tuple[str | float, ...]:
    """Rows as a script's arguments: how many, then all their parts."""
    known = tuple(rows)
    return (len(known), *(part for row in known for part in row))


def _read(name: str) -> str:
    return files("alertbot.store").joinpath("lua", f"{name}.lua").read_text(encoding="utf-8")
