"""Slack on loopback: the Web API, the socket of Socket Mode, and the addresses replies go to.

It is as strict as Slack where that matters here: a trigger opens one view, a request must be
acknowledged on the socket it came from, and every view and message is kept for tests to look at.
"""

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from aiohttp import WSMsgType, web

from tests.contracts.slack_server import SlackServer

Json = dict[str, Any]
ACK_SECONDS = 3


class Workspace(SlackServer):
    """`replies` came to response URLs; `views` are what modals show; `homes` are by user."""

    def __init__(self) -> None:
        super().__init__()
        self.replies: list[Json] = []
        self.views: dict[str, Json] = {}
        self.homes: dict[str, Json] = {}
        self.members: dict[str, list[str]] = {}
        self.sockets: list[web.WebSocketResponse] = []
        self._numbers = itertools.count(1)
        self._acks: dict[str, asyncio.Future[Json]] = {}

    @property
    def root(self) -> str:
        return self.url.removesuffix("/api/")

    async def socket(self, kind: str, payload: Json) -> Json:
        """Sends a request over a socket; answers what came with its acknowledgement, in time."""
        envelope = f"envelope-{next(self._numbers)}"
        self._acks[envelope] = asyncio.get_running_loop().create_future()
        socket = [each for each in self.sockets if not each.closed][-1]
        await socket.send_json(
            {"type": kind, "envelope_id": envelope, "payload": payload, "accepts_response_payload": True}
        )
        async with asyncio.timeout(ACK_SECONDS):
            return await self._acks[envelope]

    def command(self, text: str, *, channel: str = "C0001", user: str = "U0001") -> Json:
        return {
            "command": "/alertbot",
            "text": text,
            "channel_id": channel,
            "user_id": user,
            "team_id": "T0001",
            "trigger_id": self._trigger(),
            "response_url": f"{self.root}/reply/{next(self._numbers)}",
        }

    def press(self, token: str, *, on: Json | None = None, channel: str = "C0001", user: str = "U0001") -> Json:
        """A button of a message: of an alert's, unless `on` is a reply that only one person sees."""
        return {
            **self._interaction("block_actions", user),
            "channel": {"id": channel},
            "container": {"type": "message", "is_ephemeral": on is not None, "channel_id": channel},
            "message": {"ts": "1.1"},
            "actions": [{"type": "button", "action_id": "desk-0", "block_id": "b", "value": token}],
        }

    def press_in(self, view: Json, token: str, *, block: str = "b", name: str = "desk-0") -> Json:
        """A button of a view."""
        return {
            **self._interaction("block_actions", "U0001"),
            "view": view,
            "container": {"type": "view", "view_id": view.get("id", "")},
            "actions": [{"type": "button", "action_id": name, "block_id": block, "value": token}],
        }

    def type_in(self, view: Json, text: str) -> Json:
        """The line of a modal after another letter."""
        return self.press_in(self._filled(view, text), text, block="query", name="query")

    def submit(self, view: Json, text: str) -> Json:
        return {**self._interaction("view_submission", "U0001"), "view": self._filled(view, text)}

    def shortcut(self, name: str, said: Json, *, channel: str = "C0001") -> Json:
        return {
            **self._interaction("message_action", "U0001"),
            "callback_id": name,
            "channel": {"id": channel},
            "message": said,
        }

    def opened_home(self, user: str = "U0001") -> Json:
        return self.event("app_home_opened", user=user, channel="D0001", tab="home")

    def event(self, kind: str, **said: str) -> Json:
        event = {"type": kind, "event_ts": "1.1", **said}
        return {"type": "event_callback", "team_id": "T0001", "event_id": "Ev1", "event": event}

    async def open_socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": len(self.sockets)})
        async for said in socket:
            if said.type == WSMsgType.TEXT:
                answer = json.loads(said.data)
                self._acks[answer["envelope_id"]].set_result(answer.get("payload") or {})
        return socket

    async def take_reply(self, request: web.Request) -> web.Response:
        self.replies.append(await request.json())
        return web.Response(text="ok")

    def _trigger(self) -> str:
        return f"trigger-{next(self._numbers)}"

    def _interaction(self, kind: str, user: str) -> Json:
        return {
            "type": kind,
            "user": {"id": user},
            "team": {"id": "T0001"},
            "trigger_id": self._trigger(),
            "response_url": f"{self.root}/reply/{next(self._numbers)}",
        }

    def _filled(self, view: Json, text: str) -> Json:
        return {**view, "state": {"values": {"query": {"query": {"type": "plain_text_input", "value": text}}}}}

    def _apps_connections_open(self, _: web.Request, __: Json) -> Json:
        return {"ok": True, "url": f"{self.root.replace('http', 'ws', 1)}/socket"}

    def _views_open(self, _: web.Request, said: Json) -> Json:
        name = f"V{next(self._numbers)}"
        self.views[name] = {**said["view"], "id": name, "hash": "1", "callback_id": said["view"]["callback_id"]}
        return {"ok": True, "view": self.views[name]}

    def _views_update(self, _: web.Request, said: Json) -> Json:
        self.views[said["view_id"]] = {**said["view"], "id": said["view_id"], "hash": "2"}
        return {"ok": True, "view": self.views[said["view_id"]]}

    def _views_publish(self, _: web.Request, said: Json) -> Json:
        self.homes[said["user_id"]] = said["view"]
        return {"ok": True}

    def _users_info(self, _: web.Request, said: Json) -> Json:
        return {"ok": True, "user": {"id": said["user"], "tz": "Europe/Paris", "locale": "en-GB"}}

    def _users_conversations(self, _: web.Request, said: Json) -> Json:
        return {"ok": True, "channels": [{"id": each} for each in self.members.get(said["user"], [])]}

    def _conversations_info(self, _: web.Request, said: Json) -> Json:
        return {"ok": True, "channel": {"id": said["channel"], "is_private": False, "is_member": True}}

    def _conversations_open(self, _: web.Request, __: Json) -> Json:
        return {"ok": True, "channel": {"id": "D0001"}}


def signed(secret: str, body: str, *, at: float | None = None) -> Mapping[str, str]:
    """The headers that Slack sends with `body`. https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    moment = str(int(time.time() if at is None else at))
    mark = hmac.new(secret.encode(), f"v0:{moment}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={mark}"}


def form(payload: Json) -> tuple[str, dict[str, str]]:
    """A payload as Slack posts it: a command field by field, an interaction as JSON in one field."""
    fields = payload if "command" in payload else {"payload": json.dumps(payload)}
    return urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"}


@asynccontextmanager
async def workspace() -> AsyncIterator[Workspace]:
    made = Workspace()
    app = web.Application(client_max_size=1 << 22)
    app.router.add_get("/socket", made.open_socket)
    app.router.add_post("/reply/{number}", made.take_reply)
    app.router.add_route("*", "/api/{method}", made.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        yield made
    finally:
        await runner.cleanup()
