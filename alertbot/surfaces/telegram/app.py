"""The application of python-telegram-bot that conversations run on. Edge."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application
from telegram.request import HTTPXRequest

from alertbot.channels.telegram.answer import said
from alertbot.channels.telegram.bot import make_request
from alertbot.log import event
from alertbot.roles.waiting import sleep
from alertbot.surfaces.telegram.hear import Bot
from alertbot.surfaces.telegram.lanes import Lanes
from alertbot.surfaces.telegram.pressing import Presses
from alertbot.surfaces.telegram.talk import App, Talk
from alertbot.surfaces.telegram.wiring import Wiring

logger = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 1.0
LAST_PAUSE_SECONDS = 60.0


@asynccontextmanager
async def conversing(wiring: Wiring, stop: asyncio.Event) -> AsyncIterator[App | None]:
    """An application that handles updates put to it; None when it never came to that before `stop`."""
    presses = Presses()
    app = _make(wiring, presses)
    name = await _introduced(app, wiring, stop)
    if name is None:
        yield None
        return
    bot = Bot(name=name, id=app.bot.id, operators=wiring.operators)
    Talk(wiring.counter, wiring.visits, bot, wiring.token, presses).join(app)
    await app.start()
    try:
        yield app
    finally:
        await app.stop()
        await app.shutdown()


def _make(wiring: Wiring, presses: Presses) -> App:
    """Connections with time-outs of our own; the long poll has one for itself."""
    polling = HTTPXRequest(connection_pool_size=4, connect_timeout=5.0, read_timeout=10.0, pool_timeout=2.0)
    builder = (
        Application.builder()
        .token(wiring.token.reveal())
        .base_url(f"{wiring.api_url}/bot")
        .base_file_url(f"{wiring.api_url}/file/bot")
        .request(make_request())
        .get_updates_request(polling)
        .concurrent_updates(Lanes(presses))
        .job_queue(None)
    )
    return builder.build()


async def _introduced(app: App, wiring: Wiring, stop: asyncio.Event) -> str | None:
    """The bot's name, as soon as Telegram says it; None when it refuses the token, or `stop` came first."""
    pause = FIRST_PAUSE_SECONDS
    while not stop.is_set():
        try:
            await app.initialize()
            return str(app.bot.username)
        except InvalidToken:
            event(logger, logging.ERROR, "telegram off", why="Telegram refuses TELEGRAM_BOT_TOKEN")
            return None
        except TelegramError as error:
            event(logger, logging.WARNING, "waiting for telegram", why=said(error, wiring.token))
            await sleep(stop, pause)
            pause = min(pause * 2, LAST_PAUSE_SECONDS)
    return None
