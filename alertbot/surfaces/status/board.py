"""What the status page shows, gathered from the store as it stands. Edge."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from alertbot.alerts.plan import Trace
from alertbot.channels.registry import CHANNELS
from alertbot.events.memory import Remembered
from alertbot.sources.links import shown
from alertbot.store.outbox import Kept
from alertbot.store.sources import Listed
from alertbot.store.standing import Queue
from alertbot.store.store import Store

ROWS = 50
MOST_LOOKED_AT = 500
"""Stories among which those that alerted are sought, for one page."""

MOST_DEAD = 50
MOST_SOURCES = 500

Health = Literal["failing", "new", "fine", "gone"]
ORDER: tuple[Health, ...] = ("failing", "new", "fine", "gone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A source: `due` is None for one that is not polled any more."""

    name: str
    url: str
    health: Health
    why: str
    failures: int
    since: datetime | None
    last_ok: datetime | None
    last_new: datetime | None
    due: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """Sources with the worst first, at most MOST_SOURCES of them, and how many there are of each health."""

    feeds: tuple[Feed, ...]
    counts: tuple[tuple[Health, int], ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A story as it was judged. `outcomes` are reasons with the number of subscribers each holds for."""

    number: int
    at: datetime
    title: str
    url: str
    outlet: str
    kind: str
    because: str
    reason: str
    watches: tuple[str, ...]
    outcomes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Stories as they were judged, newest first; `older` is the number below which more are, 0 when none is."""

    rows: tuple[Decided, ...]
    older: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queues:
    """What waits, and the last of what was given up, with the provider's last word."""

    queues: tuple[Queue, ...]
    dead: tuple[Kept, ...]
    total_dead: int


async def feeds_of(store: Store) -> Feeds:
    found = [_feed(each) for each in await store.sources.listed()]
    counts = Counter(each.health for each in found)
    ordered = sorted(found, key=lambda feed: (ORDER.index(feed.health), feed.name.casefold()))
    return Feeds(
        feeds=tuple(ordered[:MOST_SOURCES]),
        counts=tuple((health, counts[health]) for health in ORDER if counts[health]),
        total=len(found),
    )


async def stream_of(store: Store, *, before: int, alerted: bool, now: datetime) -> Stream:
    """ROWS stories below the number `before` (0: the newest), only those that hit somebody when `alerted`."""
    entries = await store.events.latest(before=before, count=MOST_LOOKED_AT if alerted else ROWS)
    trails = await store.outbox.trails([entry.story for _, entry in entries])
    traces = {story: everybody for story, (everybody, _) in trails.items()}
    wanted = [
        (number, entry)
        for number, entry in entries
        if not alerted or (entry.story in traces and traces[entry.story].outcomes)
    ][:ROWS]
    urls = await _urls(store, [entry for _, entry in wanted])
    rows = tuple(_decided(number, entry, traces.get(entry.story), urls) for number, entry in wanted)
    last = wanted[-1][0] if len(wanted) == ROWS else (entries[-1][0] if entries else 0)
    more = len(wanted) == ROWS or (alerted and len(entries) == MOST_LOOKED_AT)
    return Stream(rows=rows, older=last if more else 0)


async def mine_of(store: Store, name: str) -> tuple[Decided, ...]:
    """Of the latest stories those that hit the subscriber `name`, with what they came to for them alone."""
    entries = await store.events.latest(count=MOST_LOOKED_AT)
    trails = await store.outbox.trails([entry.story for _, entry in entries], name)
    own = {story: mine for story, (_, mine) in trails.items() if mine}
    hit = [(number, entry) for number, entry in entries if entry.story in own][:ROWS]
    urls = await _urls(store, [entry for _, entry in hit])
    return tuple(_decided(number, entry, own[entry.story], urls) for number, entry in hit)


async def queues_of(store: Store, *, now: datetime) -> Queues:
    total, dead = await store.outbox.newest_dead(MOST_DEAD)
    return Queues(queues=await store.standing.queues(CHANNELS, now=now), dead=dead, total_dead=total)


async def _urls(store: Store, entries: Iterable[Remembered]) -> dict[str, str]:
    """The addresses of stories: the log has only those of the stories that events began with."""
    asked = [entry for entry in entries if not entry.url]
    if not asked:
        return {}
    moments = [datetime.fromtimestamp(entry.at, UTC) for entry in asked]
    days = (max(moments) - min(moments)) // timedelta(days=1) + 1
    stories = await store.recent.find([entry.story for entry in asked], until=max(moments), days=days)
    return {story: kept.url for story, kept in stories.items()}


def _decided(number: int, entry: Remembered, trace: Trace | None, urls: dict[str, str]) -> Decided:
    outcomes = trace.outcomes if trace else ()
    return Decided(
        number=number,
        at=datetime.fromtimestamp(entry.at, UTC),
        title=entry.title,
        url=entry.url or urls.get(entry.story, ""),
        outlet=entry.outlet,
        kind=entry.kind,
        because=trace.because if trace else "",
        reason=trace.reason if trace else "",
        watches=trace.watches if trace else (),
        outcomes=outcomes,
    )


def _feed(listed: Listed) -> Feed:
    state = listed.state
    gone = listed.due is None
    health: Health = "gone" if gone else "failing" if state.failures else "fine" if state.last_ok else "new"
    return Feed(
        name=listed.source.name or state.title or shown(listed.source.url),
        url=shown(state.url or listed.source.url),
        health=health,
        why=state.why,
        failures=state.failures,
        since=state.failing_since,
        last_ok=state.last_ok,
        last_new=state.last_new,
        due=listed.due,
    )
