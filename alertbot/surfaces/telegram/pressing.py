"""Acknowledges every press of a button, once and within a second, whatever happens meanwhile. Edge."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import CallbackQuery
from telegram.error import BadRequest, TelegramError

from alertbot.log import event
from alertbot.surfaces.telegram.render import toast

logger = logging.getLogger(__name__)

IN_TIME_SECONDS = 0.5
"""A press is acknowledged after so long, also when its answer needs more."""


class Presses:
    """The presses under way that were acknowledged already."""

    def __init__(self) -> None:
        self._done: set[str] = set()

    @asynccontextmanager
    async def in_time(self, query: CallbackQuery) -> AsyncIterator[None]:
        """While what was pressed is done: acknowledges it when its time is up, at the latest at the end."""
        timer = asyncio.create_task(self._late(query))
        try:
            yield
        finally:
            timer.cancel()
            await self.acknowledge(query, "")
            self._done.discard(query.id)

    async def acknowledge(self, query: CallbackQuery, brief: str) -> None:
        """Says `brief` in passing, unless the press was acknowledged already."""
        if query.id in self._done:
            return
        self._done.add(query.id)
        try:
            await query.answer(toast(brief) or None)
        except BadRequest as error:  # it waited too long, as through a restart; that is fine
            event(logger, logging.INFO, "press came late", why=error.message)
        except TelegramError as error:
            event(logger, logging.WARNING, "press not acknowledged", why=type(error).__name__)

    async def _late(self, query: CallbackQuery) -> None:
        await asyncio.sleep(IN_TIME_SECONDS)
        await self.acknowledge(query, "")
