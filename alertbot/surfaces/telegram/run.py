"""The telegram role: one process of many leads, and polls for updates or tells Telegram where to post them."""

import asyncio
import logging
import secrets
from datetime import timedelta

from redis.exceptions import RedisError
from telegram.error import Conflict, TelegramError

from alertbot.channels.telegram.answer import said
from alertbot.log import event
from alertbot.roles.waiting import sleep, until
from alertbot.surfaces.telegram.app import conversing
from alertbot.surfaces.telegram.menu import set_menus
from alertbot.surfaces.telegram.talk import HEARD, App
from alertbot.surfaces.telegram.wiring import Wiring

logger = logging.getLogger(__name__)

LEAD = timedelta(seconds=15)
BEAT_SECONDS = 5.0
"""A third of the time after which a silent leader is taken for dead."""

LEADER = "telegram"


async def run(wiring: Wiring, stop: asyncio.Event) -> None:
    """Converses until `stop` is set; what was taken from Telegram by then is still answered."""
    async with conversing(wiring, stop) as app:
        if app is None:
            await stop.wait()
            return
        leader = Leader(wiring, app)
        try:
            await until(stop, lambda: leader.beat(stop), role="telegram")
        finally:
            await leader.leave()


class Leader:
    """One candidate for the lead. Two that poll at once would take each other's updates."""

    def __init__(self, wiring: Wiring, app: App, *, beat_seconds: float = BEAT_SECONDS) -> None:
        self._wiring = wiring
        self._app = app
        self._token = secrets.token_hex(8)
        self._beat_seconds = beat_seconds
        self._leads = False
        self._contested = False

    async def beat(self, stop: asyncio.Event) -> None:
        """Takes or keeps the lead, or notices that somebody else has it; then waits a moment."""
        try:
            leads = await self._wiring.visits.lead(LEADER, self._token, LEAD)
        except RedisError:
            await self._rest()  # without Redis nobody can be served, and somebody else may lead already
            raise
        try:
            if leads and not self._leads:
                await self._begin()
            elif not leads:
                await self._rest()
            if self._contested:
                self._contested = False
                await self._wiring.visits.contest(LEADER)
        except TelegramError as error:
            event(logger, logging.WARNING, "waiting for telegram", why=said(error, self._wiring.token))
        await sleep(stop, self._beat_seconds)

    async def leave(self) -> None:
        """Stops, and lets the next one lead at once."""
        await self._rest()
        try:
            await self._wiring.visits.leave(LEADER, self._token)
        except RedisError as error:
            event(logger, logging.INFO, "lead not given back", why=type(error).__name__)

    async def _begin(self) -> None:
        if self._wiring.webhook is not None:
            await self._app.bot.set_webhook(
                self._wiring.webhook.url,
                secret_token=self._wiring.webhook.secret.reveal(),
                allowed_updates=list(HEARD),
            )
        elif self._app.updater is not None:
            await self._app.updater.start_polling(allowed_updates=list(HEARD), error_callback=self._troubled)
        self._leads = True
        await set_menus(self._app.bot, email=self._wiring.counter.email)
        event(logger, logging.INFO, "telegram", mode="webhook" if self._wiring.webhook else "polling")

    async def _rest(self) -> None:
        self._leads = False
        if self._app.updater is not None and self._app.updater.running:
            await self._app.updater.stop()

    def _troubled(self, error: TelegramError) -> None:
        self._contested = self._contested or isinstance(error, Conflict)
        event(logger, logging.WARNING, "waiting for telegram", why=said(error, self._wiring.token))
