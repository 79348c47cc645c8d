"""Many small calls in one round trip. Edge.

What is asked while an answer is under way goes out together with the next one. Each call is as atomic as it
would be alone, and each caller gets its own answer or error.
"""

import asyncio
from typing import Any, Final

from redis.asyncio import Redis
from redis.commands.core import AsyncScript
from redis.exceptions import NoScriptError

MOST_TOGETHER: Final = 64

Call = tuple[tuple[Any, ...], "asyncio.Future[Any]"]


class Together:
    """Calls on one client. They may overtake each other: who needs an order waits for the answer."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._waiting: list[Call] = []
        self._sending: asyncio.Task[None] | None = None

    async def call(self, *command: Any) -> Any:
        """The answer to one command. Raises what the client raises."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((command, answer))
        if self._sending is None:
            self._sending = asyncio.create_task(self._send_all())
        return await answer

    async def script(self, script: AsyncScript, *, keys: list[str], args: list[Any]) -> Any:
        """The answer of a script, which the server is given when it does not know it."""
        command = ("EVALSHA", script.sha, len(keys), *keys, *args)
        try:
            return await self.call(*command)
        except NoScriptError:
            await self.call("SCRIPT LOAD", script.script)
            return await self.call(*command)

    async def _send_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
                await self._send(batch)
        finally:
            self._sending = None

    async def _send(self, batch: list[Call]) -> None:
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                for command, _ in batch:
                    pipe.execute_command(*command)
                answers = await pipe.execute(raise_on_error=False)
        except Exception as error:  # noqa: BLE001  (it is handed on: every caller gets an answer)
            answers = [error] * len(batch)
        for (_, waiting), answer in zip(batch, answers, strict=True):
            if waiting.done():  # the caller was cancelled
                continue
            if isinstance(answer, Exception):
                waiting.set_exception(answer)
            else:
                waiting.set_result(answer)
