"""What a poll changes. A claim and what the fetch brought in, the commit out. No IO."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alertbot.errors import SourceError
from alertbot.sources.cadence import next_poll
from alertbot.sources.poll import Answer, Found, Read, Unchanged
from alertbot.store.sources import Claim
from alertbot.stories.freshness import judge
from alertbot.stories.source import Polled, SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often a source is polled: never sooner than `floor`, never later than `ceiling`."""

    floor: timedelta
    ceiling: timedelta


def after_poll(claim: Claim, found: Found, *, pace: Pace, now: datetime, jitter: float) -> Polled:
    """What to commit after a poll of `claim` found `found`. `jitter` is chance, in [0, 1)."""
    match found:
        case SourceError():
            return _failed(claim, found, pace, now, jitter)
        case Unchanged():
            state = _well(claim, found.answer, now)
            return Polled(state=state, due=now + _pause(0, pace, jitter), marks={})
        case Read():
            return _read(claim, found, pace, now, jitter)


def _read(claim: Claim, found: Read, pace: Pace, now: datetime, jitter: float) -> Polled:
    title = found.feed.title or claim.state.title
    judged = judge(
        found.feed,
        source=claim.source.id,
        outlet=claim.source.name or title,
        seen=claim.seen,
        first_sight=claim.state.last_ok is None,
        now=now,
    )
    return Polled(
        state=replace(_well(claim, found.answer, now), title=title),
        due=now + _pause(0, pace, jitter),
        stories=judged.stories,
        marks=judged.marks,
        forgotten=judged.forgotten,
    )


def _well(claim: Claim, answer: Answer, now: datetime) -> SourceState:
    return replace(
        claim.state,
        etag=answer.etag,
        last_modified=answer.last_modified,
        body=answer.body,
        failures=0,
        why="",
        last_ok=now,
    )


def _failed(claim: Claim, error: SourceError, pace: Pace, now: datetime, jitter: float) -> Polled:
    failures = claim.state.failures + 1
    wish = error.retry_after_seconds
    pause = next_poll(
        failures=failures,
        floor=pace.floor,
        ceiling=pace.ceiling,
        retry_after=None if wish is None else timedelta(seconds=wish),
        jitter=jitter,
    )
    return Polled(state=replace(claim.state, failures=failures, why=error.kind), due=now + pause, marks={})


def _pause(failures: int, pace: Pace, jitter: float) -> timedelta:
    return next_poll(failures=failures, floor=pace.floor, ceiling=pace.ceiling, retry_after=None, jitter=jitter)
