"""A source breaks for a day and comes back: the real bot tells who depends on it, once on each channel."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from alertbot.channels.email.links import From
from alertbot.channels.email.send import Email, Server
from alertbot.channels.slack.send import Slack
from alertbot.channels.telegram.send import Telegram
from alertbot.secret import Secret
from alertbot.store import keys
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.store import Store
from alertbot.stories.source import source_at
from tests.contracts.mail_server import PASSWORD, USER, Mailbox, Trust, submission
from tests.contracts.slack_server import slack_server
from tests.made.bot import polled, running, settings
from tests.made.bot_api import TOKEN, bot_api
from tests.made.newsstand import Newsstand, newsstand
from tests.made.waiting import eventually

DESK = {
    "name": "desk",
    "watches": ["source:example"],
    "slack": "C0123ABCD",
    "telegram": "4242",
    "email": "desk@example.com",
}
OTHER = {"name": "other", "watches": ["Mistral"], "email": "other@example.com"}
BROKEN = "The Example has been broken for a day: it has a fault of its own"
BACK = "The Example is back"


async def test_who_depends_on_a_source_is_told_everywhere_once_that_it_broke_and_once_that_it_is_back(
    tmp_path: Path,
) -> None:
    mailbox, trust = Mailbox(), Trust()
    embedded = Embedded(tmp_path / "valkey")
    await asyncio.to_thread(embedded.start)
    store = Store(connect(embedded.url))
    async with (
        newsstand() as stand,
        newsstand("Another") as another,
        slack_server() as slack,
        bot_api() as telegram,
        submission(mailbox, trust) as port,
    ):
        server = Server(
            host="127.0.0.1", port=port, tls=False, starttls=True, user=USER, password=Secret(PASSWORD)
        )
        channels = {
            "slack": Slack("xoxb-1", slack.url),
            "telegram": Telegram(Secret(TOKEN), api_url=telegram.url),
            "email": Email(server, From(address="alertbot@example.com"), trust=trust.client),
        }

        def told() -> dict[str, list[str]]:
            return {
                "slack": [each["text"] for each in slack.messages],
                "telegram": [str(each["text"]) for each in telegram.of("sendMessage")],
                "email": [_text(raw) for _, raw in mailbox.taken],
            }

        async def everywhere(times: int) -> bool:
            await _days_and_hours_pass(store, stand)
            return all(len(messages) >= times for messages in told().values())

        async with running(settings(tmp_path, stand, another, subscribers=[DESK, OTHER]), channels):
            await polled(stand, another)
            stand.broken = True
            await polled(stand)
            await eventually("it is told that it broke", lambda: everywhere(1), 60)
            await polled(stand)
            stand.broken = False
            await eventually("it is told that it is back", lambda: everywhere(2), 60)
            await polled(stand, another)
    for channel, (broken, back) in told().items():
        assert BROKEN in " ".join(broken.split()), channel
        assert BACK in " ".join(back.split()), channel
    assert {to for to, _ in mailbox.taken} == {"desk@example.com"}
    assert {each["channel"] for each in slack.messages} == {"C0123ABCD"}
    assert {each["chat_id"] for each in telegram.of("sendMessage")} == {"4242"}
    await store.close()
    await asyncio.to_thread(embedded.stop)


async def _days_and_hours_pass(store: Store, stand: Newsstand) -> None:
    """What the scheduler finds a day after the source began to fail, and an hour after the last notice."""
    await store.redis.delete(keys.SOURCES_TOLD)
    source = source_at(stand.url).id
    state = json.loads(await store.redis.hget(keys.SOURCES_STATES, source) or "{}")
    since, now = state.get("failing_since"), datetime.now(UTC)
    if since and now - datetime.fromisoformat(since) < timedelta(hours=1):
        state["failing_since"] = (now - timedelta(days=1)).isoformat()
        await store.redis.hset(keys.SOURCES_STATES, source, json.dumps(state))


def _text(raw: bytes) -> str:
    message: EmailMessage = message_from_bytes(raw, policy=default)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
