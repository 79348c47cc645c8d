"""What alertbot is for, told plainly. The real bot, the real clients, servers on loopback."""

import io
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from alertbot.channels.console import Console
from alertbot.channels.email.links import From
from alertbot.channels.email.send import Email, Server
from alertbot.channels.slack import Slack
from alertbot.channels.telegram import connect as connect_telegram
from alertbot.secret import Secret
from alertbot.settings.environment import read_secrets
from tests.contracts.mail_server import PASSWORD, USER, Mailbox, Trust, submission
from tests.contracts.slack_server import slack_server
from tests.made.bot import polled, running, settings
from tests.made.bot_api import TOKEN, bot_api
from tests.made.newsstand import Newsstand, newsstand
from tests.made.waiting import eventually

MISTRAL = "Mistral AI raises $830 million for a data center near Paris"
DESK = {"name": "desk", "watches": ["Mistral", "data center", "sovereign AI"], "console": True}


@pytest.fixture
async def stand() -> AsyncIterator[Newsstand]:
    async with newsstand() as made:
        yield made


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


async def test_a_watched_story_reaches_every_channel_once(
    tmp_path: Path, stand: Newsstand, out: io.StringIO
) -> None:
    mailbox, trust = Mailbox(), Trust()
    desk = {**DESK, "slack": "C0123", "telegram": 42, "email": "desk@example.com"}
    async with slack_server() as slack, bot_api() as telegram, submission(mailbox, trust) as port:
        server = Server(
            host="127.0.0.1", port=port, tls=False, starttls=True, user=USER, password=Secret(PASSWORD)
        )
        channels = {
            "console": Console(out),
            "slack": Slack("xoxb-token", slack.url),
            "telegram": connect_telegram(
                read_secrets({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url})
            ),
            "email": Email(server, From(address="alertbot@example.com"), trust=trust.client),
        }
        async with running(settings(tmp_path, stand, subscribers=[desk]), channels):
            await polled(stand)
            stand.publish(MISTRAL, "Governments want sovereign alternatives in the AI ecosystem.")
            await eventually("the console line", lambda: out.getvalue())
            await eventually("the Slack message", lambda: slack.messages)
            await eventually("the Telegram message", lambda: telegram.of("sendMessage"))
            await eventually("the e-mail", lambda: mailbox.taken)
            await polled(stand)

        assert len(out.getvalue().splitlines()) == 1
        assert "https://news.example.com/1" in out.getvalue()
        ((_, posted),) = slack.calls
        assert posted["text"] == f"{MISTRAL} — The Example"
        (sent,) = telegram.of("sendMessage")
        assert "<b>sovereign</b> alternatives in the <b>AI</b> ecosystem" in sent["text"]
        [(to, raw)] = mailbox.taken
        assert (to, message_from_bytes(raw, policy=default)["Subject"]) == ("desk@example.com", MISTRAL)


async def test_all_three_watches_are_shown_with_their_passages(
    tmp_path: Path, stand: Newsstand, out: io.StringIO
) -> None:
    async with running(settings(tmp_path, stand, subscribers=[DESK]), {"console": Console(out)}):
        await polled(stand)
        stand.publish(MISTRAL, "Governments want sovereign alternatives in the AI ecosystem.")
        await eventually("the alert", lambda: out.getvalue())
    assert out.getvalue().rstrip().endswith("Mistral, data center, sovereign AI")


async def test_a_new_source_is_silent_about_its_past(tmp_path: Path, stand: Newsstand, out: io.StringIO) -> None:
    stand.publish("Mistral story of yesterday")
    async with running(settings(tmp_path, stand, subscribers=[DESK]), {"console": Console(out)}):
        await polled(stand)
        stand.publish("Mistral story of today")
        await eventually("the alert", lambda: out.getvalue())
    assert "yesterday" not in out.getvalue()


async def test_a_story_that_nobody_watches_reaches_nobody(
    tmp_path: Path, stand: Newsstand, out: io.StringIO
) -> None:
    async with running(settings(tmp_path, stand, subscribers=[DESK]), {"console": Console(out)}):
        await polled(stand)
        stand.publish("A bakery wins a prize")
        await polled(stand)
        stand.publish("Mistral opens an office")
        await eventually("the alert", lambda: out.getvalue())
    assert "bakery" not in out.getvalue()


async def test_a_restart_repeats_nothing_and_forgets_nothing(
    tmp_path: Path, stand: Newsstand, out: io.StringIO
) -> None:
    how = settings(tmp_path, stand, subscribers=[DESK])
    async with running(how, {"console": Console(out)}):
        await polled(stand)
        stand.publish("Mistral before the restart")
        await eventually("the first alert", lambda: out.getvalue())
    stand.publish("Mistral while the bot was away")
    async with running(how, {"console": Console(out)}):
        await eventually("the second alert", lambda: "away" in out.getvalue())
    assert [line.split(" · ")[1] for line in out.getvalue().splitlines()] == [
        "Mistral before the restart",
        "Mistral while the bot was away",
    ]


async def test_each_subscriber_is_told_of_their_own_watches_only(
    tmp_path: Path, stand: Newsstand, out: io.StringIO
) -> None:
    people = [
        {"name": "anna", "watches": ["Mistral"], "console": True},
        {"name": "ben", "watches": ["bakery"], "console": True},
    ]
    async with running(settings(tmp_path, stand, subscribers=people), {"console": Console(out)}):
        await polled(stand)
        stand.publish("A bakery opens")
        await eventually("the alert", lambda: out.getvalue())
    assert [line.rsplit(" · ", 1)[1] for line in out.getvalue().splitlines()] == ["bakery"]
