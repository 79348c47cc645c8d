"""The message people keep. The real bot, a real mail server with STARTTLS and a login, a real web page."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from alertbot.channels.email.links import From
from alertbot.channels.email.send import Email, Server
from alertbot.secret import Secret
from alertbot.store import keys
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.store import Store
from alertbot.surfaces.mail import routes
from tests.contracts.mail_server import PASSWORD, USER, Mailbox, Trust, submission
from tests.made.bot import polled, running, settings
from tests.made.newsstand import newsstand
from tests.made.served import served
from tests.made.waiting import eventually

DESK = {
    "name": "desk",
    "watches": ["Mistral", "data center"],
    "email": "desk@example.com",
    "mode": "digest",
    "digest_at": "00:00",
}


async def test_yesterdays_news_come_in_one_message_that_one_click_stops(tmp_path: Path) -> None:
    mailbox, trust = Mailbox(), Trust()
    embedded = Embedded(tmp_path / "valkey")
    await asyncio.to_thread(embedded.start)
    store = Store(connect(embedded.url))
    async with newsstand() as stand, submission(mailbox, trust) as port, served(routes(store)) as public:
        server = Server(
            host="127.0.0.1", port=port, tls=False, starttls=True, user=USER, password=Secret(PASSWORD)
        )
        email = Email(server, From(address="alertbot@example.com", public_url=public), trust=trust.client)
        async with running(settings(tmp_path, stand, subscribers=[DESK]), {"email": email}):
            await polled(stand)
            stand.publish("Mistral AI raises $830 million", "It pays for a data center near Paris.")
            stand.publish("A data center burns in Lyon", "Nobody was hurt.")
            await eventually("both noted", lambda: _noted(store, 2))
            await _midnight_was_missed(store)
            await eventually("the summary", lambda: mailbox.taken)

            text = mailbox.only().get_body(("plain",))
            assert text is not None
            assert "2 events on 2 of your 2 watches" in text.get_content()
            assert mailbox.only()["Subject"].endswith("· one more")
            [link] = re.findall(rf"{public}/unsubscribe/\S+", text.get_content())
            await _click(link)

            stand.publish("Mistral opens an office", "In Berlin.")
            await eventually("the third noted", lambda: _noted(store, 1))
            await _midnight_was_missed(store)
            await eventually("the summary made", lambda: _noted(store, 0))
    assert len(mailbox.taken) == 1
    await store.close()
    await asyncio.to_thread(embedded.stop)


async def _noted(store: Store, number: int) -> bool:
    return len((await store.digests.waiting("desk")).noted) == number


async def _midnight_was_missed(store: Store) -> None:
    """What the scheduler finds after a night in which nothing ran."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    await store.redis.hset(keys.DIGESTS_LAST, "desk", str(yesterday.timestamp()))
    await store.redis.zadd(keys.DIGESTS_DUE, {"desk": yesterday.timestamp()})


async def _click(link: str) -> None:
    form = {"List-Unsubscribe": "One-Click"}
    async with aiohttp.ClientSession() as session, session.post(link, data=form) as answer:
        assert answer.status == 200
