"""What is asked while an answer is under way goes out together with the next one. Edge."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Ask = TypeVar("Ask")
Answer = TypeVar("Answer")


class Gathered(Generic[Ask, Answer]):
    """Asks many at once: `send` gets at most `most` and answers each, in their order, with a value or an error."""

    def __init__(
        self, send: Callable[[Sequence[Ask]], Awaitable[Sequence[Answer | Exception]]], *, most: int
    ) -> None:
        self._send, self._most = send, most
        self._waiting: list[tuple[Ask, asyncio.Future[Answer]]] = []
        self._sending: asyncio.Task[None] | None = None

    async def __call__(self, ask: Ask) -> Answer:
        """The answer to one, alone or in company. Raises what `send` does, or answered."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((ask, answer))
        if self._sending is None:
            self._sending = asyncio.create_task(self._send_all())
        return await answer

    async def _send_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._answer(batch)
        finally:
            self._sending = None

    async def _answer(self, batch: Sequence[tuple[Ask, "asyncio.Future[Answer]"]]) -> None:
        answers: Sequence[Answer | Exception]
        try:
            answers = await self._send([ask for ask, _ in batch])
        except Exception as error:  # noqa: BLE001  (it is handed on: every caller gets an answer)
            answers = [error] * len(batch)
        for (_, waiting), answer in zip(batch, answers, strict=True):
            if waiting.done():  # the caller was cancelled
                continue
            if isinstance(answer, Exception):
                waiting.set_exception(answer)
            else:
                waiting.set_result(answer)
