"""Lists of sources in and out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alertbot.errors import UsageError
from alertbot.sources.opml import read_opml, write_opml
from alertbot.stories.source import source_at


def test_folders_and_categories_are_tags() -> None:
    listing = read_opml(
        b'<opml version="2.0"><body><outline text="News"><outline title="Tech">'
        b'<outline text="The A" xmlUrl="https://a.example.com/feed" category="ai,/europe/fr"/></outline>'
        b'<outline xmlUrl="https://b.example.com/feed"/><outline text="bad" xmlUrl="javascript:1"/></outline>'
        b'<outline text="Again" xmlUrl="https://a.example.com/feed"/></body></opml>'
    )
    assert listing.refused == ("javascript:1",)
    assert [(each.url, each.name, each.origin) for each in listing.sources] == [
        ("https://a.example.com/feed", "The A", "added"),
        ("https://b.example.com/feed", "", "added"),
    ]
    assert [each.tags for each in listing.sources] == [("ai", "europe", "fr", "News", "Tech"), ("News",)]


@pytest.mark.parametrize("document", [b"", b"hello", b"<html>", b"\x00\x01\xff", b"<opml>" * 1000])
def test_a_file_without_feeds_is_said(document: bytes) -> None:
    with pytest.raises(UsageError, match="no feed in this file"):
        read_opml(document)


def test_entities_from_outside_stay_outside() -> None:
    bomb = (
        b'<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        b'<opml><outline text="&a;" xmlUrl="a.example.com"/></opml>'
    )
    assert "root" not in read_opml(bomb).sources[0].name


TAGS = st.text(
    st.characters(codec="utf-8", exclude_characters=",/<&", categories=["L", "N", "P"]), min_size=1, max_size=9
)
SOURCES = st.builds(
    lambda n, name, tags: source_at(
        f"https://{n}.example.com/?a=1&b=<", name=name, tags=tuple(dict.fromkeys(tags)), origin="added"
    ),
    st.integers(0, 5),
    st.sampled_from(["", "The A", "Été & <b>", "日本", '"q"']),
    st.lists(TAGS, max_size=3),
)


@given(st.lists(SOURCES, min_size=1, unique_by=lambda source: source.id))
def test_what_is_written_is_read_again(sources: list) -> None:
    listing = read_opml(write_opml(sources).encode())
    assert sorted(listing.sources, key=str) == sorted(sources, key=str)


@pytest.mark.parametrize(
    ("codec", "said"),
    [("utf-8", "UTF-8"), ("utf-8", "none-such"), ("windows-1251", "Windows-1251"), ("utf-16", "UTF-16")],
)
def test_a_list_is_in_the_encoding_it_declares(codec: str, said: str) -> None:
    text = f'<?xml version="1.0" encoding="{said}"?><opml><outline text="Новости" xmlUrl="a.example.com"/></opml>'
    assert read_opml(text.encode(codec)).sources[0].name == "Новости"


def test_what_xml_cannot_hold_is_left_out_and_what_opml_cannot_is_said_otherwise() -> None:
    odd = source_at("https://a.example.com/", name="A\x0b\x01\ud800B", tags=("x, y/z\x02", ","), origin="added")
    plain = source_at("https://a.example.com/", name="A B", tags=("x y z",), origin="added")
    assert read_opml(write_opml([odd]).encode()).sources == (plain,)
    assert read_opml(write_opml([plain]).encode()).sources == (plain,)
