"""New stories are filed as the codec of the store would write them, whatever they hold."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alertbot.sources.text import line, paragraphs
from alertbot.store.codec import filed, unfiled
from alertbot.stories.filed import filed as filed_here
from alertbot.stories.identity import identity_keys, story_of
from alertbot.stories.story import Entry
from tests.made.values import NOW, entry

moments = st.datetimes(datetime(1990, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
entries = st.builds(
    Entry,
    guid=st.text(),
    title=st.text(min_size=1).map(line),
    url=st.sampled_from(["", "https://news.example.com/story?a=1&b=ä"]),
    published=st.none() | moments,
    text=st.text().map(paragraphs),
    lang=st.sampled_from(["", "fr"]),
    outlet=st.text().map(line),
)


def keyed(*listed: Entry) -> list[tuple[Entry, tuple[str, ...]]]:
    return [(each, identity_keys(each, "s")) for each in listed]


@given(st.lists(entries, max_size=3), moments)
def test_what_is_filed_is_what_the_codec_writes(listed: list[Entry], now: datetime) -> None:
    told = keyed(*listed)
    stories = [story_of(*each, source="s", outlet="o", lang="en", now=now) for each in told]
    assert filed_here(told, source="s", outlet="o", lang="en", now=now) == filed(stories)
    assert unfiled(filed(stories)) == tuple(stories)


@pytest.mark.parametrize(
    ("text", "url", "teaser"),
    [
        ("A teaser.", "https://news.example.com/1", True),
        ("A teaser.", "", False),
        ("word " * 200, "https://news.example.com/1", False),
        ("word " * 200 + "Continue reading →", "https://news.example.com/1", True),
    ],
)
def test_one_teaser_among_the_stories_is_said(text: str, url: str, teaser: bool) -> None:
    whole = entry(1, text="word " * 400)
    told = keyed(whole, replace(whole, text=text, url=url), whole)
    assert filed_here(told, source="s", outlet="o", lang="en", now=NOW).teaser is teaser
