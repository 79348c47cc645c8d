"""What is kept of the story at one address, for one subscriber; `alerts.account` judges it. Edge."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from alertbot.alerts.account import Account, account
from alertbot.alerts.plan import Trace, delivery_id
from alertbot.alerts.sought import Delivered, Headline, Neighbour, Sighting, Sought
from alertbot.alerts.subscriber import Subscriber
from alertbot.store.outbox import Kept
from alertbot.store.sources import Listed
from alertbot.store.store import Store
from alertbot.stories.canonical import canonical_url
from alertbot.stories.identity import digest, url_key
from alertbot.stories.sites import site_of
from alertbot.stories.story import Story
from alertbot.watches.document import host_of
from alertbot.watches.slug import alike, slug_words

CORRECTION = "Correction:"
"""A headline with this at the same address is another story, the later one: what became of it is told."""

SEEN_BEFORE_JUDGED = 3
"""Days that a story may wait to be judged, at most."""

NEAREST_DAYS = 7
MOST_NEAREST = 3
MOST_READ = 30
FEWEST_ALIKE = 2
MOST_NEIGHBOURS = 5


async def explained(store: Store, url: str, subscriber: Subscriber, *, now: datetime) -> Account:
    """The whole account of the story at `url` for `subscriber`, also when it was never seen."""
    return account(await sought(store, url, subscriber, now=now), now=now)


async def sought(store: Store, url: str, subscriber: Subscriber, *, now: datetime) -> Sought:
    """All that is kept of it."""
    canonical, listed = canonical_url(url), await store.sources.listed()
    found = Sought(url=url, canonical=canonical, subscriber=subscriber, sources=len(listed))
    if not url_key(url):
        return found
    key, traces = await _latest(store, url, [each.source.id for each in listed], subscriber.name)
    sightings = _sightings(listed, await _listing(store, key, listed), traces, key)
    found = replace(found, sightings=sightings, neighbours=_neighbours(listed, canonical))
    if traces:
        return await _with_story(store, found, traces, now=now)
    ids = {digest(each.source.id, key) for each in listed}
    if await store.outbox.unmatched(ids):
        return replace(found, unmatched=True)
    nearest = () if sightings else await _nearest(store, canonical, now=now)
    return replace(found, nearest=nearest)


Traces = dict[str, tuple[Trace, Trace | None]]
"""Story id → what became of it for everybody and for the one who asks."""


async def _latest(store: Store, url: str, sources: Sequence[str], name: str) -> tuple[str, Traces]:
    """The key of the correction at `url` where one was judged, else that of the article; what became of it."""
    corrected = url_key(url, CORRECTION)
    if traces := await _traces(store, corrected, sources, name):
        return corrected, traces
    key = url_key(url)
    return key, await _traces(store, key, sources, name)


async def _traces(store: Store, key: str, sources: Sequence[str], name: str) -> Traces:
    """Those of the story in every source that is polled, and of the article where its source is gone."""
    article = await store.events.article(key)
    ids = [digest(source, key) for source in sources]
    return await store.outbox.trails([*ids, *([article.article] if article else [])], name)


async def _listing(store: Store, key: str, listed: Sequence[Listed]) -> dict[str, int]:
    return await store.sources.listing(key, [each.source.id for each in listed])


def _sightings(listed: Sequence[Listed], marks: dict[str, int], traces: Traces, key: str) -> tuple[Sighting, ...]:
    """In the order in which they were judged; then those that were not."""
    sightings = []
    for each in listed:
        story, mark = digest(each.source.id, key), marks.get(each.source.id)
        if mark is not None or story in traces:
            seen = Sighting(
                source=_name(each),
                story=story,
                listed=_date(abs(mark)) if mark is not None else None,
                first_sight=mark is not None and mark < 0,
                trace=traces[story][0] if story in traces else None,
            )
            sightings.append(seen)
    known = {each.story for each in sightings}
    gone = (
        Sighting(source="", story=story, trace=both[0]) for story, both in traces.items() if story not in known
    )
    return tuple(sorted([*sightings, *gone], key=_judged_at))


def _judged_at(sighting: Sighting) -> datetime:
    return (sighting.trace.at if sighting.trace else None) or datetime.max.replace(tzinfo=UTC)


def _date(day: int) -> date:
    return datetime.fromtimestamp(day * 86_400, UTC).date()


def _name(listed: Listed) -> str:
    return listed.source.name or listed.state.title or host_of(listed.source.url)


async def _with_story(store: Store, found: Sought, traces: Traces, *, now: datetime) -> Sought:
    """The first story that hit the subscriber, else the first of all, and what it led to."""
    in_order = [each.story for each in found.sightings if each.story in traces]
    chosen = next((story for story in in_order if traces[story][1]), in_order[0])
    judged, own = traces[chosen]
    at = judged.at
    stories = await _stories(store, [chosen], at) if at else {}
    return replace(
        found,
        story=stories.get(chosen),
        judged=judged,
        own=own,
        first=await _first(store, chosen, judged),
        deliveries=await _deliveries(store, found.subscriber, chosen, judged, own, now=now),
        summary=await store.digests.standing(found.subscriber.name, _told(judged, own, chosen)),
    )


async def _stories(store: Store, ids: Sequence[str], at: datetime) -> dict[str, Story]:
    return await store.recent.find(ids, until=at, days=SEEN_BEFORE_JUDGED)


async def _first(store: Store, chosen: str, judged: Trace) -> Headline | None:
    """The story that the event began with, where it is kept and another one."""
    if judged.event in ("", chosen) or judged.at is None:
        return None
    first = (await store.outbox.trails([judged.event])).get(judged.event)
    at = (first[0].at if first else None) or judged.at
    kept = (await _stories(store, [judged.event], at)).get(judged.event)
    return _headline(kept) if kept else None


def _told(judged: Trace, own: Trace | None, story: str) -> str:
    """What is told once to this subscriber: see `alerts.plan.told_under`."""
    verdict = own if own and own.event else judged
    return f"{verdict.event}\0{story}" if verdict.kind == "update" else verdict.event


async def _deliveries(
    store: Store, subscriber: Subscriber, story: str, judged: Trace, own: Trace | None, *, now: datetime
) -> tuple[Delivered, ...]:
    """What this story led to, and what the subscriber was told of its event in any case."""
    verdict = own if own and own.event else judged
    told = dict.fromkeys([_told(judged, own, story), verdict.event])
    ids = [delivery_id(each, subscriber.name, address) for each in told for address in subscriber.addresses]
    kept = await store.outbox.several(dict.fromkeys([*(own.deliveries if own else ()), *ids]))
    return tuple([await _paused(store, _delivered(each), each, now=now) for each in kept])


async def _paused(store: Store, delivered: Delivered, kept: Kept, *, now: datetime) -> Delivered:
    """What waits, with the pause of its address if there is one."""
    waits = delivered.state in ("queued", "retrying")
    pause = await store.lanes.pauses(kept.delivery.address, now=now) if waits else None
    return replace(delivered, paused=pause[0], until=pause[1]) if pause else delivered


def _delivered(kept: Kept) -> Delivered:
    alert = kept.delivery.alert
    return Delivered(
        id=kept.delivery.id,
        channel=kept.delivery.address.channel,
        state=kept.state,
        why=kept.why,
        message_id=kept.message_id,
        sent=kept.sent,
        edited=kept.edited,
        until=kept.delivery.not_before if kept.state == "held" else None,
        story=alert.story,
        headline=alert.headline,
        outlet=alert.outlet,
        also=alert.also,
    )


def _neighbours(listed: Iterable[Listed], canonical: str) -> tuple[Neighbour, ...]:
    """The sources of the same site, which would have carried it."""
    site = site_of(host_of(canonical))
    near = (each for each in listed if site and site_of(host_of(each.source.url)) == site)
    found = (Neighbour(name=_name(each), last_ok=each.state.last_ok, why=each.state.why) for each in near)
    return tuple(found)[:MOST_NEIGHBOURS]


async def _nearest(store: Store, canonical: str, *, now: datetime) -> tuple[Headline, ...]:
    """The kept stories that have most of the words of the address; of those, the site's own first."""
    words = slug_words(canonical)
    need = max(FEWEST_ALIKE, (len(words) + 1) // 2)
    if len(words) < FEWEST_ALIKE:
        return ()
    lines = await store.recent.lines(now=now, days=NEAREST_DAYS, wanted=lambda seen: alike(words, seen) >= need)
    ranked = sorted(lines, key=lambda line: alike(words, line.words), reverse=True)[:MOST_READ]
    score = {line.story: alike(words, line.words) for line in ranked}
    site = site_of(host_of(canonical))
    stories = sorted(
        await store.recent.stories(ranked),
        key=lambda story: (score[story.id], site_of(host_of(story.url)) == site, story.seen),
        reverse=True,
    )
    return tuple(_headline(story) for story in stories[:MOST_NEAREST])


def _headline(story: Story) -> Headline:
    return Headline(title=story.title, url=story.url, outlet=story.outlet, seen=story.seen)
