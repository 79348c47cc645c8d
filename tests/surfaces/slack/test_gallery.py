"""What Slack users see, pinned: a change of a picture is a diff to look at. `--write-goldens` makes it so."""

import json
from pathlib import Path

import pytest

from alertbot.channels.slack.send import SCOPES
from alertbot.desk.action import decode
from alertbot.desk.command import Stale
from alertbot.surfaces.slack.app import LET_IN, SHUT_OUT
from alertbot.surfaces.slack.modal import suggestion
from tests.channels.test_slack import HOSTILE, texts
from tests.made.slack_gallery import GALLERY, home, reply, subscriber, watch_modal
from tests.surfaces.slack.test_conversations import tokens

GOLDEN = Path(__file__).parents[2] / "golden" / "slack"
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", GALLERY)
def test_it_looks_as_it_did(name: str, request: pytest.FixtureRequest) -> None:
    path, now = GOLDEN / f"{name}.json", json.dumps(GALLERY[name], indent=1, ensure_ascii=False) + "\n"
    if request.config.getoption("--write-goldens"):
        path.write_text(now, encoding="utf-8")
    assert now == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["alert", "update", "bundle", "watch", "list"])
def test_every_button_can_be_understood(name: str) -> None:
    found = tokens(GALLERY[name]["blocks"])
    assert found
    assert not [label for label, token in found.items() if isinstance(decode(token), Stale)]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_people_type_is_text_inside_the_limits(text: str) -> None:
    for shown in (
        reply("list", subscriber("C0001", text[:400] or "x")),
        reply(f"watch {text}"),
        home(mine=subscriber("U0001", text[:400] or "x")),
        watch_modal(text),
    ):
        assert len(shown["blocks"]) <= 50
        assert sum(map(len, texts(shown["blocks"]))) < 13_000
        assert not [each for each in _parsed(shown["blocks"]) if "<!" in each or "<@" in each]


def test_a_headline_suggests_its_names() -> None:
    assert suggestion("Mistral AI borrows $830 million for a data center near Paris") == "Mistral AI"
    assert suggestion("regulators are looking at chips") == "regulators"
    assert suggestion("Boeing's new plane is late") == "Boeing"
    assert suggestion("") == ""


def test_the_manifest_asks_for_what_the_code_listens_to_and_no_more() -> None:
    manifest = json.loads((ROOT / "docs" / "slack-manifest.json").read_text(encoding="utf-8"))
    code = (ROOT / "alertbot" / "surfaces" / "slack" / "app.py").read_text(encoding="utf-8")
    features = manifest["features"]
    for name in (each["callback_id"] for each in features["shortcuts"]):
        assert f'app.shortcut("{name}")' in code
    assert [each["command"] for each in features["slash_commands"]] == ["/alertbot"]
    heard = {"app_home_opened", *SHUT_OUT, *LET_IN}
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == heard
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == SCOPES
    page = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
    assert [each for each in manifest["oauth_config"]["scopes"]["bot"] if f"`{each}`" not in page] == []


def _parsed(value: object) -> list[str]:
    """The texts in which Slack looks for mentions."""
    if isinstance(value, list):
        return [text for each in value for text in _parsed(each)]
    if not isinstance(value, dict):
        return []
    own = [str(value["text"])] if value.get("type") == "mrkdwn" else []
    return own + [text for each in value.values() for text in _parsed(each)]
