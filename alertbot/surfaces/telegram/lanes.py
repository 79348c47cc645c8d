"""Updates of one chat one after another, those of different chats side by side. Edge."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

from telegram import CallbackQuery, Update
from telegram.ext import BaseUpdateProcessor

from alertbot.surfaces.telegram.pressing import Presses

AT_ONCE = 64


class Lanes(BaseUpdateProcessor):
    """Keeps the order of what is said and pressed in a chat; a chat that waits for something delays no other.

    A press is acknowledged in time also while it waits for its turn.
    """

    def __init__(self, presses: Presses) -> None:
        super().__init__(AT_ONCE)
        self._presses = presses
        self._locks: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        chat = update.effective_chat.id if isinstance(update, Update) and update.effective_chat else 0
        async with self._pressed(update.callback_query if isinstance(update, Update) else None), self._turn(chat):
            await coroutine

    @asynccontextmanager
    async def _pressed(self, query: CallbackQuery | None) -> AsyncIterator[None]:
        if query is None:
            yield
            return
        async with self._presses.in_time(query):
            yield

    @asynccontextmanager
    async def _turn(self, chat: int) -> AsyncIterator[None]:
        lock = self._locks.setdefault(chat, asyncio.Lock())
        self._waiting[chat] = self._waiting.get(chat, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._waiting[chat] -= 1
            if not self._waiting[chat]:
                del self._waiting[chat], self._locks[chat]

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass
