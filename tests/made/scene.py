"""A bot in the middle of its day: sources well and ill, stories judged by a real matcher, deliveries given up."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from alertbot.alerts.step import Bury
from alertbot.alerts.subscriber import Subscriber
from alertbot.roles.matcher import Matcher
from alertbot.store import keys
from alertbot.store.codec import STORY, dump
from alertbot.store.sources import Claim
from alertbot.store.store import Store
from alertbot.stories.identity import digest, url_key
from alertbot.stories.source import Polled, Source, SourceState, source_at
from alertbot.stories.story import Story
from tests.made.outbox import lanes
from tests.made.values import NOW, story, subscriber

LEASE = timedelta(minutes=1)
EXAMPLE = source_at("https://reader:hunter22@news.example.com/feed", name="The Example")
BROKEN = source_at("https://broken.example/feed", name="The Broken Gazette")
UNREAD = source_at("https://unread.example/feed", name="Unread Weekly")

HEADLINES = (
    (
        "Mistral AI raises $830 million for a data center near Paris",
        "The money pays for sovereign AI, seven banks said.",
    ),
    (
        "Harbour strike halts ferries in Marseille for a third day",
        "Ferry crews want higher pay before the summer.",
    ),
    (
        "Mistral opens an office in Lyon and hires three hundred engineers",
        "The Lyon site will train smaller models.",
    ),
    ("A bakery in Oslo wins the national prize for rye bread", ""),
)


def told(n: int, title: str, text: str = "", **other: object) -> Story:
    """Story `n` of the source EXAMPLE."""
    url = f"https://news.example.com/story-{n}"
    made = story(id=digest(EXAMPLE.id, url_key(url)), source=EXAMPLE.id, title=title, text=text, url=url)
    seen = NOW - timedelta(minutes=40 - n)
    return replace(made, seen=seen, published=seen, keys=(url_key(url),), **other)  # type: ignore[arg-type]


async def judged(store: Store, stories: Sequence[Story], *subscribers: Subscriber) -> None:
    """Has `stories` judged, one after another."""
    matcher = Matcher(store, subscribers, consumer="m", clock=lambda: NOW, max_age=timedelta(days=3))
    await matcher.open()
    for each in stories:
        await store.redis.xadd(keys.STORIES, {"story": dump(STORY, each)})
    async with asyncio.timeout(20):
        while await store.redis.xlen(keys.STORIES):
            await matcher.step()


async def polled(store: Store, source: Source, state: SourceState, *, due: datetime) -> None:
    """Adds a source with what its last poll left."""
    await store.sources.add(source, now=NOW - timedelta(days=9))
    claimed = await store.sources.claim_due(now=NOW, lease=LEASE, token="t", limit=9)
    claim: Claim = next(each for each in claimed.claims if each.source.id == source.id)
    await store.sources.commit_poll(claim, Polled(state=state, due=due, marks={}))


async def scene(store: Store) -> None:
    """All of it. `desk` watches, `night` is paused, a delivery to `dead` was given up."""
    soon, hour = NOW + timedelta(minutes=5), timedelta(hours=1)
    well = SourceState(
        last_ok=NOW - timedelta(minutes=2), last_new=NOW - timedelta(minutes=9), title="The Example"
    )
    ill = SourceState(failures=7, why="timeout", failing_since=NOW - 5 * hour, last_ok=NOW - 6 * hour)
    await polled(store, EXAMPLE, well, due=soon)
    await polled(store, BROKEN, ill, due=soon)
    await store.sources.add(UNREAD, now=NOW + timedelta(days=1))
    desk = subscriber("desk", "Mistral", '"data center" -lease', "sovereign AI")
    night = replace(subscriber("night", "Mistral"), paused_until=NOW + hour)
    await judged(store, [told(n, *each) for n, each in enumerate(HEADLINES)], desk, night)
    await bury(store, "the channel is archived")


async def bury(store: Store, why: str) -> None:
    """Gives up the first delivery that waits on the console."""
    serving, *_ = await lanes(store)
    ready = await store.lanes.look(serving, now=NOW)
    assert ready is not None
    await store.lanes.settle(serving, [(ready.waiting[0], Bury(why=why))], now=NOW)
