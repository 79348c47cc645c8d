"""Each fault of Slack's, planted in a workspace on loopback, is found through the real client."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from aiohttp import web

from alertbot.channels.slack.send import SCOPES
from alertbot.doctor.finding import Finding
from alertbot.doctor.places import Place
from alertbot.doctor.slack import look_at_slack
from alertbot.settings.environment import Secrets, read_secrets
from tests.made.slack import Workspace, workspace

Json = dict[str, Any]


@pytest.fixture
async def slack() -> AsyncIterator[Workspace]:
    async with workspace() as made:
        yield made


def secrets_for(slack: Workspace, **environ: str) -> Secrets:
    given = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": slack.url} | environ
    return read_secrets(given)


def now() -> datetime:
    return datetime.now(UTC)


async def look(slack: Workspace, *to: str, **environ: str) -> list[Finding]:
    places = [Place(channel="slack", to=each, subscriber="desk") for each in to]
    return await look_at_slack(secrets_for(slack, **environ), places, now)


def names(found: list[Finding]) -> list[str]:
    return [each.name for each in found]


def refuse(slack: Workspace, method: str, code: str) -> None:
    slack.answers[method] = lambda *_: {"ok": False, "error": code}


def grant(slack: Workspace, scopes: frozenset[str], date: datetime | None = None) -> None:
    headers = {"X-OAuth-Scopes": ",".join(scopes), "Date": format_datetime(date or now(), usegmt=True)}
    said = {"ok": True, "user": "alertbot", "team": "The Desk"}
    slack.answers["auth.test"] = lambda *_: web.json_response(said, headers=headers)


def show(slack: Workspace, **channel: object) -> None:
    slack.answers["conversations.info"] = lambda *_: {"ok": True, "channel": channel}


async def test_a_workspace_in_order_is_named(slack: Workspace) -> None:
    grant(slack, SCOPES)
    (found,) = await look(slack, "C0001", "U0001")
    assert (found.state, found.said) == ("fine", "alertbot in The Desk")


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive", "not_allowed_token_type"])
async def test_a_bad_token_is_found(slack: Workspace, code: str) -> None:
    refuse(slack, "auth.test", code)
    (found,) = await look(slack)
    assert found.name == "slack-token"
    assert code in found.said


async def test_a_missing_scope_is_found_and_named(slack: Workspace) -> None:
    grant(slack, SCOPES - {"chat:write"})
    (found,) = await look(slack)
    assert (found.name, found.state) == ("slack-scope", "fault")
    assert "chat:write" in found.said
    grant(slack, SCOPES - {"users:read"})
    (found,) = await look(slack)
    assert (found.name, found.state) == ("slack-scope-optional", "warning")


@pytest.mark.parametrize("code", ["invalid_auth", "not_allowed_token_type", "missing_scope"])
async def test_an_app_token_that_opens_no_socket_is_found(slack: Workspace, code: str) -> None:
    refuse(slack, "apps.connections.open", code)
    (found,) = await look(slack)
    assert found.name == "slack-app-token"
    assert "connections:write" in found.mend


async def test_a_bot_nobody_can_talk_to_is_found(slack: Workspace) -> None:
    assert names(await look(slack, SLACK_APP_TOKEN="")) == ["slack-deaf"]
    assert names(await look(slack, SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="s")) == [""]


async def test_a_channel_that_does_not_exist_is_found(slack: Workspace) -> None:
    refuse(slack, "conversations.info", "channel_not_found")
    assert names(await look(slack, "C0404")) == ["", "slack-channel"]


CHANNELS = [
    ({"is_private": True, "is_member": False}, SCOPES, "slack-not-member"),
    ({"is_private": False, "is_member": False}, SCOPES - {"chat:write.public"}, "slack-not-member"),
    ({"is_archived": True, "is_member": False}, SCOPES, "slack-archived"),
]


@pytest.mark.parametrize(("channel", "scopes", "name"), CHANNELS)
async def test_a_channel_the_bot_cannot_write_to_is_found(
    slack: Workspace, channel: Mapping[str, object], scopes: frozenset[str], name: str
) -> None:
    grant(slack, scopes)
    show(slack, **channel)
    assert name in names(await look(slack, "C0001"))


async def test_a_public_channel_needs_no_invitation(slack: Workspace) -> None:
    grant(slack, SCOPES)
    show(slack, is_private=False, is_member=False)
    assert names(await look(slack, "C0001")) == [""]


async def test_somebody_who_left_is_found(slack: Workspace) -> None:
    slack.answers["users.info"] = lambda *_: {"ok": True, "user": {"deleted": True}}
    assert names(await look(slack, "U0001")) == ["", "slack-person-left"]


async def test_a_clock_that_is_off_is_found(slack: Workspace) -> None:
    grant(slack, SCOPES, now() + timedelta(minutes=3))
    assert "clock-skew" in names(await look(slack))


async def test_something_that_is_not_slack_is_found(slack: Workspace) -> None:
    slack.answers["auth.test"] = lambda *_: web.Response(status=502, text="<h1>Bad gateway</h1>")
    assert names(await look(slack)) == ["slack-unreachable"]
    assert names(await look(slack, SLACK_API_URL="http://127.0.0.1:1/api/")) == ["slack-unreachable"]


async def test_a_subscriber_without_slack_is_found(slack: Workspace) -> None:
    assert names(await look(slack, "C0001", SLACK_BOT_TOKEN="")) == ["slack-off"]
    (found,) = await look(slack, SLACK_BOT_TOKEN="")
    assert found.state == "off"


async def test_no_more_than_a_hundred_channels_are_asked_about(slack: Workspace) -> None:
    found = await look(slack, *(f"C{n:04}" for n in range(130)))
    assert found[-1].said == "100 of 130 places were asked about"
    assert len(slack.of("conversations.info")) == 100
