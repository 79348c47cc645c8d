"""What publishers' software breaks is mended, and nothing else is touched."""

import pytest

from alertbot.sources.mending import mended
from tests.sources.test_parse import only, parse, rss

CUT = "é".encode()[:1]


@pytest.mark.parametrize("declared", ["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-8"?>'])
@pytest.mark.parametrize(
    "content_type", ["", "text/xml", "text/xml; charset=utf-8", "text/xml; charset=iso-8859-1"]
)
def test_a_text_cut_in_a_character_costs_only_that_character(declared: str, content_type: str) -> None:
    whole = rss("<title>Une ville à vélo – été</title><description>Le caf</description>")
    body = declared.encode() + whole.replace(b"Le caf", b"Le caf" + CUT)
    (entry,) = parse(body, content_type).entries
    assert (entry.title, entry.text) == ("Une ville à vélo – été", "Le caf")


def test_a_byte_pasted_from_an_older_encoding_is_what_it_was() -> None:
    body = rss("<title>Straße, Grüße, Öl</title><description>It?s na!ve</description>")
    entry = only(body.replace(b"?", b"\x92").replace(b"na!ve", b"na\xefve"))
    assert (entry.title, entry.text) == ("Straße, Grüße, Öl", "It’s naïve")


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("cp1252", "Café crème, naïve – été"),
        ("gbk", "中文新闻 北京"),
        ("shift_jis", "日本語のニュース"),
        ("euc-kr", "한국 뉴스"),
        ("windows-1251", "Привет, Москва"),
        ("koi8-r", "Привет, Москва"),
        ("tis-620", "สวัสดี ข่าว"),
        ("utf-16", "Café 中文"),
        ("iso-2022-jp", "日本語のニュース"),
    ],
)
def test_other_encodings_stay_as_they_are(encoding: str, title: str) -> None:
    body = rss(f"<title>{title}</title>").decode().encode(encoding)
    assert mended(body) == body


def test_a_bare_ampersand_is_one() -> None:
    entry = only(rss("<title>R&D at AT&T &amp; Co</title><link>https://a.example.com/?a=1&b=2</link>"))
    assert (entry.title, entry.url) == ("R&D at AT&T & Co", "https://a.example.com/?a=1&b=2")


@pytest.mark.parametrize(
    "items",
    [
        "<title>a &amp; b &#38; c &#x26; d &eacute;</title>",
        "<title><![CDATA[R&D]]></title>",
        "<title>plain</title>",
    ],
)
def test_what_is_right_stays(items: str) -> None:
    assert mended(rss(items)) == rss(items)


def test_cdata_and_a_document_with_declarations_keep_their_ampersands() -> None:
    body = rss("<title>R&D <![CDATA[Q&A]]> A&E</title><description><![CDATA[open &")
    assert mended(body) == body.replace(b"R&D", b"R&amp;D").replace(b"A&E", b"A&amp;E")
    declaring = b'<!DOCTYPE rss [<!ENTITY a "b & c">]>' + body
    assert mended(declaring) == declaring
