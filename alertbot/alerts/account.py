"""How far one story came for one subscriber, and what stopped it. Facts in, an account out. No IO.

Whoever asks gives an address and a name. An edge gathers what is kept about both (`Sought`); what that
means is decided here, once, for `alertbot explain`, for `/why` and for the status page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from alertbot.alerts.alert import Passage, Span
from alertbot.alerts.holding import is_muted
from alertbot.alerts.passage import merged, passages
from alertbot.alerts.plan import Trace
from alertbot.alerts.sought import Delivered, Sought
from alertbot.alerts.subscriber import Watch
from alertbot.errors import QueryError
from alertbot.stories.story import Story
from alertbot.watches.document import document
from alertbot.watches.index import Index, Match
from alertbot.watches.missing import Miss, missing
from alertbot.watches.query import parse
from alertbot.watches.reading import Story as Read

Outcome = Literal[
    "unseen", "first-sight", "forgotten", "waiting",
    "too-old", "no-watches", "no-watch-hit", "digest-only", "muted-source", "muted-watch", "no-address",
    "held", "queued", "sending", "retrying", "sent", "dead", "dropped", "told-otherwise",
]  # fmt: skip
"""How the way of a story ended. `told-otherwise`: another story of its event was told, this one added nothing."""

STATES: tuple[Outcome, ...] = ("sent", "sending", "retrying", "queued", "held", "dead", "dropped")
"""Of several deliveries the one that came furthest says how it ended."""

MUTED: Mapping[str, Outcome] = {"muted-source": "muted-source", "muted-watch": "muted-watch"}
"""Why what was planned is dropped before it goes, when it is not a person's decision."""

Note = Literal["", "added-since", "gone-since", "muted", "unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One watch held against the story.

    `hit` is what counted when the story was judged; `note` says what has changed since, or that the
    watch is muted. `marks` are its words in the headline, `passage` shows it in the text; `misses` are
    the clauses that fail. All three are empty when the text is not kept.
    """

    query: str
    hit: bool
    note: Note = ""
    marks: tuple[Span, ...] = ()
    passage: Passage | None = None
    misses: tuple[Miss, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What there is to say, in its order: `sought` with the watches `tried` and the `outcome`.

    `event`, `kind` and `because` are the verdict as the subscriber's policy has it. `rule` is the named
    reason that held the alert or kept it back, `until` when that ends.
    """

    sought: Sought
    outcome: Outcome
    event: str = ""
    kind: str = ""
    because: str = ""
    tried: tuple[Tried, ...] = ()
    rule: str = ""
    until: datetime | None = None


def account(sought: Sought, *, now: datetime) -> Account:
    """The account of what was `sought`."""
    judged, own = sought.judged, sought.own
    if judged is None:
        return Account(sought=sought, outcome=_unjudged(sought))
    verdict = own if own and own.event else judged
    outcome = _outcome(sought, judged)
    rule, until = _rule(sought, judged, outcome)
    return Account(
        sought=sought,
        outcome=outcome,
        event=verdict.event,
        kind=verdict.kind,
        because=verdict.because or judged.because,
        tried=tuple(_tried(sought, now=now)),
        rule=rule,
        until=until,
    )


def _unjudged(sought: Sought) -> Outcome:
    if sought.unmatched:
        return "waiting"
    if any(each.first_sight for each in sought.sightings):
        return "first-sight"
    return "forgotten" if sought.sightings else "unseen"


def _outcome(sought: Sought, judged: Trace) -> Outcome:
    own, mine = sought.own, _mine(sought)
    if judged.reason == "too-old":
        return "too-old"
    if mine:
        furthest: Outcome = next(
            (state for state in STATES if any(each.state == state for each in mine)), "queued"
        )
        muted = MUTED.get(mine[0].why) if furthest == "dropped" else None
        return muted or furthest
    if any(each.state == "sent" for each in sought.deliveries):
        return "told-otherwise"
    if own is None:
        return "no-watch-hit" if sought.subscriber.watches else "no-watches"
    match own.reason:
        case "digest-only" | "muted-source" | "muted-watch":
            return own.reason
        case _ if own.deliveries:
            return "forgotten"
        case _:
            return "no-address"


def _mine(sought: Sought) -> list[Delivered]:
    """The deliveries that this very story led to, or would have, had another one not been first."""
    ids = sought.own.deliveries if sought.own else ()
    story = sought.story.id if sought.story else ""
    return [each for each in sought.deliveries if each.id in ids or each.story == story]


def _rule(sought: Sought, judged: Trace, outcome: Outcome) -> tuple[str, datetime | None]:
    """What held it or kept it back, and until when: a hold as it stands now, whatever was planned."""
    held = next((each for each in _mine(sought) if each.state == outcome == "held"), None)
    if held is not None:
        return held.why, held.until
    own = sought.own
    reason = own.reason if own else judged.reason
    return ("", None) if reason in ("planned", "no-watch-hit") else (reason, own.until if own else None)


def _tried(sought: Sought, *, now: datetime) -> Iterator[Tried]:
    """Every watch of today's list, then those that hit and are not in it any more."""
    then = sought.own.watches if sought.own else ()
    matches = _matches(sought.subscriber.watches, sought.story)
    for watch in sought.subscriber.watches:
        yield _one(watch, sought, matches.get(watch.id), then, now=now)
    gone = dict.fromkeys(then)
    for watch in sought.subscriber.watches:
        gone.pop(watch.query, None)
    yield from (Tried(query=query, hit=True, note="gone-since") for query in gone)


def _one(watch: Watch, sought: Sought, match: Match | None, then: Sequence[str], *, now: datetime) -> Tried:
    story = sought.story
    hit = watch.query in then
    muted: Note = "muted" if is_muted(watch, now) else ""
    if story is None:
        return Tried(query=watch.query, hit=hit, note=muted)
    if match is None:
        return _missed(watch, story, hit=hit)
    tried_then = sought.judged is not None and sought.judged.reason != "too-old"
    note: Note = "added-since" if tried_then and not hit else muted
    title, text = (
        tuple(Span(start=place.start, end=place.end) for place in match.evidence if place.field == field)
        for field in ("title", "text")
    )
    shown = passages(story.text, [text] if text else [], most=1)
    passage = shown[0] if shown and not title else None
    return Tried(query=watch.query, hit=hit or not tried_then, note=note, marks=merged(title), passage=passage)


def _missed(watch: Watch, story: Story, *, hit: bool) -> Tried:
    try:
        node = parse(watch.query).node
    except QueryError:
        return Tried(query=watch.query, hit=hit, note="unreadable")
    seen = document(story)
    misses = missing(node, Read(seen), host=seen.host, source=seen.source)
    return Tried(query=watch.query, hit=hit, misses=misses)


def _matches(watches: Sequence[Watch], story: Story | None) -> dict[str, Match]:
    """What hits `story`, found as it is found live; a watch that cannot be read hits nothing."""
    if story is None:
        return {}
    index = Index()
    for watch in watches:
        try:
            index.add(watch.id, parse(watch.query))
        except QueryError:
            continue
    return {match.watch: match for match in index.match(document(story))}
