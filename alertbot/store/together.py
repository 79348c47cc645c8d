"""Many small calls in one round trip. Edge.

Each call is as atomic as it would be alone, and each caller gets its own answer or error.
"""

from collections.abc import Sequence
from typing import Any, Final

from redis.asyncio import Redis
from redis.commands.core import AsyncScript
from redis.exceptions import NoScriptError

from alertbot.store.gathered import Gathered

MOST_TOGETHER: Final = 64

Command = tuple[Any, ...]


class Together:
    """Calls on one client. They may overtake each other: who needs an order waits for the answer."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._calls: Gathered[Command, Any] = Gathered(self._send, most=MOST_TOGETHER)

    async def call(self, *command: Any) -> Any:
        """The answer to one command. Raises what the client raises."""
        return await self._calls(command)

    async def script(self, script: AsyncScript, *, keys: list[str], args: list[Any]) -> Any:
        """The answer of a script, which the server is given when it does not know it."""
        command = ("EVALSHA", script.sha, len(keys), *keys, *args)
        try:
            return await self.call(*command)
        except NoScriptError:
            await self.call("SCRIPT LOAD", script.script)
            return await self.call(*command)

    async def _send(self, commands: Sequence[Command]) -> list[Any]:
        async with self._redis.pipeline(transaction=False) as pipe:
            for command in commands:
                pipe.execute_command(*command)
            return list(await pipe.execute(raise_on_error=False))
