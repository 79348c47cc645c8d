"""Ordinary values, so that a test names only what it is about."""

from datetime import UTC, datetime

from alertbot.alerts.alert import Address, Alert, Delivery, Passage, Span
from alertbot.alerts.subscriber import Subscriber, watchlist
from alertbot.stories.story import Entry, Feed, Story

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


def entry(n: int = 1, **other: object) -> Entry:
    fields: dict[str, object] = {
        "guid": f"guid-{n}",
        "title": f"Story {n}",
        "url": f"https://news.example.com/story-{n}",
        "published": NOW,
        "text": f"The text of story {n}.",
    }
    return Entry(**(fields | other))  # type: ignore[arg-type]


def feed(*entries: Entry, title: str = "The Example") -> Feed:
    return Feed(title=title, lang="en", entries=entries)


def story(**other: object) -> Story:
    fields: dict[str, object] = {
        "id": "story-1",
        "source": "source-1",
        "outlet": "The Example",
        "title": "Mistral AI raises $830 million",
        "url": "https://news.example.com/mistral",
        "published": NOW,
        "seen": NOW,
        "text": "The money pays for a data center near Paris.",
        "lang": "en",
        "keys": ("u:story-1", "t:story-1"),
    }
    return Story(**(fields | other))  # type: ignore[arg-type]


def subscriber(
    name: str = "desk",
    *queries: str,
    addresses: tuple[Address, ...] = (Address(channel="console", to="desk"),),
) -> Subscriber:
    return Subscriber(
        name=name, addresses=addresses, watches=watchlist(name, queries or ("Mistral",)), provisioned=True
    )


def delivery(n: int = 1, *, to: str = "desk", channel: str = "console") -> Delivery:
    alert = Alert(
        event=f"event-{n}",
        story=f"story-{n}",
        subscriber="desk",
        headline=f"Mistral story {n}",
        headline_marks=(Span(start=0, end=7),),
        url=f"https://news.example.com/{n}",
        outlet="The Example",
        published=NOW,
        lang="en",
        passages=(Passage(text="A data center.", marks=(Span(start=2, end=13),)),),
        watches=("Mistral", '"data center"'),
    )
    return Delivery(
        id=f"delivery-{n}", address=Address(channel=channel, to=to), alert=alert, created=NOW, grows=True
    )
