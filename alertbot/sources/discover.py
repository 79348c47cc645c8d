"""Where a site's feeds may be. A page or an address in, candidate addresses out, the likeliest first. No IO.

Nothing here is sure to be a feed: `find` fetches the candidates and takes the first that can be read.
"""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any, Final
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml import etree

from alertbot.sources.links import absolute
from alertbot.sources.sites import known_feeds

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
COMMENTS: Final = re.compile(r"comment|/replies", re.IGNORECASE)
COMMON_PATHS: Final = ("feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json")
MOST_LINKS: Final = 12
MOST_GUESSES: Final = 3
"""Links that only sound like feeds: few, so that the usual places get their turn."""

Node = Any


def address_of(typed: str) -> str:
    """What someone typed as an http or https address; empty when it is none. `example.com` is https."""
    text = _without_feed_scheme(typed.strip())
    if "://" not in text and re.match(r"[\w-]+(?:\.[\w-]+)+(?:[:/?#]|$)", text):
        text = "https://" + text
    return absolute(text, "")


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
    named = sorted((tag for tag in page.iter("link") if _is_alternate(tag)), key=_is_last_choice)
    links = [*page.iter("a")]
    sure = [tag for tag in links if FEED_LINK.search((tag.get("href") or "").partition("?")[0])]
    guesses = [tag for tag in links if _sounds_like_a_feed(tag, base)]
    return tuple(dict.fromkeys([*_absolute([*named, *sure], base), *_absolute(guesses, base)[:MOST_GUESSES]]))


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
    found = (absolute(_without_feed_scheme(tag.get("href") or ""), base) for tag in tags)
    return [link for link in found if link]


def _without_feed_scheme(address: str) -> str:
    """`feed:https://…` and `feed://…` as the address they mean."""
    text = re.sub(r"^feed:(?://)?(?=https?:)", "", address, flags=re.IGNORECASE)
    return re.sub(r"^(?:feed|rss)://", "https://", text, flags=re.IGNORECASE)


def _usual(url: str) -> list[str]:
    """Where feeds usually are: beside the page, then at the top of the site."""
    parts = urlsplit(url)
    beside = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + "/", "", ""))
    top = urlunsplit((parts.scheme, parts.netloc, "/", "", ""))
    return [urljoin(beside, "feed"), *(urljoin(top, path) for path in COMMON_PATHS)]
