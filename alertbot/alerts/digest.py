"""What a day's summary says. A subscriber and what was noted for them in, a Digest out. No IO."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from alertbot.alerts.alert import Alert, Delivery, Digest, Group, Item, Line
from alertbot.alerts.daily import DAY, zone_of
from alertbot.alerts.holding import hushed_at, is_muted
from alertbot.alerts.subscriber import Subscriber, told_at
from alertbot.stories.identity import digest

MOST_ITEMS = 10
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
    shown = _shares(Counter(each.watch for each in told).values())
    groups = tuple(
        _group(watch.query, under, shown, _week(facts.mentions.get(watch.id, ()), moment))
        for watch in heard
        if (under := [each.item for each in told if each.watch == watch.query])
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
    return Alert(
        event="",
        story="",
        subscriber=subscriber.name,
        headline="",
        headline_marks=(),
        url="",
        outlet="",
        published=moment,
        lang=subscriber.lang,
        passages=(),
        watches=(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    watch: str
    item: Item


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
    folded: dict[str, list[Noted]] = {}
    for event, of_event in by_event.items():
        folded.setdefault(_above(event, by_event), []).extend(of_event)
    told = [_told(by_event[event], under, outlets, queries) for event, under in folded.items()]
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
    of_event: Sequence[Noted],
    folded: Sequence[Noted],
    outlets: Mapping[str, Sequence[str]],
    queries: Sequence[str],
) -> _Told:
    """`of_event`, the newest first, as one item: an update is told in place of what it updates."""
    alert = of_event[0].alert
    watches = [query for query in queries if any(query in each.alert.watches for each in of_event)]
    known = [name for each in reversed(of_event) for name in (each.alert.outlet, *each.alert.also)]
    others = [each.alert for each in folded if each.alert is not alert]
    return _Told(
        watch=watches[0],
        item=Item(
            event=alert.event,
            headline=alert.headline,
            marks=alert.headline_marks,
            url=alert.url,
            outlets=tuple(dict.fromkeys([*known, *outlets.get(alert.event, ())])),
            published=alert.published,
            passage=next((passage for each in of_event for passage in each.alert.passages), None),
            others=tuple(watches[1:]),
            update=alert.label == "update",
            related=tuple(_line(other.headline, other.url, other.outlet) for other in others[:MOST_RELATED]),
        ),
    )


def _group(watch: str, items: Sequence[Item], shown: int, week: tuple[int, ...]) -> Group:
    more = [_line(item.headline, item.url, item.outlets[0]) for item in items[shown:]]
    return Group(watch=watch, items=tuple(items[:shown]), more=tuple(more), week=week)


def _line(headline: str, url: str, outlet: str) -> Line:
    return Line(headline=headline, url=url, outlet=outlet)


def _shares(sizes: Iterable[int]) -> int:
    """How many events each watch may tell so that all together stay near MOST_ITEMS; at least one each."""
    counts = list(sizes)
    share = MOST_UNDER_ONE
    while share > 1 and sum(min(count, share) for count in counts) > MOST_ITEMS:
        share -= 1
    return share


def _week(moments: Iterable[datetime], moment: datetime) -> tuple[int, ...]:
    """Days of 24 hours that end at the summary's moment: at eight in the morning the calendar's day is empty."""
    days = Counter(max(0, (moment - each) // DAY) for each in moments)
    return tuple(days[back] for back in reversed(range(WEEK_DAYS)))
