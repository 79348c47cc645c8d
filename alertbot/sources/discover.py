"""Where a site's feeds may be. A page or an address in, candidate addresses out, the likeliest first. No IO.

Nothing here is sure to be a feed: `find` fetches the candidates and takes the first that can be read.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit, urlunsplit

from lxml import etree

from alertbot.sources.links import absolute, host_of

FEED_TYPES: Final = frozenset(
    {
        *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"),
        *("application/json", "application/xml", "text/xml", "text/rss+xml", "application/x-rss+xml"),
    }
)
FEED_LINK: Final = re.compile(
    r"(?:^|[/.])(?:rss|atom|feed)s?(?:\.(?:xml|rss|json|php))?/?$|\.(?:rss|atom)$", re.IGNORECASE
)
COMMENTS: Final = re.compile(r"comment|/replies", re.IGNORECASE)
COMMON_PATHS: Final = ("feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json")
MOST_LINKS: Final = 12


def address_of(typed: str) -> str:
    """What someone typed as an http or https address; empty when it is none. `example.com` is https."""
    text = re.sub(r"^feed:(?://)?(?=https?:)", "", typed.strip(), flags=re.IGNORECASE)
    text = re.sub(r"^feed://", "https://", text, flags=re.IGNORECASE)
    if "://" not in text and re.match(r"[\w-]+(?:\.[\w-]+)+(?:[:/?#]|$)", text):
        text = "https://" + text
    return absolute(text, "")


def known_feeds(url: str) -> tuple[str, ...]:
    """The feeds of pages whose site has a rule for them; the page need not be fetched. Empty for all others."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ()
    rule = SITES.get(host_of(url))
    path = [piece for piece in parts.path.split("/") if piece]
    return tuple(rule(path, parts.query)) if rule else ()


def discover(body: bytes, url: str) -> tuple[str, ...]:
    """The feeds the page at `url` names, then those it links to, then where feeds usually are.

    Feeds of comments come last. At most a dozen.
    """
    named, linked = _links(body, url)
    named.sort(key=lambda link: COMMENTS.search(link) is not None)
    candidates = [*known_feeds(url), *named, *linked, *_usual(url)]
    return tuple(dict.fromkeys(link for link in candidates if link != url))[:MOST_LINKS]


def _links(body: bytes, url: str) -> tuple[list[str], list[str]]:
    """What `<link rel=alternate>` names, and what looks like a link to a feed."""
    try:
        page = etree.fromstring(body, etree.HTMLParser(no_network=True, recover=True))
    except (etree.LxmlError, ValueError):
        page = None
    if page is None:
        return [], []
    base = next((urljoin(url, tag.get("href", "")) for tag in page.iter("base")), url)
    named = [tag.get("href") for tag in page.iter("link") if _is_alternate(tag.get("rel"), tag.get("type"))]
    linked = [
        href for tag in page.iter("a") if FEED_LINK.search((href := tag.get("href") or "").partition("?")[0])
    ]
    return _absolute(named, base), _absolute(linked, base)


def _is_alternate(rel: str | None, kind: str | None) -> bool:
    relations = (rel or "").lower().split()
    kinds = (kind or "").partition(";")[0].strip().lower()
    return ("alternate" in relations and kinds in FEED_TYPES) or "feed" in relations


def _absolute(links: Iterable[str | None], base: str) -> list[str]:
    found = (absolute(link, base) for link in links)
    return [link for link in found if link]


def _usual(url: str) -> list[str]:
    """Where feeds usually are: beside the page, then at the top of the site."""
    parts = urlsplit(url)
    beside = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + "/", "", ""))
    top = urlunsplit((parts.scheme, parts.netloc, "/", "", ""))
    return [urljoin(beside, "feed"), *(urljoin(top, path) for path in COMMON_PATHS)]


def _youtube(path: list[str], query: str) -> list[str]:
    """Channels and playlists; a page of a handle (`/@name`) names its channel's feed itself."""
    feed = "https://www.youtube.com/feeds/videos.xml?"
    asked = parse_qs(query)
    if path[:1] == ["channel"] and len(path) > 1:
        return [feed + urlencode({"channel_id": path[1]})]
    if path[:1] == ["user"] and len(path) > 1:
        return [feed + urlencode({"user": path[1]})]
    if path[:1] == ["playlist"] and "list" in asked:
        return [feed + urlencode({"playlist_id": asked["list"][0]})]
    return []


def _reddit(path: list[str], query: str) -> list[str]:
    if path[:1] in (["r"], ["user"], ["u"]) and len(path) > 1 and path[-1] != ".rss":
        return [f"https://www.reddit.com/{'/'.join(path)}/.rss" + (f"?{query}" if query else "")]
    return []


def _github(path: list[str], query: str) -> list[str]:
    """A repository's releases, tags or commits; its front page means the releases."""
    if len(path) < 2 or path[-1].endswith(".atom"):
        return []
    repository = f"https://github.com/{path[0]}/{path[1]}"
    if path[2:3] == ["commits"] and len(path) > 3:
        return [f"{repository}/commits/{'/'.join(path[3:])}.atom"]
    return [f"{repository}/tags.atom"] if path[2:3] == ["tags"] else [f"{repository}/releases.atom"]


def _google_news(path: list[str], query: str) -> list[str]:
    """A search, a topic or the front page, in the edition its address names."""
    if path[:1] == ["rss"]:
        return []
    end = "/".join(path).removeprefix("home")
    return ["https://news.google.com/rss" + (f"/{end}" if end else "") + (f"?{query}" if query else "")]


def _medium(path: list[str], query: str) -> list[str]:
    return [f"https://medium.com/feed/{path[0]}"] if path and path[0] != "feed" else []


SITES: Final[dict[str, Callable[[list[str], str], list[str]]]] = {
    "youtube.com": _youtube,
    "m.youtube.com": _youtube,
    "reddit.com": _reddit,
    "old.reddit.com": _reddit,
    "github.com": _github,
    "news.google.com": _google_news,
    "medium.com": _medium,
}
