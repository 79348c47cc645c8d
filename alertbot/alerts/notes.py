"""What a story leaves behind for the daily summaries. A story and its matches in, notes out. No IO."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alertbot.alerts.digest import Noted
from alertbot.alerts.holding import muting
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
        _note(story, subscriber, matched, judged, _kept_back(story, subscriber, matched, now=now, max_age=max_age))
        for subscriber, matched in hits_by_subscriber(matches, owners)
        if subscriber.mode != "instant"
    )


def _kept_back(
    story: Story, subscriber: Subscriber, matches: Sequence[Match], *, now: datetime, max_age: timedelta
) -> str:
    """Why a summary does not tell `story`, empty when it does. Pauses and quiet hours are no reason."""
    if too_old(story, now=now, max_age=max_age):
        return "too-old"
    hit = {match.watch for match in matches}
    watches = [watch for watch in subscriber.watches if watch.id in hit]
    return muting(subscriber, watches, outlet=story.outlet, now=now)


def _note(story: Story, subscriber: Subscriber, matches: Sequence[Match], judged: Judged, held: str) -> Note:
    verdict = judged.under(subscriber.policy)
    alert = alert_of(story, subscriber, matches, judged)
    follows = followed(judged, subscriber.policy) if alert.label == "related" else ""
    repeats = verdict.kind in ("joined", "duplicate")
    return Note(
        subscriber=subscriber.name,
        story=story.id,
        told=told_under(verdict, story.id),
        watches=() if held == "too-old" else tuple(match.watch for match in matches),
        noted=None if held else Noted(alert=alert, follows=follows),
        held=held or (verdict.kind if repeats else ""),
    )
