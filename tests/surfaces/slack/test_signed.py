"""The same conversations over HTTP: what Slack signed is served, what it did not sign is 401 and nothing else."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from alertbot.secret import Secret
from alertbot.surfaces.slack.serve import routes
from tests.made.slack import Json, form, signed
from tests.made.waiting import eventually
from tests.surfaces.slack.conftest import Desk

SECRET = "a-signing-secret"


class Door:
    """The web role's address for Slack."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def post(self, body: str, headers: dict[str, str]) -> tuple[int, str]:
        async with (
            aiohttp.ClientSession() as session,
            session.post(self._url, data=body, headers=headers) as answer,
        ):
            return answer.status, await answer.text()

    async def knock(self, payload: Json, *, secret: str = SECRET, at: float | None = None) -> tuple[int, str]:
        body, kind = form(payload)
        return await self.post(body, {**kind, **signed(secret, body, at=at)})


@asynccontextmanager
async def opened(desk: Desk) -> AsyncIterator[Door]:
    app = web.Application()
    app.router.add_routes(routes(desk.app()[0], desk.store.requests, Secret(SECRET)))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield Door(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    finally:
        await runner.cleanup()


@pytest.fixture
async def door(desk: Desk) -> AsyncIterator[Door]:
    async with opened(desk) as made:
        yield made


async def test_a_signed_command_is_acknowledged_and_answered(door: Door, desk: Desk) -> None:
    assert await door.knock(desk.slack.command("watch Mistral")) == (200, "")
    await eventually("a reply", lambda: desk.slack.replies)
    assert await desk.watches("slack:C0001") == ["Mistral"]


async def test_a_signed_modal_refuses_in_its_answer(door: Door, desk: Desk) -> None:
    view = {"type": "modal", "id": "V1", "callback_id": "watch", "private_metadata": "C0001/"}
    status, said = await door.knock(desk.slack.submit(view, '"Mistral'))
    assert (status, json.loads(said)["response_action"]) == (200, "errors")


async def test_a_forged_request_is_401_and_does_nothing(door: Door, desk: Desk) -> None:
    command = desk.slack.command("watch Mistral")
    body, kind = form(command)
    forgeries = [
        await door.knock(command, secret="another-secret"),
        await door.post(body, kind),
        await door.post(body + "&text=more", {**kind, **signed(SECRET, body)}),
        await door.post(body, {**kind, **signed(SECRET, body), "X-Slack-Request-Timestamp": "soon"}),
        await door.post(body, {**kind, **signed(SECRET, body), "X-Slack-Signature": "v0=\udcff"[:3]}),
    ]
    assert [status for status, _ in forgeries] == [401] * len(forgeries)
    assert desk.slack.calls == []
    assert await desk.store.subscribers.all() == ()


async def test_a_replayed_request_is_401_and_does_nothing(door: Door, desk: Desk) -> None:
    body, kind = form(desk.slack.command("watch Mistral"))
    headers = {**kind, **signed(SECRET, body)}
    assert (await door.post(body, headers))[0] == 200
    await eventually("a reply", lambda: desk.slack.replies)
    async with opened(desk) as another_process:
        assert (await another_process.post(body, headers))[0] == 401
    assert (await door.post(body, headers))[0] == 401
    assert (await door.knock(desk.slack.command("list"), at=time.time() - 3600))[0] == 401
    assert len(desk.slack.replies) == 1


async def test_slack_is_told_that_the_address_is_ours(door: Door) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "a-challenge", "token": "t"})
    status, said = await door.post(body, {"Content-Type": "application/json", **signed(SECRET, body)})
    assert (status, json.loads(said)) == (200, {"challenge": "a-challenge"})


async def test_two_processes_serve_one_conversation(door: Door, desk: Desk) -> None:
    await door.knock(desk.slack.command("watch Mistral"))
    await eventually("a reply", lambda: desk.slack.replies)
    actions = desk.slack.replies[0]["blocks"][-1]["elements"]
    cancel = next(each["value"] for each in actions if each["text"]["text"] == "Cancel")
    async with opened(desk) as another_process:
        assert (await another_process.knock(desk.slack.press(cancel, on=desk.slack.replies[0])))[0] == 200
        await eventually("another reply", lambda: len(desk.slack.replies) == 2)
    assert await desk.watches("slack:C0001") == []


async def test_only_those_the_operator_named_manage_a_channel(desk: Desk) -> None:
    desk.managers = frozenset({"U0BOSS"})
    async with opened(desk) as door:
        await door.knock(desk.slack.command("watch Mistral"))
        await eventually("a reply", lambda: desk.slack.replies)
        assert "the operator named" in desk.slack.replies[0]["text"]
        assert await desk.watches("slack:C0001") == []
        await door.knock(desk.slack.command("watch Mistral", user="U0BOSS"))
        await eventually("another reply", lambda: len(desk.slack.replies) == 2)
        assert await desk.watches("slack:C0001") == ["Mistral"]
