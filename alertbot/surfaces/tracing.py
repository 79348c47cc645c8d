"""The way of one story to one subscriber, found again in what is kept. Edge."""

from datetime import datetime

from alertbot.alerts.alert import Passage, Span
from alertbot.alerts.passage import passages
from alertbot.alerts.plan import delivery_id
from alertbot.alerts.subscriber import Subscriber
from alertbot.desk.facts import Trace
from alertbot.store.recent import Line
from alertbot.store.store import Store
from alertbot.stories.canonical import canonical_url
from alertbot.stories.identity import digest
from alertbot.stories.story import Story
from alertbot.watches.document import document
from alertbot.watches.index import Index, Match
from alertbot.watches.query import parse

DAYS = 7
MOST_PASSAGES = 3


async def trace(store: Store, url: str, subscriber: Subscriber, *, now: datetime) -> Trace | None:
    """How far the story at `url` came; None when none of the last days is known by that address."""
    address = f"u:{digest(canonical_url(url))}"
    ids = {digest(each.source.id, address) for each in await store.sources.listed()}
    lines = [line for line in await store.recent.lines(now=now, days=DAYS) if line.story in ids]
    stories = await store.recent.stories(lines[:1])
    if not stories:
        return None
    story = stories[0]
    matches = _matches(story, subscriber)
    state, why = await _told(store, lines[0], subscriber) if matches else ("", "")
    return Trace(
        headline=story.title,
        url=story.url,
        outlet=story.outlet,
        published=min(story.published or story.seen, story.seen),
        seen=story.seen,
        watches=tuple(each.query for each in subscriber.watches if each.id in {match.watch for match in matches}),
        passages=_passages(story, matches),
        state=state,
        why=why,
    )


def _matches(story: Story, subscriber: Subscriber) -> tuple[Match, ...]:
    index = Index()
    for watch in subscriber.watches:
        index.add(watch.id, parse(watch.query))
    return index.match(document(story))


def _passages(story: Story, matches: tuple[Match, ...]) -> tuple[Passage, ...]:
    groups = [
        [Span(start=place.start, end=place.end) for place in match.evidence if place.field == "text"]
        for match in matches
    ]
    return passages(story.text, [group for group in groups if group], most=MOST_PASSAGES)


async def _told(store: Store, line: Line, subscriber: Subscriber) -> tuple[str, str]:
    """The state of the event's delivery to the subscriber, and the last word about it."""
    for address in subscriber.addresses:
        kept = await store.outbox.get(delivery_id(line.event, subscriber.name, address))
        if kept is not None:
            return kept.state, kept.why
    return "", ""
