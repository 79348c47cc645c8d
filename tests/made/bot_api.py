"""A small Bot API on loopback: it keeps every call, answers as told, and has `getUpdates` with offsets.

Every call is held against the published API and Telegram's own text parser when ALERTBOT_PARTS
names them; `violations` says what Telegram would have refused.
"""

import asyncio
import contextlib
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
ADMIN_RIGHTS = (
    "can_be_edited", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories",
)  # fmt: skip
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
    """The server's memory. `script` holds what the next sends and edits are answered with, in order.

    `answers` maps a method to the result it always has, to a refusal, or to what makes the response.
    """

    calls: list[Call] = field(default_factory=list)
    messages: dict[tuple[int, int], Params] = field(default_factory=dict)
    updates: list[Params] = field(default_factory=list)
    admins: set[int] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    update_id: int = 1000
    violations: list[str] = field(default_factory=list)
    script: deque[Refusal | Callable[[], web.StreamResponse]] = field(default_factory=deque)
    answers: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    message_id: int = 100

    def of(self, method: str) -> list[Params]:
        """The parameters of each call of `method`, in order."""
        return [call.params for call in self.calls if call.method == method]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return _refused(Refusal(status=401, description="Unauthorized"))
        method = request.match_info["method"]
        raw = {key: value if isinstance(value, str) else "a file" for key, value in (await request.post()).items()}
        call = Call(method=method, params={key: _value(value) for key, value in raw.items()})
        self.calls.append(call)
        self.violations += [f"{method}: {problem}" for problem in strict_check(method, raw)]
        if method in self.answers:
            return _answered(self.answers[method])
        if self.script and method in ("sendMessage", "editMessageText"):
            scripted = self.script.popleft()
            return _refused(scripted) if isinstance(scripted, Refusal) else scripted()
        if method == "getUpdates":
            return web.json_response({"ok": True, "result": await self.poll(call.params)})
        return web.json_response({"ok": True, "result": self.result(call)})

    async def file(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["path"]])

    async def poll(self, params: Params) -> list[Params]:
        """The updates from `offset` on, after a wait for them; what lies before it is forgotten."""
        offset = int(params.get("offset", 0))
        self.updates = [each for each in self.updates if each["update_id"] >= offset]
        if not self.updates and int(params.get("timeout", 0)):
            self.news.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(int(params["timeout"])):
                    await self.news.wait()
        return self.updates

    def push(self, **update: object) -> Params:
        """One more update, as Telegram makes it; answers it, for a webhook to be posted."""
        self.update_id += 1
        self.updates.append({"update_id": self.update_id, **update})
        self.news.set()
        return self.updates[-1]

    def result(self, call: Call) -> object:
        params = call.params
        match call.method:
            case "getMe":
                return BOT
            case "sendMessage" | "sendDocument":
                self.message_id += 1
                return self.keep(params, self.message_id)
            case "editMessageText" | "editMessageReplyMarkup":
                old = self.messages.get((int(params["chat_id"]), int(params["message_id"])), {})
                kept = {key: value for key, value in old.items() if key != "reply_markup"}
                return self.keep({**params, "kept": kept}, int(params["message_id"]))
            case "getChatMember":
                user = {"id": int(params["user_id"]), "is_bot": False, "first_name": "U"}
                if user["id"] not in self.admins:
                    return {"user": user, "status": "member"}
                rights = dict.fromkeys(ADMIN_RIGHTS, False)
                return {"user": user, "status": "administrator", "is_anonymous": False, **rights}
            case "getFile":
                return {"file_id": params["file_id"], "file_unique_id": "u", "file_path": params["file_id"]}
            case _:
                return True

    def keep(self, params: Params, message_id: int) -> Params:
        chat = int(params["chat_id"])
        message = {
            **params.get("kept", {}),
            "message_id": message_id,
            "date": 1773307800,
            "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup"},
            "from": BOT,
        }
        if "text" in params:
            message["text"] = params["text"]
        if "message_thread_id" in params:
            message |= {"message_thread_id": int(params["message_thread_id"]), "is_topic_message": True}
        if "inline_keyboard" in (params.get("reply_markup") or {}):
            message["reply_markup"] = params["reply_markup"]
        self.messages[chat, message_id] = message
        return message


@asynccontextmanager
async def bot_api() -> AsyncIterator[BotApi]:
    """The server on a free port; afterwards every call must have been one that Telegram takes."""
    api = BotApi()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", api.answer)
    app.router.add_get("/file/bot{token}/{path}", api.file)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        api.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield api
    finally:
        await runner.cleanup()
    assert api.violations == [], "\n".join(api.violations)


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


def _answered(answer: Any) -> web.StreamResponse:
    if isinstance(answer, Refusal):
        return _refused(answer)
    if callable(answer):
        made: web.StreamResponse = answer()
        return made
    return web.json_response({"ok": True, "result": answer})


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
