"""Updates that Telegram posts to the web role. Edge.

https://core.telegram.org/bots/api#setwebhook: whoever does not know the secret is not Telegram.
"""

import asyncio
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from telegram import Update

from alertbot.surfaces.bodies import in_time
from alertbot.surfaces.telegram.app import conversing
from alertbot.surfaces.telegram.talk import App
from alertbot.surfaces.telegram.wiring import PATH, Webhook, Wiring

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (the name of a header)


class Door:
    """Takes updates in as soon as there is somebody to handle them; before, Telegram is asked to wait."""

    def __init__(self, webhook: Webhook) -> None:
        self._webhook = webhook
        self.app: App | None = None

    async def post(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._webhook.secret.reveal().encode()):
            return web.Response(status=403, text="this is for Telegram\n")
        if self.app is None:
            return web.Response(status=503, text="not ready\n")
        async with in_time():
            await request.read()
        try:
            update = Update.de_json(await request.json(), self.app.bot)
        except (AttributeError, KeyError, TypeError, ValueError):
            return web.Response(status=400, text="not an update\n")
        await self.app.update_queue.put(update)
        return web.Response(text="ok\n")


@asynccontextmanager
async def routes(wiring: Wiring | None, stop: asyncio.Event) -> AsyncIterator[list[web.RouteDef]]:
    """The route of the webhook, if there is one; ends after what came in was answered."""
    if wiring is None or wiring.webhook is None:
        yield []
        return
    door = Door(wiring.webhook)
    closing = asyncio.Event()
    converse = asyncio.create_task(_converse(door, wiring, stop, closing))
    try:
        yield [web.post(PATH, door.post)]
    finally:
        closing.set()
        await converse


async def _converse(door: Door, wiring: Wiring, stop: asyncio.Event, closing: asyncio.Event) -> None:
    async with conversing(wiring, stop) as app:
        door.app = app
        await closing.wait()
        door.app = None
