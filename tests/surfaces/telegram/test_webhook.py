"""Updates that Telegram posts: only with the secret, and answered like those that were polled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import aiohttp
import pytest
from aiohttp import web

from alertbot.secret import Secret
from alertbot.store.store import Store
from alertbot.surfaces.telegram.run import run
from alertbot.surfaces.telegram.webhook import SECRET_HEADER, routes
from alertbot.surfaces.telegram.wiring import PATH, Webhook, Wiring
from tests.made.bot_api import BotApi, bot_api
from tests.made.chatting import Person, until
from tests.surfaces.telegram.test_talk import queries, wiring

SECRET = "a-secret-of-a-test"
HOOK = Webhook(url=f"https://bot.example.com{PATH}", secret=Secret(SECRET))


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with bot_api() as server:
        yield server


@asynccontextmanager
async def served(wired: Wiring) -> AsyncIterator[str]:
    """The web role's address, with the webhook on it."""
    async with routes(wired, asyncio.Event()) as hooks:
        app = web.Application()
        app.router.add_routes(hooks)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


async def post(url: str, update: object, *, secret: str | None = SECRET) -> int:
    headers = {SECRET_HEADER: secret} if secret is not None else {}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url + PATH, json=update, headers=headers) as answer,
    ):
        return answer.status


async def ready(url: str) -> None:
    """Waits until the bot was introduced to Telegram: before that it asks to come again."""
    async with asyncio.timeout(10):
        while await post(url, {"update_id": 1}) == 503:
            pass


async def test_a_posted_update_is_answered(fake_store: Store, api: BotApi) -> None:
    ada = Person(api=api)
    async with served(replace(wiring(fake_store, api), webhook=HOOK)) as url:
        await ready(url)
        assert await post(url, ada.say("/watch Mistral")) == 200
        await ada.sees("Watching Mistral")
    assert await queries(fake_store) == ["Mistral"]
    assert api.of("getUpdates") == []


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "é"])
async def test_who_does_not_know_the_secret_is_not_telegram(
    fake_store: Store, api: BotApi, secret: str | None
) -> None:
    async with served(replace(wiring(fake_store, api), webhook=HOOK)) as url:
        assert await post(url, Person(api=api).say("/watch Mistral"), secret=secret) == 403
    assert await queries(fake_store) == []


@pytest.mark.parametrize("body", [[], "x", {"message": 5}, {}])
async def test_what_is_no_update_is_refused(fake_store: Store, api: BotApi, body: object) -> None:
    async with served(replace(wiring(fake_store, api), webhook=HOOK)) as url:
        await ready(url)
        assert await post(url, body) == 400


async def test_without_a_webhook_there_is_no_such_route(fake_store: Store, api: BotApi) -> None:
    async with served(wiring(fake_store, api)) as url:
        assert await post(url, {"update_id": 1}) == 404


async def test_the_leader_tells_telegram_the_address_and_does_not_poll(fake_store: Store, api: BotApi) -> None:
    stop = asyncio.Event()
    role = asyncio.create_task(run(replace(wiring(fake_store, api), webhook=HOOK), stop))
    await until(lambda: len(api.of("setMyCommands")) == 4, "the menus are set")
    stop.set()
    await role
    (hook,) = api.of("setWebhook")
    assert (hook["url"], hook["secret_token"]) == (HOOK.url, SECRET)
    assert api.of("getUpdates") == []
