"""Lists of sources in and out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alertbot.errors import UsageError
from alertbot.sources.opml import MOST_TAGS, read_opml, write_opml
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


@pytest.mark.parametrize(
    "document",
    [
        *(b"", b"hello", b"<html>", b"\x00\x01\xff", b"<opml>" * 1000, b"\x1f\x8b\x08\x00zip", b'{"feeds": []}'),
        b"<rss version='2.0'><channel><title>t</title><item><title>x</title></item></channel></rss>",
        b'<opml><body><outline text="A" xmlUrl=""/><outline text="B" type="link" url="https://b.example.com"/>',
    ],
)
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
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-8", "UTF-16"),
        ("utf-8", "us-ascii"),
        ("utf-8", "none-such"),
        ("windows-1251", "Windows-1251"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("utf-32-be", "UTF-8"),
    ],
)
def test_a_list_is_in_the_encoding_it_declares(codec: str, said: str) -> None:
    text = f'<?xml version="1.0" encoding="{said}"?><opml><outline text="Новости" xmlUrl="a.example.com"/></opml>'
    assert read_opml(text.encode(codec)).sources[0].name == "Новости"


def test_what_xml_cannot_hold_is_left_out_and_what_opml_cannot_is_said_otherwise() -> None:
    odd = source_at("https://a.example.com/", name="A\x0b\x01\ud800B", tags=("x, y/z\x02", ","), origin="added")
    plain = source_at("https://a.example.com/", name="A B", tags=("x y z",), origin="added")
    assert read_opml(write_opml([odd]).encode()).sources == (plain,)
    assert read_opml(write_opml([plain]).encode()).sources == (plain,)


FEED = "https://a.example.com/f"


@pytest.mark.parametrize(
    "outline",
    [
        f'<outline text="A" xmlurl="{FEED}"/>',
        f'<OUTLINE TITLE="A" XMLURL="{FEED}"/>',
        f'<outline text="A" type="atom" xmlUrl=" {FEED} "/>',
        f"<outline text='A' xmlUrl='feed:{FEED}'/>",
        f"<outline text=A xmlUrl={FEED} />",
        f'<outline text="A" text="B" xmlUrl="{FEED}"/>',
        f'<outline xmlns="urn:x" text="A\x01" xmlUrl="{FEED}"/>',
        f'<outline text="A&#10;" xmlUrl="{FEED}"><outline text="note"/></outline>',
        f'<outline text="A" xmlUrl="{FEED}"/><outline text="B" xmlUr',
    ],
)
def test_an_outline_is_read_however_it_is_written(outline: str) -> None:
    listing = read_opml(f"\n<opml version='1.1'><body>{outline}</body></opml>".encode())
    assert [(each.url, each.name) for each in listing.sources] == [(FEED, "A")]


def test_entities_and_bare_signs_are_what_was_meant() -> None:
    outline = f'<outline text="R&eacute;sum&eacute; &amp; A & B&hellip;" xmlUrl="{FEED}?a=1&amp;b=2&c=3"/>'
    (source,) = read_opml(f"<opml><body>{outline}</body></opml>".encode()).sources
    assert (source.url, source.name) == (f"{FEED}?a=1&b=2&c=3", "Résumé & A & B…")


def test_folders_in_folders_are_tags_that_stay_and_few() -> None:
    deep = "".join(f'<outline text="F, {n}/x">' for n in range(100))
    listing = read_opml(f'<opml><body>{deep}<outline text="A" xmlUrl="{FEED}"/></body></opml>'.encode())
    assert listing.sources[0].tags[:2] == ("F 0 x", "F 1 x")
    assert len(listing.sources[0].tags) == MOST_TAGS
    assert read_opml(write_opml(listing.sources).encode()) == listing


def test_ten_thousand_outlines_are_read() -> None:
    outlines = "".join(f'<outline text="{n % 50}"><outline xmlUrl="{FEED}{n}"/></outline>' for n in range(10_000))
    sources = read_opml(f"<opml><body>{outlines}</body></opml>".encode()).sources
    assert (len(sources), sources[-1].url, sources[-1].tags) == (10_000, f"{FEED}9999", ("49",))


def test_no_password_is_told_of_what_is_refused() -> None:
    document = f'<opml><outline xmlUrl="ftp://me:hush@a.example.com/"/><outline xmlUrl="{FEED}"/></opml>'
    assert read_opml(document.encode()).refused == ("ftp://a.example.com/",)
