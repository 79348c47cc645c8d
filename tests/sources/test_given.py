"""The STORIES argument."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alertbot.errors import SourceError, UsageError
from alertbot.sources.given import Given, read_given


def read(text: str) -> list[Given]:
    return list(read_given("-", io.BytesIO(text.encode())))


def test_a_line_needs_only_an_id_and_a_title() -> None:
    full = (
        '{"id": "1", "title": "A", "url": "https://a.example.com/", "published": "2026-03-12T09:30:00+01:00", '
        '"text": " as  given ", "source": "S", "lang": "fr", "more": 1}'
    )
    assert read(f'\n{full}\n\n{{"id": "2", "title": "", "text": null}}') == [
        Given(
            id="1",
            title="A",
            url="https://a.example.com/",
            published=datetime(2026, 3, 12, 8, 30, tzinfo=UTC),
            text=" as  given ",
            source="S",
            lang="fr",
        ),
        Given(id="2", title=""),
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("nonsense", "line 2 is not JSON"),
        ("[1]", "line 2 is not a JSON object"),
        ('{"title": "x"}', 'line 2 needs "id"'),
        ('{"id": "", "title": "x"}', 'line 2 needs "id"'),
        ('{"id": "1"}', 'line 2 needs "title"'),
        ('{"id": "1", "title": "x", "text": 5}', 'line 2 has "text"'),
        ('{"id": "1", "title": "x", "published": "soon"}', 'line 2 has "published"'),
    ],
)
def test_a_bad_line_is_named_with_its_number(line: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        read('{"id": "0", "title": "fine"}\n' + line)


def test_a_feed_s_entries_are_stories(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(
        '<?xml version="1.0"?>\n<rss version="2.0"><channel><title>The Example</title><language>en</language>'
        "<item><title>One</title><guid isPermaLink='false'>g</guid></item>"
        "<item><title>Two</title><link>https://a.example.com/2</link></item></channel></rss>"
    )
    assert list(read_given(str(file), io.BytesIO())) == [
        Given(id="g", title="One", source="The Example", lang="en"),
        Given(
            id="https://a.example.com/2",
            title="Two",
            url="https://a.example.com/2",
            source="The Example",
            lang="en",
        ),
    ]


@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_json_feed_is_told_from_json_lines(gap: str) -> None:
    feed = f'{{{gap}"version": "https://jsonfeed.org/version/1",{gap}"items": [{{"id": "1", "title": "A"}}]}}'
    assert read(feed) == [Given(id="1", title="A")]


def test_nothing_given_is_nothing() -> None:
    assert read("") == []
    assert read(" \n\n") == []


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        list(read_given(str(tmp_path / "missing"), io.BytesIO()))
    with pytest.raises(SourceError, match="web page"):
        read("<!doctype html><p>Hello")
