"""Which entries of a poll are new. A feed and what was seen in, filed stories and marks out. No IO.

What was seen decides, never the date: feeds re-date old items and back-date new ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from alertbot.stories.filed import Filed, filed
from alertbot.stories.identity import identity_keys, unambiguous
from alertbot.stories.story import Entry, Feed, Story

MARK_KEPT_DAYS = 60
"""A mark outlives its item's last listing by this much: archives come back after weeks, not months."""

MOST_MARKS = 200_000
"""Of one source, beside those of its items now: a feed may list thousands of new items at every poll."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one poll brought.

    `stories` are the new ones, oldest listing first. `marks` are the keys to remember with today's
    day number (only those that change something), below zero for what was there at first sight;
    `forgotten` the keys to drop.
    """

    stories: Filed
    marks: Mapping[str, int]
    forgotten: tuple[str, ...]


def judge(
    feed: Feed, *, source: str, outlet: str, seen: Mapping[str, int], first_sight: bool, now: datetime
) -> Judgement:
    """Judges the entries of `feed` against `seen`, the marks of this source (key to day number).

    At first sight every entry is marked and none is a story: a new source is silent about its past.
    """
    today = day_number(now)
    new: list[tuple[Entry, tuple[str, ...]]] = []
    listed: dict[str, int] = {}
    for entry, keys in _keyed(feed, source):
        met = [key for key in keys if key in seen]
        known = bool(met) or not listed.keys().isdisjoint(keys)
        silent = first_sight or (met and any(seen[key] < 0 for key in met))
        listed.update(dict.fromkeys(keys, -today if silent else today))
        if not known and not first_sight:
            new.append((entry, keys))
    marks = {key: day for key, day in listed.items() if seen.get(key) != day}
    stories = filed(reversed(new), source=source, outlet=outlet, lang=feed.lang, now=now)
    return Judgement(stories=stories, marks=marks, forgotten=_forgotten(seen, listed, today))


def _forgotten(seen: Mapping[str, int], listed: Mapping[str, int], today: int) -> tuple[str, ...]:
    """The keys of `seen` to drop: those listed last long ago, and the oldest where there are too many."""
    long_ago = range(MARK_KEPT_DAYS - today + 1, today - MARK_KEPT_DAYS)  # silent marks have their day below zero
    forgotten = tuple(key for key, day in seen.items() if day in long_ago and key not in listed)
    if len(seen) - len(forgotten) <= MOST_MARKS:
        return forgotten
    oldest = sorted((key for key in seen if key not in listed), key=lambda key: abs(seen[key]))
    return tuple(oldest[: max(len(forgotten), len(oldest) - MOST_MARKS)])


def _keyed(feed: Feed, source: str) -> list[tuple[Entry, tuple[str, ...]]]:
    return unambiguous((entry, entry.keys or identity_keys(entry, source)) for entry in feed.entries)


def too_old(story: Story, *, now: datetime, max_age: timedelta) -> bool:
    """Whether `story` says it was published longer ago than `max_age`; an undated story never is."""
    return story.published is not None and now - story.published > max_age


def day_number(now: datetime) -> int:
    """Days since 1970-01-01 UTC."""
    return int(now.timestamp() // 86_400)
