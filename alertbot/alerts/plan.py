"""Who is told about a story. A story, its matches and the subscribers in, deliveries out. No IO."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from alertbot.alerts.alert import Address, Alert, Delivery, Span
from alertbot.alerts.holding import Hold, holding, hushed_at, is_muted, muting
from alertbot.alerts.passage import merged, passages
from alertbot.alerts.subscriber import Subscriber, Watch, told_at
from alertbot.events.verdict import Judged, Policy, Verdict
from alertbot.stories.freshness import too_old
from alertbot.stories.identity import digest
from alertbot.stories.story import Story
from alertbot.watches.index import Evidence, Match

MOST_PASSAGES = 3
MOST_WATCHES = 5
"""Queries that are kept for everybody, of all that a story hit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What a story came to for one subscriber, or (`subscriber` empty) for everybody: for `explain`.

    `reason` is a named one; `watches` are the queries that hit; `until` is when a hold ends. `event` and
    `kind` are the verdict (of one subscriber only where their policy is their own), `because` its reason,
    `article` the story it is a copy of or itself, `at` the moment of all that. For everybody, `outcomes` counts
    the subscribers it hit by their reason, and `watches` are only the first.
    """

    subscriber: str
    reason: str
    watches: tuple[str, ...] = ()
    until: datetime | None = None
    deliveries: tuple[str, ...] = ()
    event: str = ""
    kind: str = ""
    because: str = ""
    article: str = ""
    at: datetime | None = None
    outcomes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a story leads to: deliveries, and the named reason when there are none.

    `traces` say what became of it: for everybody first, then for each subscriber it hit.
    """

    deliveries: tuple[Delivery, ...]
    reason: str
    traces: tuple[Trace, ...] = ()


def plan(
    story: Story,
    matches: Sequence[Match],
    owners: Mapping[str, tuple[Subscriber, Watch]],
    *,
    judged: Judged,
    now: datetime,
    max_age: timedelta,
) -> Plan:
    """Plans the deliveries of `story`, one alert a subscriber with all of its watches that hit.

    `owners` says whose each watch id is; a match of a watch that is gone is left out. The reason is
    `planned`, `too-old`, `no-watch-hit`, or the first that kept it from someone it hit: `digest-only`,
    `muted-source`, `muted-watch`.

    A joiner and a duplicate are planned like the story that founded their event, under the same
    delivery id: who was told of the event is not told again, who was not (only this text hits a
    watch of theirs) is told now. Who wants only the daily summary is not planned for: see `notes`.
    """
    if too_old(story, now=now, max_age=max_age):
        return Plan(deliveries=(), reason="too-old", traces=(_for_all("too-old", (), judged, now),))
    shares = [_share(story, who, hits, judged, now) for who, hits in hits_by_subscriber(matches, owners)]
    deliveries = tuple(delivery for each in shares for delivery in each.deliveries)
    reason = "planned" if deliveries else next((each.trace.reason for each in shares), "no-watch-hit")
    own = tuple(each.trace for each in shares)
    return Plan(deliveries=deliveries, reason=reason, traces=(_for_all(reason, own, judged, now), *own))


def _for_all(reason: str, own: Sequence[Trace], judged: Judged, now: datetime) -> Trace:
    queries = dict.fromkeys(query for trace in own for query in trace.watches)
    return Trace(
        subscriber="",
        reason=reason,
        watches=tuple(islice(queries, MOST_WATCHES)),
        event=judged.normal.event,
        kind=judged.normal.kind,
        because=judged.reason,
        article=judged.article,
        at=now,
        outcomes=tuple(sorted(Counter(trace.reason for trace in own).items())),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    """What one subscriber gets of a story."""

    deliveries: tuple[Delivery, ...] = ()
    trace: Trace


def _share(
    story: Story, subscriber: Subscriber, matches: Sequence[Match], judged: Judged, now: datetime
) -> _Share:
    by_id = {match.watch: match for match in matches}
    hit = [watch for watch in subscriber.watches if watch.id in by_id]
    trace = Trace(subscriber=subscriber.name, reason="digest-only", watches=tuple(watch.query for watch in hit))
    if subscriber.policy != "normal":
        own = judged.under(subscriber.policy)
        because = judged.reason_under(subscriber.policy)
        trace = replace(trace, event=own.event, kind=own.kind, because=because)
    if subscriber.mode == "digest":
        return _Share(trace=trace)
    if muted := muting(subscriber, hit, outlet=story.outlet, now=now):
        return _Share(trace=replace(trace, reason=muted))
    heard = [by_id[watch.id] for watch in hit if not is_muted(watch, now)]
    alert = alert_of(story, subscriber, heard, judged)
    outlets = len(judged.outlets_under(subscriber.policy))
    holds = {to: holding(subscriber, outlets=outlets, now=now, address=to) for to in told_at(subscriber)}
    deliveries = tuple(_delivery(alert, judged, subscriber, to, now, hold) for to, hold in holds.items())
    return _Share(deliveries=deliveries, trace=_told(trace, tuple(holds.values()), deliveries))


def _told(trace: Trace, holds: Sequence[Hold | None], deliveries: Sequence[Delivery]) -> Trace:
    """What reaches one address at once is told, whatever the others wait for."""
    ids = tuple(each.id for each in deliveries)
    hold = min((each for each in holds if each), key=lambda each: each.until, default=None)
    if hold is None or None in holds:
        return replace(trace, reason="planned", deliveries=ids)
    return replace(trace, reason=hold.reason, until=hold.until, deliveries=ids)


def delivery_id(event: str, subscriber: str, address: Address) -> str:
    """The same event, subscriber and address always make the same delivery."""
    return digest(event, subscriber, address.channel, address.to)


def hits_by_subscriber(
    matches: Sequence[Match], owners: Mapping[str, tuple[Subscriber, Watch]]
) -> list[tuple[Subscriber, list[Match]]]:
    """Who is hit, each with the matches of their watches; a match of a watch that is gone is left out."""
    hits: dict[str, list[Match]] = {}
    for match in matches:
        if match.watch in owners:
            hits.setdefault(owners[match.watch][0].name, []).append(match)
    return [(owners[matched[0].watch][0], matched) for matched in hits.values()]


def told_under(verdict: Verdict, story: str) -> str:
    """What is told once: the event, or this very story when it is an update of it."""
    return f"{verdict.event}\0{story}" if verdict.kind == "update" else verdict.event


def followed(judged: Judged, policy: Policy) -> str:
    """The event that an update or a related story follows, as one who folds by `policy` heard of it."""
    first = judged.first_under(policy)
    return first.event if first else ""


def _delivery(
    alert: Alert, judged: Judged, subscriber: Subscriber, address: Address, now: datetime, hold: Hold | None
) -> Delivery:
    told = told_under(judged.under(subscriber.policy), judged.story)
    follows = followed(judged, subscriber.policy) if alert.label else ""
    return Delivery(
        id=delivery_id(told, subscriber.name, address),
        address=address,
        alert=alert,
        created=now,
        follows=delivery_id(follows, subscriber.name, address) if follows else "",
        lang=subscriber.lang,
        not_before=hold.until if hold else None,
        held=hold.reason if hold else "",
        breaking=subscriber.breaking_outlets,
        grows=subscriber.policy in ("normal", "broad"),
        hush=hushed_at(subscriber, address),
        preview=subscriber.previews,
    )


def alert_of(story: Story, subscriber: Subscriber, matches: Sequence[Match], judged: Judged) -> Alert:
    """What `subscriber` is told about `story`, with the passages that show why."""
    evidence = {match.watch: match.evidence for match in matches}
    hit = [watch for watch in subscriber.watches if watch.id in evidence]
    in_text = [_spans(evidence[watch.id], "text") for watch in hit if not _spans(evidence[watch.id], "title")]
    verdict = judged.under(subscriber.policy)
    alert = Alert(
        event=verdict.event,
        story=story.id,
        subscriber=subscriber.name,
        headline=story.title,
        headline_marks=merged(span for watch in hit for span in _spans(evidence[watch.id], "title")),
        url=story.url,
        outlet=story.outlet,
        published=min(story.published or story.seen, story.seen),
        lang=story.lang,
        passages=passages(story.text, in_text, most=MOST_PASSAGES),
        watches=tuple(watch.query for watch in hit),
    )
    return _beside_others(alert, judged, subscriber.policy)


def _beside_others(alert: Alert, judged: Judged, policy: Policy) -> Alert:
    """`alert` with the other outlets of its event, and with what it follows."""
    kind, first = judged.under(policy).kind, judged.first_under(policy)
    if kind in ("update", "related") and first is not None:
        return replace(
            alert,
            label=kind,
            first_url=first.url,
            first_headline=first.title,
            first_outlet=first.outlet,
        )
    also = tuple(outlet for outlet in judged.outlets_under(policy) if outlet != alert.outlet)
    return replace(alert, also=also)


def _spans(evidence: Sequence[Evidence], field: str) -> tuple[Span, ...]:
    return tuple(Span(start=place.start, end=place.end) for place in evidence if place.field == field)
