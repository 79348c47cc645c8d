"""Where a site's feeds may be."""

import pytest

from alertbot.errors import SourceError
from alertbot.sources.discover import MOST_LINKS, address_of, discover, known_feeds
from alertbot.sources.fetch import Fetched
from alertbot.sources.find import MOST_TRIES, Found, choose
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
    assert len(web.visited) <= MOST_TRIES + 1


async def test_a_feed_without_stories_is_said() -> None:
    with pytest.raises(SourceError, match="feed without stories"):
        await choose(PAGE, Web(world=feed()).look, links)
