"""Where a site's feeds may be. A page or an address in, candidate addresses out, the likeliest first. No IO.

Nothing here is sure to be a feed: `find` fetches the candidates and takes the first that can be read.
"""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any, Final
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml import etree

from alertbot.sources.links import absolute, host_of
from alertbot.sources.sites import known_feeds
from alertbot.sources.typed import without_feed_scheme

FEED_TYPES: Final = frozenset(
    {
        *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"),
        *("application/json", "application/xml", "text/xml", "text/rss+xml", "application/x-rss+xml"),
    }
)
FEED_LINK: Final = re.compile(
    r"(?:^|[/.])(?:rss|atom|feed)s?(?:\.(?:xml|rss|json|php))?/?$|\.(?:rss|atom)$", re.IGNORECASE
)
FEED_PLACE: Final = re.compile(
    r"^https?://(?:rss|feeds?)\.|/(?:rss|atom|feeds)/.|[?&](?:feed|format|output|type)=(?:rss|atom)", re.IGNORECASE
)
FEED_WORD: Final = re.compile(r"\brss\b", re.IGNORECASE)
COMMENTS: Final = re.compile(
    r"[ck]om+ent|/replies|reacties|yorum|коммент|коментар|评论|コメント|댓글", re.IGNORECASE
)
RSS_BEHIND: Final = re.compile(r"/@[\w.-]+/?$|/(?:c|t|tags?)/[^/].*|/(?:latest|top)/?$")
"""Where Mastodon and Discourse have profiles, tags, categories and topics: each a feed with `.rss` behind it."""
COMMON_PATHS: Final = ("feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json")
MOST_LINKS: Final = 12
MOST_GUESSES: Final = 3
"""Links that only sound like feeds: few, so that the usual places get their turn."""

Node = Any


def discover(body: bytes, url: str) -> tuple[str, ...]:
    """The feeds the page at `url` names, then those it links to, then where feeds usually are.

    Feeds of comments come last. At most a dozen.
    """
    candidates = [*known_feeds(url), *_listed(body, url), *_usual(url)]
    return tuple(dict.fromkeys(link for link in candidates if link != url))[:MOST_LINKS]


def _listed(body: bytes, url: str) -> tuple[str, ...]:
    """What `<link rel=alternate>` names on a page, then what looks like a link to a feed, then what sounds so."""
    try:
        page = etree.fromstring(body, etree.HTMLParser(no_network=True, recover=True))
    except (etree.LxmlError, ValueError):
        page = None
    if page is None:
        return ()
    base = next((urljoin(url, tag.get("href")) for tag in page.iter("base") if tag.get("href")), url)
    tags = [*page.iter("link")]
    named = sorted((tag for tag in tags if _is_alternate(tag)), key=_is_last_choice)
    links = [*page.iter("a")]
    sure = [tag for tag in links if FEED_LINK.search((tag.get("href") or "").partition("?")[0])]
    guesses = [tag for tag in links if _sounds_like_a_feed(tag, base)]
    found = [*_absolute([*named, *sure], base), *_absolute(guesses, base)[:MOST_GUESSES]]
    own = [tag for tag in tags if (tag.get("rel") or "").lower() == "canonical"]
    return tuple(dict.fromkeys([*_known(_absolute(own, base), url), *_its_own_first(found, named, base, url)]))


def _known(canonical: list[str], url: str) -> list[str]:
    """The feeds known by rule for what the page calls its own address, if that is of its site."""
    return [feed for each in canonical[:1] if host_of(each) == host_of(url) for feed in known_feeds(each)]


def _its_own_first(found: list[str], named: list[Node], base: str, url: str) -> list[str]:
    """The feeds of the part of a site that the page is, by their address, before those of all; comments last."""
    part = re.escape(urlsplit(url).path.strip("/"))
    its_own = re.compile(rf"https?://[^/]+/(?:[^?#]*/)?{part}(?:[/.?#]|$)")
    late = set(_absolute((tag for tag in named if _is_last_choice(tag)), base))
    return sorted(found, key=lambda feed: feed in late or not its_own.match(feed)) if part else found


def _is_alternate(tag: Node) -> bool:
    relations = (tag.get("rel") or "").lower().split()
    kind = (tag.get("type") or "").partition(";")[0].strip().lower()
    return ("alternate" in relations and kind in FEED_TYPES) or "feed" in relations


def _is_last_choice(tag: Node) -> bool:
    """Whether it is a feed of comments, or what WordPress says of a page to programs."""
    said = f"{tag.get('href')} {tag.get('title')}"
    return COMMENTS.search(said) is not None or (tag.get("type") or "").lower() == "application/json"


def _sounds_like_a_feed(tag: Node, base: str) -> bool:
    href = tag.get("href") or ""
    words = f"{' '.join(islice(tag.itertext(), 8))} {tag.get('title')} {tag.get('aria-label')}"
    return bool(href) and (FEED_PLACE.search(urljoin(base, href)) or FEED_WORD.search(words)) is not None


def _absolute(tags: Iterable[Node], base: str) -> list[str]:
    found = (_target(tag, base) for tag in tags)
    return [link for link in found if link]


def _target(tag: Node, base: str) -> str:
    """Where a link leads, also one that is made to be opened by a feed reader."""
    href = (tag.get("href") or "").strip()
    bare = without_feed_scheme(href)
    return absolute(bare if bare == href or "://" in bare else f"https://{bare}", base)


def _usual(url: str) -> list[str]:
    """Where feeds usually are: at the page's own address for some software, beside it, at the top of the site."""
    parts = urlsplit(url)
    own = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + ".rss", "", ""))
    beside = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + "/", "", ""))
    top = urlunsplit((parts.scheme, parts.netloc, "/", "", ""))
    known = [own] if RSS_BEHIND.search(parts.path) else []
    return [*known, urljoin(beside, "feed"), *(urljoin(top, path) for path in COMMON_PATHS)]
