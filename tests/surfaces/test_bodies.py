"""Bodies that come too slowly are not waited for, whoever they are for."""

import asyncio
from datetime import datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncApp

from alertbot.secret import Secret
from alertbot.sources.websub import token
from alertbot.store.store import Store
from alertbot.stories.push import Subscription
from alertbot.surfaces import bodies, websub
from alertbot.surfaces.slack import serve as slack
from alertbot.surfaces.status.answers import field
from alertbot.surfaces.telegram.webhook import SECRET_HEADER, Door
from alertbot.surfaces.telegram.wiring import PATH, Webhook

SECRET = Secret("s" * 20)
PLACES = {
    "websub": f"/websub/source/{token('s')}",
    "slack": "/slack/events",
    "telegram": PATH,
    "status": "/form",
}


async def form(request: web.Request) -> web.Response:
    return web.Response(text=await field(request, "key"))


@pytest.mark.parametrize("place", PLACES)
async def test_a_body_that_does_not_come_ends_the_request(
    place: str, fake_store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "SECONDS", 0.05)
    asked = Subscription(hub="https://hub.example.com/", topic="https://a.example.com/", secret="s", asked=now)
    await fake_store.pushes.keep("source", asked)
    door = Door(Webhook(url="https://bot.example.com/telegram", secret=SECRET))
    door.app = object()  # type: ignore[assignment]  # nothing comes that it could be handed
    app = web.Application()
    app.router.add_routes(websub.routes(fake_store, clock=lambda: now))
    app.router.add_routes(slack.routes(AsyncApp(token="xoxb-1"), fake_store.requests, SECRET))
    app.router.add_routes([web.post(PATH, door.post), web.post("/form", form)])
    async with TestServer(app) as server, asyncio.timeout(20):
        assert (await trickle(server, PLACES[place])).startswith(b"HTTP/1.1 408 ")


async def trickle(server: TestServer, path: str) -> bytes:
    """What is answered to one byte of a body of a hundred."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    head = f"POST {path} HTTP/1.1\r\nHost: bot\r\nContent-Length: 100\r\n{SECRET_HEADER}: {SECRET.reveal()}\r\n"
    writer.write(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nx".encode())
    answer = await reader.readline()
    writer.close()
    return answer
