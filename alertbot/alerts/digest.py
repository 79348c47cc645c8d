"""What a day's summary says. A subscriber and what was noted for them in, a Digest out. No IO."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from alertbot.alerts.alert import Alert, Delivery, Digest, Group, Item, Line, of_no_story
from alertbot.alerts.daily import DAY, zone_of
from alertbot.alerts.holding import hushed_at, is_muted
from alertbot.alerts.subscriber import Subscriber, told_at
from alertbot.stories.identity import digest

MOST_ITEMS = 8
"""Events told with their sentence: a screen or two. The rest is named and counted."""

MOST_UNDER_ONE = 5
MOST_RELATED = 3
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """An alert kept for the next summary. `follows` is the event it is labelled as related to, or empty."""

    alert: Alert
    follows: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What happened since the last summary.

    `outlets` are all outlets of an event, in order of joining, where they are known; `mentions` the
    moments a watch (by its id) was hit in the last week, whoever was told; `held` counts the stories
    that hit a watch and were kept back, by reason.
    """

    noted: Sequence[Noted]
    outlets: Mapping[str, Sequence[str]]
    mentions: Mapping[str, Sequence[datetime]]
    held: Mapping[str, int]


def compose(subscriber: Subscriber, facts: Facts, *, moment: datetime) -> Digest:
    """The summary of what was noted for `subscriber` up to `moment`; it may hold no event at all.

    An event stands once, under the first watch of the watchlist it hits. An alert of which every
    watch was removed meanwhile is left out; one of which they were muted is counted as held back.
    """
    zone = zone_of(subscriber.timezone)
    heard = [watch for watch in subscriber.watches if not is_muted(watch, moment)]
    queries = [watch.query for watch in heard]
    by_event = _by_event(facts.noted, queries)
    silenced = _by_event(facts.noted, [watch.query for watch in subscriber.watches]).keys() - by_event.keys()
    held = Counter(facts.held) + Counter({"muted-watch": len(silenced)})
    told = _events(by_event, facts.outlets, queries)
    chosen = _chosen(told)
    groups = tuple(
        _group(watch.query, under, chosen, _week(facts.mentions.get(watch.id, ()), moment))
        for watch in heard
        if (under := [each for each in told if each.watch == watch.query])
    )
    hit = {query for each in told for query in (each.watch, *each.item.others)}
    return Digest(
        day=moment.astimezone(zone).date(),
        timezone=zone.key,
        lang=subscriber.lang,
        groups=groups,
        quiet=tuple(query for query in queries if query not in hit),
        held=tuple(sorted(held.items())),
        events=len(by_event),
    )


def digest_deliveries(
    subscriber: Subscriber, composed: Digest, noted: Sequence[Noted], *, moment: datetime, now: datetime
) -> tuple[Delivery, ...]:
    """One delivery an address; a moment always makes the same ones."""
    items = [item for group in composed.groups for item in group.items]
    leads = [each.alert for each in noted if items and each.alert.event == items[0].event]
    lead = leads[0] if leads else _nothing(subscriber, moment)
    return tuple(
        Delivery(
            id=digest("digest", subscriber.name, moment.isoformat(), address.channel, address.to),
            address=address,
            alert=lead,
            created=now,
            digest=composed,
            lang=subscriber.lang,
            hush=hushed_at(subscriber, address),
        )
        for address in told_at(subscriber)
    )


def _nothing(subscriber: Subscriber, moment: datetime) -> Alert:
    """What an empty summary, which somebody asked for, stands for."""
    return of_no_story(subscriber.name, lang=subscriber.lang, at=moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """`item` stands under `watch`; `folded` are all events beneath it, of which it shows the first ones."""

    watch: str
    item: Item
    folded: tuple[Line, ...]


def _by_event(noted: Sequence[Noted], queries: Sequence[str]) -> dict[str, list[Noted]]:
    """What was noted of each event, the newest first."""
    by_event: dict[str, list[Noted]] = {}
    for each in sorted(noted, key=lambda each: each.alert.published, reverse=True):
        if set(each.alert.watches) & set(queries):
            by_event.setdefault(each.alert.event, []).append(each)
    return by_event


def _events(
    by_event: Mapping[str, Sequence[Noted]], outlets: Mapping[str, Sequence[str]], queries: Sequence[str]
) -> list[_Told]:
    """One item an event that is not folded under another, the most-covered and then the newest first."""
    folded: dict[str, list[str]] = {}
    for event in by_event:
        folded.setdefault(_above(event, by_event), []).append(event)
    told = [_told(event, under, by_event, outlets, queries) for event, under in folded.items()]
    return sorted(told, key=lambda each: (len(each.item.outlets), each.item.published), reverse=True)


def _above(event: str, by_event: Mapping[str, Sequence[Noted]]) -> str:
    """The event `event` is folded under: what it follows in the end, itself when it follows none."""
    seen = [event]
    while True:
        follows = next((each.follows for each in by_event[seen[-1]] if each.follows in by_event), "")
        if not follows:
            return seen[-1]
        if follows in seen:
            return min(seen[seen.index(follows) :])
        seen.append(follows)


def _told(
    event: str,
    folded: Sequence[str],
    by_event: Mapping[str, Sequence[Noted]],
    outlets: Mapping[str, Sequence[str]],
    queries: Sequence[str],
) -> _Told:
    """`event` with those `folded` beneath it as one item: an update is told in place of what it updates."""
    of_event = by_event[event]
    alert = of_event[0].alert
    beneath = [by_event[each] for each in folded if each != event]
    first, *_ = _hit(queries, of_event)
    every = _hit(queries, chain(of_event, *beneath))
    known = [name for each in reversed(of_event) for name in (each.alert.outlet, *each.alert.also)]
    lines = tuple(_line(each[0].alert) for each in beneath)
    item = Item(
        event=event,
        headline=alert.headline,
        marks=alert.headline_marks,
        url=alert.url,
        outlets=tuple(dict.fromkeys([*known, *outlets.get(event, ())])),
        published=alert.published,
        passage=next((passage for each in of_event for passage in each.alert.passages), None),
        others=tuple(query for query in every if query != first),
        update=alert.label == "update",
        related=lines[:MOST_RELATED],
    )
    return _Told(watch=first, item=item, folded=lines)


def _hit(queries: Sequence[str], noted: Iterable[Noted]) -> list[str]:
    hit = {query for each in noted for query in each.alert.watches}
    return [query for query in queries if query in hit]


def _chosen(told: Sequence[_Told]) -> frozenset[str]:
    """The events told with their sentence: the first one of each watch, then the first ones of all."""
    under: Counter[str] = Counter()
    ranked: list[tuple[bool, str]] = []
    for each in told:
        under[each.watch] += 1
        if under[each.watch] <= MOST_UNDER_ONE:
            ranked.append((under[each.watch] > 1, each.item.event))
    return frozenset(event for _, event in sorted(ranked, key=lambda pair: pair[0])[:MOST_ITEMS])


def _group(watch: str, told: Sequence[_Told], chosen: frozenset[str], week: tuple[int, ...]) -> Group:
    """Every event stands somewhere: as an item, as a related line of one, or as a line that names it."""
    items = [each.item for each in told if each.item.event in chosen]
    more = [line for each in told if each.item.event in chosen for line in each.folded[MOST_RELATED:]]
    for each in told:
        if each.item.event not in chosen:
            more += [_named(each.item), *each.folded]
    return Group(watch=watch, items=tuple(items), more=tuple(more), week=week)


def _named(item: Item) -> Line:
    return Line(headline=item.headline, url=item.url, outlet=item.outlets[0])


def _line(alert: Alert) -> Line:
    return Line(headline=alert.headline, url=alert.url, outlet=alert.outlet)


def _week(moments: Iterable[datetime], moment: datetime) -> tuple[int, ...]:
    """Days of 24 hours that end at the summary's moment: at eight in the morning the calendar's day is empty."""
    days = Counter(max(0, (moment - each) // DAY) for each in moments)
    return tuple(days[back] for back in reversed(range(WEEK_DAYS)))
