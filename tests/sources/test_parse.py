"""Documents into feeds: what each format says, and what is not a feed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alertbot.errors import SourceError
from alertbot.sources.parse import parse_feed
from alertbot.stories.story import Entry, Feed

URL = "https://news.example.com/feed"
HALF_PAST_EIGHT = datetime(2026, 3, 12, 8, 30, tzinfo=UTC)


def rss(*inner: str, channel: str = "") -> bytes:
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
        'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    )
    items = "".join(f"<item>{each}</item>" for each in inner)
    return (
        f'<rss version="2.0" {spaces}><channel><title>The Example</title>{channel}{items}</channel></rss>'.encode()
    )


def parse(body: bytes, content_type: str = "") -> Feed:
    return parse_feed(body, url=URL, content_type=content_type)


def only(body: bytes) -> Entry:
    (entry,) = parse(body).entries
    return entry


def only_title(body: bytes, content_type: str) -> str:
    (entry,) = parse(body, content_type).entries
    return entry.title


def test_an_rss_item_is_read_whole() -> None:
    entry = only(
        rss(
            "<title>Q&amp;amp;A</title><link>/a?b=1&amp;c=2</link><guid isPermaLink='false'>7</guid>"
            "<pubDate>Thu, 12 Mar 2026 09:30:00 +0100</pubDate><dc:language>fr-FR</dc:language>"
            "<description><![CDATA[<p>One <b>bold</b>&nbsp;word<p>Two<br><br>Three]]></description>"
        )
    )
    assert entry == Entry(
        guid="7",
        title="Q&A",
        url="https://news.example.com/a?b=1&c=2",
        published=HALF_PAST_EIGHT,
        text="One bold word\n\nTwo\n\nThree",
        lang="fr-fr",
    )


def test_an_item_needs_no_id_no_link_and_no_date() -> None:
    assert only(rss("<title>Alone</title>")) == Entry(guid="", title="Alone", url="", published=None, text="")


@pytest.mark.parametrize("link", ["<link/>", "<link />", "<link></link>", "<link>\n</link>"])
def test_a_guid_stands_in_for_an_empty_link_where_it_is_an_address(link: str) -> None:
    def url(guid: str) -> str:
        return only(rss(f"<title>x</title>{link}{guid}")).url

    assert url("<guid>https://a.example.com/1</guid>") == "https://a.example.com/1"
    assert url('<guid isPermaLink="true">https://a.example.com/1</guid>') == "https://a.example.com/1"
    assert url('<guid isPermaLink="false">https://a.example.com/1</guid>') == url("<guid>tag:1</guid>") == ""


def test_the_longest_text_of_an_item_is_its_text() -> None:
    entry = only(rss("<description>Short.</description><content:encoded>&lt;p&gt;Much longer.</content:encoded>"))
    assert entry.text == "Much longer."


def test_a_redirector_s_link_gives_way_to_the_article_s() -> None:
    origin = "<feedburner:origLink>https://a.example.com/1</feedburner:origLink>"
    assert only(rss(f"<link>https://feeds.example.com/~r/1</link>{origin}")).url == "https://a.example.com/1"


def test_an_aggregator_s_item_names_its_outlet_once() -> None:
    entry = only(rss('<title>Rates rise - Reuters</title><source url="https://r.example.com">Reuters</source>'))
    assert (entry.title, entry.outlet) == ("Rates rise", "Reuters")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example.com/", "http://", "//["]
)
def test_a_link_that_is_no_web_address_is_empty(link: str) -> None:
    assert only(rss(f"<title>x</title><link>{link}</link>")).url == ""


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://a.example.com/two words.html", "https://a.example.com/two%20words.html"),
        ("\n  https://a.example.com/long/\n  path \n", "https://a.example.com/long/path"),
        (" /a b?c= d ", "https://news.example.com/a%20b?c=%20d"),
    ],
)
def test_a_space_in_an_address_is_its_own_and_a_line_break_is_not(link: str, url: str) -> None:
    assert only(rss(f"<title>x</title><link>{link}</link>")).url == url


def test_a_channel_gives_its_hints() -> None:
    feed = parse(
        rss(
            channel='<language>en-US</language><atom:link rel="self" href="/feed"/><ttl>90</ttl>'
            '<atom:link rel="hub" href="https://hub.example.com/"/><atom:link rel="hub" href="/hub"/>'
        )
    )
    assert (feed.title, feed.lang, feed.topic) == ("The Example", "en-us", URL)
    assert feed.hubs == ("https://hub.example.com/", "https://news.example.com/hub")
    assert feed.ttl == timedelta(minutes=90)
    daily = parse(
        rss(channel="<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>")
    )
    assert daily.ttl == timedelta(hours=6)
    assert parse(rss()).ttl is None


def test_what_wordpress_says_of_every_site_is_not_said() -> None:
    for frequency in ("", "<sy:updateFrequency>1</sy:updateFrequency>"):
        assert parse(rss(channel=f"<sy:updatePeriod>hourly</sy:updatePeriod>{frequency}")).ttl is None
    twice = "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
    assert parse(rss(channel=twice)).ttl == timedelta(minutes=30)


def test_an_atom_entry_keeps_text_apart_from_markup() -> None:
    entry = only(
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>F</title><entry><id>tag:1</id>'
        b'<title type="text">a &lt; b</title><link rel="self" href="self"/><link href="page"/>'
        b"<updated>2026-03-12T09:30:00.25+01:00</updated>"
        b'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>h\xc3\xa9</p><p>2</p></div></content>'
        b"</entry></feed>"
    )
    assert entry == Entry(
        guid="tag:1",
        title="a < b",
        url="https://news.example.com/page",
        published=HALF_PAST_EIGHT,
        text="hé\n\n2",
        lang="fr",
    )


def test_rdf_items_are_read() -> None:
    body = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>R</title></channel>'
        b'<item rdf:about="https://a.example.com/1"><title>One</title><link>https://a.example.com/1</link>'
        b"<dc:date>2026-03-12T08:30Z</dc:date></item></rdf:RDF>"
    )
    assert parse(body).title == "R"
    assert (only(body).guid, only(body).published) == ("https://a.example.com/1", HALF_PAST_EIGHT)


def test_json_feed_is_read() -> None:
    body = (
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "J", "language": "de", '
        b'"hubs": [{"type": "WebSub", "url": "https://hub.example.com/"}, {"type": "rssCloud", "url": "/c"}, 7, '
        b'{"type": "WebSub", "url": "/hub"}], "feed_url": "/feed", '
        b'"items": [{"id": 7, "url": "/a", "title": "T &amp; U", "content_html": "<p>One<p>Two", '
        b'"date_published": "2026-03-12T09:30:00+01:00"}, "junk"]}'
    )
    feed = parse(body)
    assert (feed.title, feed.lang, feed.topic) == ("J", "de", URL)
    assert feed.hubs == ("https://hub.example.com/", "https://news.example.com/hub")
    assert only(body) == Entry(
        guid="7",
        title="T & U",
        url="https://news.example.com/a",
        published=HALF_PAST_EIGHT,
        text="One\n\nTwo",
    )


def test_a_json_item_without_an_address_is_where_its_id_says() -> None:
    head = b'{"version": "https://jsonfeed.org/version/1", "items": [{"title": "a\nb\xff", "id": '
    assert only(head + b'"https://news.example.com/1"}]}').url == "https://news.example.com/1"
    assert (only(head + b'"/1"}]}').url, only(head + b'"/1"}]}').title) == ("", "a b\ufffd")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b"<!doctype html><title>Home</title>", "is a web page"),
        (b"hello", "is not a feed"),
        (b"{", "cannot be read"),
        (b'{"items": []}', "not a JSON Feed"),
        (b"[" * 100_000, "cannot be read"),
        (b"<a>" * 1_000, "is not a feed"),
    ],
)
def test_what_is_not_a_feed_is_said_in_one_sentence(body: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as raised:
        parse_feed(body, url="https://user:secret@news.example.com/feed")
    assert raised.value.kind == "not-a-feed"
    assert "secret" not in str(raised.value)


def test_utf_8_is_read_as_such_whatever_the_server_says() -> None:
    body = rss("<title>déjà vu</title>")
    assert parse(body, "text/xml; charset=iso-8859-1").entries[0].title == "déjà vu"
    latin = b'<?xml version="1.0" encoding="iso-8859-1"?>' + body.decode().encode("latin-1")
    assert parse(latin, "text/xml").entries[0].title == "déjà vu"


@pytest.mark.parametrize("content_type", ["", "application/xml", "text/xml"])
@pytest.mark.parametrize(
    ("codec", "name", "title"),
    [
        ("utf-16-le", "utf-16", "Новости"),
        ("utf-16-be", "utf-16", "News"),
        ("iso-2022-jp", "iso-2022-jp", "日本語のニュース"),
        ("windows-1251", "windows-1251", "Новости"),
    ],
)
def test_bytes_that_could_be_ascii_are_read_as_they_are_declared(
    codec: str, name: str, title: str, content_type: str
) -> None:
    text = f'<?xml version="1.0" encoding="{name}"?>' + rss(f"<title>{title}</title>").decode()
    assert only_title(text.encode(codec), content_type) == title


def test_a_server_may_say_what_a_document_does_not() -> None:
    body = rss("<title>日本語のニュース</title>").decode().encode("iso-2022-jp")
    assert only_title(body, "text/xml; charset=iso-2022-jp") == "日本語のニュース"


def test_a_reference_to_no_character_costs_only_itself() -> None:
    assert [entry.title for entry in parse(rss("<title>a&#xD800;b</title>", "<title>c</title>")).entries] == [
        "ab",
        "c",
    ]


FRAGMENTS = [
    *("<rss version='2.0'>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "<guid>"),
    *("<![CDATA[", "]]>", "&amp;", "&nope;", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;", "<?xml version='1.0'?>"),
    *("<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "<content type='xhtml'>", "<media:title>", "\x00"),
    *("<pubDate>", "Thu, 32 Foo 99999 25:61:61 +9999", "&#xD800;", "{", '"items": [', "<image>", "<textinput>"),
    *("<title xml:base='http://['>", "<link href='http://[x'/>", "<summary mode='base64'>", "<svg>", "<source>"),
]
PIECES = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=8)), max_size=30)
TYPES = st.sampled_from(["", "text/xml", "text/html; charset=utf-7", "x; charset=rot13", "text/xml; charset=idna"])


def kind(body: bytes, content_type: str = "") -> str:
    """`feed`, or the kind of the one error that may be raised."""
    try:
        parse(body, content_type)
    except SourceError as error:
        return error.kind
    return "feed"


@given(PIECES.map(lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass")))
def test_pieces_of_feeds_in_any_order_are_a_feed_or_not(body: bytes) -> None:
    assert kind(body) in ("feed", "not-a-feed")


@given(st.binary(max_size=400), TYPES)
def test_any_bytes_are_a_feed_or_not(body: bytes, content_type: str) -> None:
    assert kind(body, content_type) in ("feed", "not-a-feed")
