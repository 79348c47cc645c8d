"""Where a site's feeds may be."""

import pytest

from alertbot.errors import SourceError
from alertbot.sources.discover import MOST_LINKS, address_of, discover
from alertbot.sources.fetch import Fetched
from alertbot.sources.find import MOST_TRIES, MOST_TRIES_BEHIND, Found, choose
from alertbot.sources.sites import known_feeds
from alertbot.stories.story import Feed
from tests.made.values import entry, feed

PAGE = "https://news.example.com/world/"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("techcrunch.com", "https://techcrunch.com"),
        ("  example.com:8080/feed ", "https://example.com:8080/feed"),
        ("feed://example.com/rss", "https://example.com/rss"),
        ("feed:http://example.com/rss", "http://example.com/rss"),
        ("http://example.com/rss?x=1", "http://example.com/rss?x=1"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_what_is_typed_becomes_an_address(typed: str, address: str) -> None:
    assert address_of(typed) == address


@pytest.mark.parametrize(
    ("page", "known"),
    [
        (
            "https://www.youtube.com/channel/UC123/videos",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UC123",
        ),
        ("https://www.youtube.com/playlist?list=PL1", "https://www.youtube.com/feeds/videos.xml?playlist_id=PL1"),
        ("https://www.reddit.com/r/worldnews/top/?t=day", "https://www.reddit.com/r/worldnews/top/.rss?t=day"),
        ("https://github.com/valkey-io/valkey/releases", "https://github.com/valkey-io/valkey/releases.atom"),
        ("https://github.com/valkey-io/valkey", "https://github.com/valkey-io/valkey/releases.atom"),
        ("https://github.com/valkey-io/valkey/tags", "https://github.com/valkey-io/valkey/tags.atom"),
        (
            "https://news.google.com/search?q=mistral&hl=fr&gl=FR&ceid=FR:fr",
            "https://news.google.com/rss/search?q=mistral&hl=fr&gl=FR&ceid=FR:fr",
        ),
        ("https://news.google.com/home?hl=en-US", "https://news.google.com/rss?hl=en-US"),
        ("https://medium.com/@someone", "https://medium.com/feed/@someone"),
        ("https://medium.com/tag/ai/latest", "https://medium.com/feed/tag/ai"),
        ("https://medium.com/news/tagged/ai", "https://medium.com/feed/news/tagged/ai"),
        ("https://www.youtube.com/user/name", "https://www.youtube.com/feeds/videos.xml?user=name"),
        ("https://www.youtube.com/watch?v=1&list=PL1", "https://www.youtube.com/feeds/videos.xml?playlist_id=PL1"),
        ("https://www.reddit.com/", "https://www.reddit.com/.rss"),
        ("https://new.reddit.com/r/a+b/", "https://www.reddit.com/r/a+b/.rss"),
        ("https://www.reddit.com/user/a/m/news", "https://www.reddit.com/user/a/m/news/.rss"),
        ("https://www.reddit.com/search/?q=mistral", "https://www.reddit.com/search.rss?q=mistral"),
        ("https://github.com/valkey-io/valkey.git", "https://github.com/valkey-io/valkey/releases.atom"),
        ("https://github.com/valkey-io/valkey/commits/", "https://github.com/valkey-io/valkey/commits.atom"),
        (
            "https://github.com/valkey-io/valkey/commits/8.0/src",
            "https://github.com/valkey-io/valkey/commits/8.0/src.atom",
        ),
        ("https://www.tumblr.com/staff", "https://staff.tumblr.com/rss"),
        ("https://www.tumblr.com/blog/view/staff", "https://staff.tumblr.com/rss"),
        ("https://bsky.app/profile/someone.example.com", "https://bsky.app/profile/someone.example.com/rss"),
    ],
)
def test_some_sites_have_a_rule(page: str, known: str) -> None:
    assert known_feeds(page) == (known,)
    assert known_feeds(known) == ()


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
