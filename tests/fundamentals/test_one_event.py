"""What alertbot does that nobody else does: one event is one message, kept up to date, and told again when it is
corrected. Five publishers, two matchers, the real clients against Slack and Telegram on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from alertbot.channels.slack import Slack
from alertbot.channels.telegram import connect as connect_telegram
from alertbot.settings.environment import read_secrets
from alertbot.store.embedded import Embedded
from tests.contracts.slack_server import SlackServer, slack_server
from tests.made.bot import polled, running, settings
from tests.made.bot_api import TOKEN, BotApi, bot_api
from tests.made.newsstand import Newsstand, newsstand
from tests.made.waiting import eventually

DESK = {"name": "desk", "watches": ["Mistral"], "slack": "C0123", "telegram": 42}
LEAD = (
    "Mistral AI has raised 830 million dollars in debt to build a data center south of Paris, the French start-up "
    "said on Thursday, in a deal with seven banks that will pay for thousands of processors. The site at "
    "Bruyères-le-Châtel is to start work in the second quarter, and the company wants two hundred megawatts of "
    "capacity across Europe by the end of next year, its chief executive said in a statement."
)
VERSIONS = {
    "TechCrunch": ("Mistral AI raises $830M in debt to set up a data center near Paris", LEAD),
    "Reuters": ("France's Mistral raises $830 million in debt for Paris data center", f"PARIS (Reuters) - {LEAD}"),
    "Le Monde": ("Mistral AI borrows $830 million for a data center near Paris", LEAD[:260]),
    "CNBC": ("Mistral secures $830 million debt to build AI data center near Paris", LEAD.replace("said", "told")),
    "Bloomberg": ("Mistral AI gets $830 million from banks for Paris data center", ""),
}
CORRECTION = "CORRECTED: Mistral AI raises $380M in debt to set up a data center near Paris"
ORDERS = [tuple(VERSIONS), tuple(reversed(VERSIONS)), ("Bloomberg", "CNBC", "TechCrunch", "Le Monde", "Reuters")]


@pytest.fixture
async def stands() -> AsyncIterator[Mapping[str, Newsstand]]:
    async with AsyncExitStack() as opened:
        yield {name: await opened.enter_async_context(newsstand(name)) for name in VERSIONS}


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with slack_server() as server:
        yield server


@pytest.fixture
async def telegram() -> AsyncIterator[BotApi]:
    async with bot_api() as api:
        yield api


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[None]:
    """The server that both bots use, whichever of them goes first."""
    embedded = Embedded(tmp_path / "valkey")
    await asyncio.to_thread(embedded.start)
    yield
    await asyncio.to_thread(embedded.stop)


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("order", ORDERS)
async def test_five_outlets_are_one_message_that_lists_them_and_a_correction_is_a_second(
    tmp_path: Path,
    stands: Mapping[str, Newsstand],
    slack: SlackServer,
    telegram: BotApi,
    order: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for place in ("outbox", "lanes"):
        monkeypatch.setattr(f"alertbot.store.{place}.EDIT_DELAY", timedelta(milliseconds=50))
    channels = {
        "slack": Slack("xoxb-token", slack.url),
        "telegram": connect_telegram(
            read_secrets({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url})
        ),
    }
    made = settings(tmp_path, *stands.values(), subscribers=[DESK])
    async with running(made, channels), running(made, channels, ["matcher"]):
        await polled(*stands.values())
        stands[order[0]].publish(*VERSIONS[order[0]], url=_address(order[0]))
        await eventually("both are told", lambda: slack.messages and telegram.messages)
        for name in order[1:]:
            stands[name].publish(*VERSIONS[name], url=_address(name))
        await eventually("Slack's message lists all five", lambda: _lists_all(slack.of("chat.update")))
        await eventually("Telegram's lists all five", lambda: _lists_all(telegram.of("editMessageText")))
        assert (len(slack.messages), len(telegram.of("sendMessage"))) == (1, 1)

        stands["TechCrunch"].publish(CORRECTION, LEAD.replace("830", "380"), url=_address("TechCrunch"))
        await eventually("both are told again", lambda: len(slack.messages) + len(telegram.messages) == 4)
        await polled(*stands.values())

    first, second = slack.messages
    assert second["thread_ts"] == first["ts"]
    assert second["text"].startswith("Update")
    one, other = telegram.of("sendMessage")
    assert other["reply_parameters"]["message_id"] == 101
    assert "380M" in other["text"]
    assert "380M" not in one["text"]


def _address(outlet: str) -> str:
    return f"https://{outlet.lower().replace(' ', '-')}.example.com/2026/mistral-data-center"


def _lists_all(edits: list[dict[str, Any]]) -> bool:
    return bool(edits) and all(outlet in json.dumps(edits[-1], ensure_ascii=False) for outlet in VERSIONS)
