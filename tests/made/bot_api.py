"""A small Bot API on loopback: it keeps every call, answers as told, and has `getUpdates` with offsets.

Every call is held against the published API and Telegram's own text parser when ALERTBOT_PARTS
names them; `violations` says what Telegram would have refused.
"""

import importlib
import json
import os
import sys
import warnings
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

TOKEN = "123456:secret-token-of-a-test"
BOT = {"id": 123456, "is_bot": True, "first_name": "News", "username": "news_bot"}
Params = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: the method, and its parameters with JSON values read."""

    method: str
    params: Params


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An answer that is no success, as Telegram words it."""

    status: int
    description: str
    parameters: Params = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class BotApi:
    """The server's memory. `script` holds what the next sends and edits are answered with, in order."""

    calls: list[Call] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    script: deque[Refusal | Callable[[], web.StreamResponse]] = field(default_factory=deque)
    url: str = ""
    message_id: int = 100

    def of(self, method: str) -> list[Params]:
        """The parameters of each call of `method`, in order."""
        return [call.params for call in self.calls if call.method == method]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return _refused(Refusal(status=401, description="Unauthorized"))
        method = request.match_info["method"]
        raw = {key: str(value) for key, value in (await request.post()).items()}
        call = Call(method=method, params={key: _value(value) for key, value in raw.items()})
        self.calls.append(call)
        self.violations += [f"{method}: {problem}" for problem in strict_check(method, raw)]
        if self.script and method in ("sendMessage", "editMessageText"):
            scripted = self.script.popleft()
            return _refused(scripted) if isinstance(scripted, Refusal) else scripted()
        return web.json_response({"ok": True, "result": self.result(call)})

    def result(self, call: Call) -> object:
        match call.method:
            case "getMe":
                return BOT
            case "sendMessage":
                self.message_id += 1
                return self.message(call.params, self.message_id)
            case "editMessageText":
                return self.message(call.params, int(call.params["message_id"]))
            case _:
                return True

    def message(self, params: Params, message_id: int) -> Params:
        chat = int(params["chat_id"])
        kind = "private" if chat > 0 else "supergroup"
        return {
            "message_id": message_id,
            "date": 1773307800,
            "chat": {"id": chat, "type": kind},
            "from": BOT,
            "text": params["text"],
        }


@asynccontextmanager
async def bot_api() -> AsyncIterator[BotApi]:
    """The server on a free port; afterwards every call must have been one that Telegram takes."""
    api = BotApi()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", api.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        api.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield api
    finally:
        await runner.cleanup()
    assert api.violations == []


def strict_check(method: str, params: Params) -> list[str]:
    """What Telegram would refuse in a call; nothing where ALERTBOT_PARTS does not name the judge."""
    parts = os.environ.get("ALERTBOT_PARTS")
    if not parts:
        return []
    folder = str(Path(parts).resolve() / "telegram")
    if folder not in sys.path:
        sys.path.append(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves closing its file to the interpreter
        judge = importlib.import_module("strict_check")
    problems: list[str] = judge.check(method, params)
    return problems


def _refused(refusal: Refusal) -> web.Response:
    said: Params = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    if refusal.parameters:
        said["parameters"] = refusal.parameters
    return web.json_response(said, status=refusal.status)


def _value(text: str) -> Any:
    try:
        return json.loads(text) if text[:1] in "[{" or text in ("true", "false") else text
    except ValueError:
        return text
