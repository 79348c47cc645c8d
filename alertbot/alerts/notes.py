"""What a story leaves behind for the daily summaries. A story and its matches in, notes out. No IO."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alertbot.alerts.alert import Passage, Span
from alertbot.alerts.digest import Noted
from alertbot.alerts.holding import is_muted, muting
from alertbot.alerts.passage import lead, merged, passages, repeats
from alertbot.alerts.plan import alert_of, followed, hits_by_subscriber, told_under
from alertbot.alerts.subscriber import Subscriber, Watch
from alertbot.events.verdict import Judged
from alertbot.stories.freshness import too_old
from alertbot.stories.story import Story
from alertbot.watches.index import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One story for one subscriber's next summary.

    It is told once as `told`; `noted` is None when it is held back. `held` says why it is, or would
    be when `told` turns out to be noted or told already; empty when that only means that this very
    story is judged again. `watches` are the ids of those that it mentions.
    """

    subscriber: str
    story: str
    told: str
    watches: tuple[str, ...]
    noted: Noted | None
    held: str = ""


def notes(
    story: Story,
    matches: Sequence[Match],
    owners: Mapping[str, tuple[Subscriber, Watch]],
    *,
    judged: Judged,
    now: datetime,
    max_age: timedelta,
) -> tuple[Note, ...]:
    """One note for everyone who gets a summary and has a watch that hit, in the words of `plan`."""
    return tuple(
        _note(story, subscriber, matched, judged, now=now, max_age=max_age)
        for subscriber, matched in hits_by_subscriber(matches, owners)
        if subscriber.mode != "instant"
    )


def _note(
    story: Story,
    subscriber: Subscriber,
    matches: Sequence[Match],
    judged: Judged,
    *,
    now: datetime,
    max_age: timedelta,
) -> Note:
    """Of a muted watch only the mention is kept. Pauses and quiet hours are no reason to hold a story back."""
    by_id = {match.watch: match for match in matches}
    hit = [watch for watch in subscriber.watches if watch.id in by_id]
    old = too_old(story, now=now, max_age=max_age)
    held = "too-old" if old else muting(subscriber, hit, outlet=story.outlet, now=now)
    heard = [by_id[watch.id] for watch in hit if not is_muted(watch, now)]
    verdict = judged.under(subscriber.policy)
    repeats = verdict.kind in ("joined", "duplicate")
    return Note(
        subscriber=subscriber.name,
        story=story.id,
        told=told_under(verdict, story.id),
        watches=() if old else tuple(watch.id for watch in hit),
        noted=None if held else _noted(story, subscriber, heard, judged),
        held=held or (verdict.kind if repeats else ""),
    )


def _noted(story: Story, subscriber: Subscriber, heard: Sequence[Match], judged: Judged) -> Noted:
    alert = alert_of(story, subscriber, heard, judged)
    follows = followed(judged, subscriber.policy) if alert.label == "related" else ""
    return Noted(alert=replace(alert, passages=alert.passages or _sentence(story, heard)), follows=follows)


def _sentence(story: Story, heard: Sequence[Match]) -> tuple[Passage, ...]:
    """What a summary says of a story whose headline shows all that hit: the text's own sentence about it."""
    places = [place for match in heard for place in match.evidence if place.field == "text"]
    hit = merged(Span(start=place.start, end=place.end) for place in places)
    shown = passages(story.text, [hit] if hit else [], most=1)
    says_more = shown and not repeats(shown[0], story.title)
    return shown if says_more else lead(story.text, headline=story.title)
