"""Where a site's feeds may be."""

import pytest

from alertbot.errors import SourceError
from alertbot.sources.discover import MOST_LINKS, discover
from alertbot.sources.fetch import Fetched
from alertbot.sources.find import MOST_TRIES, MOST_TRIES_BEHIND, Found, choose, first_reached
from alertbot.stories.story import Feed
from tests.made.values import entry, feed

PAGE = "https://news.example.com/world/"


def test_a_page_s_named_feeds_come_before_its_links_and_comments_last() -> None:
    page = (
        b"<html><head><link rel='alternate' type='application/rss+xml' href='/comments/feed'>"
        b"<link rel='Alternate stylesheet' type='text/css' href='x.css'><link rel=alternate hreflang=fr href=/fr>"
        b"<link rel='alternate' type='application/atom+xml; charset=utf-8' href='atom'></head>"
        b"<body><a href='/tech.rss'>RSS</a><a href='/feedback'>Say</a><a href='mailto:rss'>Mail</a>"
    )
    assert discover(page, PAGE)[:4] == (
        "https://news.example.com/world/atom",
        "https://news.example.com/comments/feed",
        "https://news.example.com/tech.rss",
        "https://news.example.com/world/feed",
    )


def test_a_page_s_base_is_where_its_links_begin() -> None:
    page = b"<base href='https://cdn.example.com/x/'><link rel=alternate type=application/rss+xml href=f.xml>"
    assert discover(page, PAGE)[0] == "https://cdn.example.com/x/f.xml"


def test_a_base_without_an_address_is_none() -> None:
    page = b"<base target=_blank><base href='https://cdn.example.com/'><link rel=feed href=f.xml>"
    assert discover(page, PAGE)[0] == "https://cdn.example.com/f.xml"


def test_comments_and_what_is_for_programs_come_after_the_feed() -> None:
    page = (
        b"<link rel=alternate type=application/json href=/wp-json/1>"
        b"<link rel=alternate type=application/rss+xml href=/two title='News - Comments'>"
        b"<link rel=alternate type=application/rss+xml href=feed:https://news.example.com/one title=News>"
    )
    assert discover(page, PAGE)[:3] == (
        "https://news.example.com/one",
        "https://news.example.com/wp-json/1",
        "https://news.example.com/two",
    )


@pytest.mark.parametrize(
    "link",
    [
        b"<a href='https://feeds.example.com/world/'>World</a>",
        b"<a href='/rss/world.xml'>World</a>",
        b"<a href='/?feed=rss2'>Subscribe</a>",
        b"<a href='/world/all' title='Flux RSS'><img></a>",
        b"<a href='/syndication/'>All of it by <b>RSS</b></a>",
    ],
)
def test_a_link_that_sounds_like_a_feed_is_tried_before_the_usual_places(link: bytes) -> None:
    links = discover(b"<a href=/about>About</a><a href=/feedback>Feedback</a>" + link, PAGE)
    assert links[0] != "https://news.example.com/world/feed" == links[1]


def test_few_links_that_only_sound_like_feeds_are_tried() -> None:
    page = b"".join(b"<a href=/about/%d>RSS</a>" % n for n in range(50))
    assert "https://news.example.com/world/feed" in discover(page, PAGE)[:MOST_TRIES]


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"<" * 10_000, b"<a href='/feed'>" * 10_000])
def test_any_page_leads_to_few_candidates(body: bytes) -> None:
    assert 0 < len(discover(body, PAGE)) <= MOST_LINKS


async def links(page: bytes, url: str) -> tuple[str, ...]:
    return discover(page, url)


class Web:
    """What each address holds: a feed, or a page."""

    def __init__(self, **feeds: Feed) -> None:
        self.feeds = feeds
        self.visited: list[str] = []

    async def look(self, url: str) -> tuple[Fetched, Feed | SourceError]:
        self.visited.append(url)
        name = url.rstrip("/").rpartition("/")[2]
        if name.startswith("missing"):
            raise SourceError("not there", kind="not-found")
        page = b"<link rel=alternate type=application/rss+xml href=/one><a href=/missing.rss><a href=/two.rss>"
        fetched = Fetched(status=200, body=page, url=url, content_type="", etag="", last_modified="")
        return fetched, self.feeds.get(name.removesuffix(".rss"), SourceError("a page", kind="not-a-feed"))


async def test_a_feed_is_its_own_answer() -> None:
    web = Web(world=feed(entry()))
    assert await choose(PAGE, web.look, links) == Found(url=PAGE, feed=feed(entry()))
    assert web.visited == [PAGE]


async def test_a_page_leads_to_the_first_feed_with_stories() -> None:
    web = Web(one=feed(), two=feed(entry()))
    assert (await choose(PAGE, web.look, links)).url == "https://news.example.com/two.rss"
    assert "https://news.example.com/missing.rss" in web.visited


async def test_a_page_without_a_feed_is_said_after_few_tries() -> None:
    web = Web()
    with pytest.raises(SourceError, match="leads to no feed"):
        await choose(PAGE, web.look, links)
    assert len(web.visited) <= MOST_TRIES + 1 + MOST_TRIES_BEHIND


async def test_a_feed_without_stories_is_said() -> None:
    with pytest.raises(SourceError, match="feed without stories"):
        await choose(PAGE, Web(world=feed()).look, links)


class Pages:
    """Pages by their address; what is a Feed or an error instead of a text is answered as such."""

    def __init__(self, pages: dict[str, str | Feed | SourceError]) -> None:
        self.pages = pages

    async def look(self, url: str) -> tuple[Fetched, Feed | SourceError]:
        found = self.pages.get(url, SourceError("not there", kind="not-found"))
        if isinstance(found, SourceError):
            raise found
        body = found.encode() if isinstance(found, str) else b""
        fetched = Fetched(status=200, body=body, url=url, content_type="", etag="", last_modified="")
        return fetched, found if isinstance(found, Feed) else SourceError("a page", kind="not-a-feed")


async def test_a_page_that_lists_feeds_is_looked_through() -> None:
    pages: dict[str, str | Feed | SourceError] = {
        PAGE: "<a href=/rss>RSS</a>",
        "https://news.example.com/rss": "<a href=/rss>RSS</a><ul><li><a href=/rss/front.xml>Front page</a>",
        "https://news.example.com/rss/front.xml": feed(entry()),
    }
    assert (await choose(PAGE, Pages(pages).look, links)).url == "https://news.example.com/rss/front.xml"


async def test_a_site_that_refuses_its_pages_may_offer_its_feed() -> None:
    refused = SourceError("refuses us", kind="forbidden")
    pages: dict[str, str | Feed | SourceError] = {PAGE: refused, f"{PAGE}feed": feed(entry())}
    assert (await choose(PAGE, Pages(pages).look, links)).url == f"{PAGE}feed"
    with pytest.raises(SourceError, match="refuses us"):
        await choose(PAGE, Pages({PAGE: refused}).look, links)


async def test_http_is_tried_where_nothing_answers_over_https() -> None:
    away, closed = (
        SourceError("cannot be reached", kind="unreachable"),
        SourceError("asks for money", kind="forbidden"),
    )
    both = ("https://a.example.com", "http://a.example.com")
    web = Pages({both[0]: away, both[1]: feed(entry())})
    assert (await first_reached(both, web.look, links)).url == both[1]
    for pages, said in (
        ({both[0]: closed, both[1]: feed(entry())}, "asks for money"),
        ({both[0]: away}, "cannot be reached"),
    ):
        with pytest.raises(SourceError, match=said):
            await first_reached(both, Pages(pages).look, links)


def test_the_feeds_of_a_part_of_a_site_come_before_those_of_the_whole() -> None:
    page = (
        b"<link rel=alternate type=application/rss+xml title='The Example' href=/feed/>"
        b"<link rel=alternate type=application/rss+xml title='Example: Kommentar-Feed' href=/world/one/feed/>"
        b"<link rel=alternate type=application/rss+xml title='World' href=/world/feed/>"
        b"<a href=/rss/world.xml>RSS</a>"
    )
    for at, first in (
        ("https://news.example.com/world", ["world/feed/", "rss/world.xml", "feed/"]),
        ("https://news.example.com/world/one/", ["feed/", "world/feed/", "world/one/feed/"]),
        ("https://news.example.com/", ["feed/", "world/feed/", "world/one/feed/"]),
        ("https://news.example.com/orl", ["feed/", "world/feed/", "world/one/feed/"]),
    ):
        assert [each.removeprefix("https://news.example.com/") for each in discover(page, at)[:3]] == first


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("https://social.example.com/@news", "https://social.example.com/@news.rss"),
        ("https://social.example.com/tags/ai", "https://social.example.com/tags/ai.rss"),
        ("https://forum.example.com/c/announcements/5", "https://forum.example.com/c/announcements/5.rss"),
        ("https://forum.example.com/latest", "https://forum.example.com/latest.rss"),
        ("https://news.example.com/story", "https://news.example.com/story/feed"),
    ],
)
def test_some_software_has_a_feed_behind_the_page_s_own_address(page: str, feed: str) -> None:
    assert discover(b"", page)[0] == feed


def test_what_a_page_calls_its_own_address_may_have_a_rule() -> None:
    page = (
        b"<link rel=canonical href='https://www.youtube.com/channel/UC1'>"
        b"<link rel=alternate type=application/rss+xml href=/x>"
    )
    feed = "https://www.youtube.com/feeds/videos.xml?channel_id=UC1"
    assert discover(page, "https://www.youtube.com/@name")[0] == feed
    assert feed not in discover(page, "https://www.example.com/@name")


def test_a_link_made_for_feed_readers_is_followed() -> None:
    for href in ("feed://news.example.com/f", "feed:https://news.example.com/f", "feed:news.example.com/f"):
        page = f"<link rel=alternate type=application/rss+xml href={href}>".encode()
        assert discover(page, PAGE)[0] == "https://news.example.com/f"
