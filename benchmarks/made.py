"""Stories, subscribers and a server, made for benchmarks."""

import random
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from alertbot.alerts.alert import Address, Alert, Delivery
from alertbot.alerts.subscriber import Subscriber, watchlist
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.store import Store
from alertbot.stories.story import Story


def clock() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def served() -> AsyncIterator[Store]:
    """A store on a Valkey of its own, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        server = Embedded(Path(folder) / "v")
        server.start()
        store = Store(connect(server.url))
        try:
            yield store
        finally:
            await store.close()
            server.stop()


def headline(number: int, about: str = "Mistral") -> str:
    """A headline that shares no word but `about` with another number's: each is an event of its own."""
    chance = random.Random(f"story {number}")
    words = ("".join(chance.choices("bdfgklmnprst", k=7)) for _ in range(5))
    return f"{about} {' '.join(words)}"


def story(number: int, title: str) -> Story:
    """Stories that share nothing with each other."""
    now = clock()
    return Story(
        id=f"s{number}",
        source="source",
        outlet="The Example",
        title=title,
        url=f"https://news.example.com/{number}",
        published=now,
        seen=now,
        text="",
        lang="en",
        keys=(f"u:{number}",),
    )


def subscriber(name: str, queries: Sequence[str]) -> Subscriber:
    to = Address(channel="console", to=name)
    return Subscriber(name=name, addresses=(to,), watches=watchlist(name, queries), provisioned=True)


def delivery(number: int, to: str) -> Delivery:
    now = clock()
    alert = Alert(
        event=f"e{number}",
        story=f"s{number}",
        subscriber=to,
        headline=f"Mistral opens office number {number}",
        headline_marks=(),
        url=f"https://news.example.com/{number}",
        outlet="The Example",
        published=now,
        lang="en",
        passages=(),
        watches=("Mistral",),
    )
    return Delivery(id=f"d{number}", address=Address(channel="console", to=to), alert=alert, created=now)


async def queue(store: Store, deliveries: Sequence[Delivery]) -> None:
    """Puts deliveries into the outbox as a matcher does."""
    await store.outbox.commit_match("0-1", deliveries, now=clock())
