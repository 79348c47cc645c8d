"""The marks of a source end: of what went long ago, and the oldest of a feed that never repeats itself."""

from datetime import UTC, datetime

import pytest

from alertbot.stories import freshness
from alertbot.stories.freshness import MARK_KEPT_DAYS, day_number, judge
from alertbot.stories.story import Entry, Feed

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
TODAY = day_number(NOW)


def forgotten(seen: dict[str, int], *guids: str) -> set[str]:
    entries = tuple(Entry(guid=guid, title=guid, url="", published=None, text="", lang="") for guid in guids)
    feed = Feed(title="", lang="en", entries=entries)
    found = judge(feed, source="s", outlet="Paper", seen=seen, first_sight=False, now=NOW).forgotten
    assert len(found) == len(set(found))
    return set(found)


def test_marks_of_what_went_long_ago_are_dropped() -> None:
    seen = {"g:old": TODAY - MARK_KEPT_DAYS - 1, "g:silent": MARK_KEPT_DAYS + 1 - TODAY, "g:young": TODAY - 1}
    assert forgotten(seen) == {"g:old", "g:silent"}


def test_the_oldest_go_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "MOST_MARKS", 2)
    seen = {"g:today": TODAY, "g:first": 3 - TODAY, "g:yesterday": TODAY - 1, "g:oldest": TODAY - 4}
    assert forgotten(seen) == {"g:first", "g:oldest"}


def test_what_went_long_ago_goes_beside_however_many_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "MOST_MARKS", 2)
    listed = dict.fromkeys(marks("a", "b", "c"), TODAY)
    assert forgotten({**listed, "g:old": TODAY - MARK_KEPT_DAYS - 1, "g:young": TODAY}, "a", "b", "c") == {"g:old"}


def marks(*guids: str) -> set[str]:
    """The marks that a poll with these items leaves."""
    entries = tuple(Entry(guid=guid, title=guid, url="", published=None, text="", lang="") for guid in guids)
    feed = Feed(title="", lang="en", entries=entries)
    return set(judge(feed, source="s", outlet="Paper", seen={}, first_sight=False, now=NOW).marks)
