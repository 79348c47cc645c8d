"""A Web API on loopback that answers as it is told and remembers what it was asked."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

Answer = Callable[[web.Request, dict[str, Any]], Any]


class SlackServer:
    """`calls` are (method, parameters) in order; `answers` maps a method to how it is answered."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.tokens: set[str] = set()
        self.messages: list[dict[str, Any]] = []
        self.answers: dict[str, Answer] = {}
        self.url = ""

    def of(self, method: str) -> list[dict[str, Any]]:
        """The parameters of the calls of `method`."""
        return [parameters for name, parameters in self.calls if name == method]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        parameters = await _parameters(request)
        self.calls.append((method, parameters))
        self.tokens.add(request.headers.get("Authorization", ""))
        answer = self.answers.get(method) or getattr(self, "_" + method.replace(".", "_"))
        made = answer(request, parameters)
        found = await made if asyncio.iscoroutine(made) else made
        return found if isinstance(found, web.StreamResponse) else web.json_response(found)

    def _auth_test(self, _: web.Request, __: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "user": "alertbot", "team": "The Desk", "user_id": "U1", "bot_id": "B1"}

    def _chat_postMessage(self, _: web.Request, said: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        ts = f"{1_700_000_000 + len(self.messages)}.000100"
        self.messages.append({**said, "ts": ts})
        return {"ok": True, "channel": said["channel"], "ts": ts}

    def _chat_update(self, _: web.Request, said: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "channel": said["channel"], "ts": said["ts"]}

    def _conversations_history(self, _: web.Request, __: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "messages": [each for each in reversed(self.messages) if "thread_ts" not in each]}

    def _conversations_replies(self, _: web.Request, said: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "messages": [each for each in self.messages if each.get("thread_ts") == said["ts"]]}


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    if request.method == "GET":
        return dict(request.query)
    form = {name: str(value) for name, value in (await request.post()).items()}
    return {name: json.loads(value) if value[:1] in ("{", "[") else value for name, value in form.items()}


@asynccontextmanager
async def slack_server() -> AsyncIterator[SlackServer]:
    server = SlackServer()
    app = web.Application(client_max_size=1 << 22)
    app.router.add_route("*", "/api/{method}", server.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        yield server
    finally:
        await runner.cleanup()
