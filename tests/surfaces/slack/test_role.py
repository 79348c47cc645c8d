"""The slack role as `alertbot run slack` starts it, and the web role's address for Slack."""

from pathlib import Path

import pytest

from alertbot import app
from alertbot.secret import Secret
from alertbot.settings.environment import Secrets
from alertbot.settings.file import File
from alertbot.settings.load import Settings
from alertbot.store.store import Store
from tests.made.bot import running
from tests.made.slack import Workspace
from tests.made.waiting import eventually
from tests.surfaces.slack.conftest import TOKEN


def settings(folder: Path, slack: Workspace, **other: Secret) -> Settings:
    secrets = Secrets(data_dir=folder, slack_bot_token=Secret(TOKEN), slack_api_url=slack.url, **other)
    return Settings(file=File.model_validate({}), secrets=secrets, path=None)


async def test_the_slack_role_answers_and_stops_when_asked(tmp_path: Path, slack: Workspace) -> None:
    given = settings(tmp_path, slack, slack_app_token=Secret("xapp-very-secret"))
    async with running(given, {}, roles=["slack"]):
        await eventually("a socket", lambda: slack.sockets)
        await slack.socket("slash_commands", slack.command("watch Mistral"))
        await eventually("a reply", lambda: slack.replies)
    assert "Watching Mistral" in slack.replies[0]["text"]
    assert "Nothing in the last 7 days" in slack.replies[0]["text"]


async def test_a_refused_app_token_is_said_once_a_try_and_never_shown(
    tmp_path: Path, slack: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    slack.answers["apps.connections.open"] = lambda *_: {"ok": False, "error": "invalid_auth"}
    given = settings(tmp_path, slack, slack_app_token=Secret("xapp-very-secret"))
    async with running(given, {}, roles=["slack"]):
        await eventually("a warning", lambda: "slack is out of reach" in caplog.text)
    assert "xapp-very-secret" not in caplog.text


@pytest.mark.parametrize("signed", [True, False])
async def test_the_web_role_has_an_address_for_slack_with_a_signing_secret(
    tmp_path: Path, slack: Workspace, fake_store: Store, signed: bool
) -> None:
    other = {"slack_signing_secret": Secret("a-signing-secret")} if signed else {}
    parts = app.Parts(settings=settings(tmp_path, slack, **other), store=fake_store, channels={})
    async with app.open_counter(parts.settings, fake_store, clock=app.clock) as counter:
        assert [each.path for each in app.slack_routes(parts, counter)] == (["/slack/events"] if signed else [])
