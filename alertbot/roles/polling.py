"""What a poll changes. A claim and what the fetch brought in, the commit out. No IO."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Literal, assert_never

from alertbot.errors import SourceError
from alertbot.sources.cadence import Pace as Pace
from alertbot.sources.cadence import after_failure, after_success, usual_gap
from alertbot.sources.links import host_of
from alertbot.sources.poll import Answer, Found, Read, Unchanged
from alertbot.sources.websub import hubs_of, topic_of
from alertbot.store.sources import Claim
from alertbot.stories.address import without_credentials
from alertbot.stories.filed import Filed
from alertbot.stories.freshness import judge
from alertbot.stories.source import Notice, Polled, SourceState
from alertbot.stories.story import Feed

SIGHTS_OF_A_MOVE: Final = 3
"""A permanent redirect is believed when so many polls in a row saw it: captive portals use them too."""

BROKEN_AFTER: Final = timedelta(days=1)


def after_poll(claim: Claim, found: Found, *, pace: Pace, now: datetime, jitter: float) -> Polled:
    """What to commit after a poll of `claim` found `found`. `jitter` is chance, in [0, 1)."""
    match found:
        case SourceError():
            return _failed(claim, found, pace, now, jitter)
        case Unchanged():
            return _well(claim, _answered(claim.state, found.answer, now), found.answer, pace, now, jitter)
        case Read():
            return _read(claim, found, pace, now, jitter)
    assert_never(found)


def _read(claim: Claim, found: Read, pace: Pace, now: datetime, jitter: float) -> Polled:
    feed, judged, at = found.feed, found.judgement, without_credentials(claim.state.url or claim.source.url)
    hubs = hubs_of(found.answer.link, feed.hubs, at=at)
    state = replace(
        _heard(_answered(claim.state, found.answer, now), len(judged.stories), now),
        title=feed.title or claim.state.title,
        stays_seconds=feed.ttl.total_seconds() if feed.ttl else 0.0,
        hub=next(iter(hubs), ""),
        more_hubs=hubs[1:],
        topic=topic_of(found.answer.link, feed.topic, at=at) or without_credentials(claim.source.url),
    )
    return replace(
        _well(claim, state, found.answer, pace, now, jitter),
        stories=judged.stories,
        marks=judged.marks,
        forgotten=judged.forgotten,
    )


def after_push(
    claim: Claim, feeds: Sequence[Feed], *, seen: Mapping[str, int], pause: timedelta, now: datetime
) -> Polled:
    """What to commit after a hub pushed `feeds`. They may list only what is new; the next poll stays due.

    `pause` is how long a poll may wait.
    """
    entries = tuple(entry for feed in reversed(feeds) for entry in feed.entries)
    judged = judge(
        Feed(title="", lang=next((feed.lang for feed in feeds), ""), entries=entries),
        source=claim.source.id,
        outlet=claim.source.name or claim.state.title,
        seen=seen,
        first_sight=False,
        now=now,
    )
    return Polled(
        state=_heard(claim.state, len(judged.stories), now),
        due=max((claim.state.last_ok or now) + pause, now),
        stories=judged.stories,
        marks=judged.marks,
    )


def names(stories: Filed) -> dict[str, str]:
    """What the line of a poll says of its new stories: the ids under which other lines follow them."""
    return {"stories": ",".join(stories.ids)} if stories else {}


def pushed(pace: Pace, pause: timedelta) -> Pace:
    """The pace of a source whose hub pushes: once in a `pause`, whatever else it does."""
    once = min(max(pause, pace.floor), pace.ceiling)
    return Pace(floor=once, ceiling=once)


def _well(claim: Claim, state: SourceState, answer: Answer, pace: Pace, now: datetime, jitter: float) -> Polled:
    """A poll that worked, whatever it brought."""
    pause = after_success(
        pace=pace,
        silence=now - (state.last_new or now),
        gap=timedelta(seconds=state.gap_seconds),
        hint=timedelta(seconds=state.stays_seconds),
        asked=answer.max_age or timedelta(),
        jitter=jitter,
    )
    notice = _notice(claim, "back", now) if claim.state.told else None
    return Polled(state=state, due=now + pause, marks={}, notice=notice)


def _answered(state: SourceState, answer: Answer, now: datetime) -> SourceState:
    """The state after any answer that worked: validators, moves, no failures."""
    same = answer.permanent_url and answer.permanent_url == state.moved_to
    moves = state.moves + 1 if same else int(bool(answer.permanent_url))
    believed = moves >= SIGHTS_OF_A_MOVE
    return replace(
        state,
        etag=answer.etag,
        last_modified=answer.last_modified,
        body=answer.body,
        failures=0,
        why="",
        last_ok=now,
        failing_since=None,
        told=False,
        url=answer.permanent_url if believed else state.url,
        moved_to="" if believed else answer.permanent_url,
        moves=0 if believed else moves,
        last_new=state.last_new or now,
    )


def _heard(state: SourceState, new: int, now: datetime) -> SourceState:
    """The state after `new` stories: they tell its rhythm."""
    if not new or state.last_new is None:
        return state
    silence = max(now - state.last_new, timedelta())
    return replace(state, last_new=now, gap_seconds=usual_gap(state.gap_seconds, silence=silence, new=new))


def _failed(claim: Claim, error: SourceError, pace: Pace, now: datetime, jitter: float) -> Polled:
    """Backs off. A source that moved is tried at its own address again; one that is gone is retired."""
    before = claim.state
    state = replace(
        before,
        failures=before.failures + 1,
        why=error.kind,
        failing_since=before.failing_since or now,
        url="",
        moves=0,
    )
    if error.kind == "gone" and not before.url:
        again = before.told and before.why == "gone"  # not when it was where the source had moved
        notice = None if again else _notice(claim, "gone", now)
        return Polled(state=replace(state, told=True), due=None, marks={}, notice=notice)
    wish = error.retry_after_seconds
    retry_after = None if wish is None else timedelta(seconds=wish)
    pause = after_failure(pace=pace, failures=state.failures, retry_after=retry_after, jitter=jitter)
    told_at = (state.failing_since or now) + BROKEN_AFTER
    if state.told or now < told_at:
        asked_to_wait = retry_after is not None and now + retry_after > told_at
        due = now + pause if state.told or asked_to_wait else min(now + pause, told_at)
        return Polled(state=state, due=due, marks={})
    broken = replace(_notice(claim, "broken", now), why=error.kind)
    return Polled(state=replace(state, told=True), due=now + pause, marks={}, notice=broken)


def _notice(claim: Claim, what: Literal["broken", "back", "gone"], now: datetime) -> Notice:
    return Notice(
        source=claim.source.id,
        name=claim.source.name or claim.state.title or host_of(claim.source.url) or claim.source.id,
        what=what,
        why=claim.state.why or what,
        since=claim.state.failing_since or now,
        at=now,
    )
