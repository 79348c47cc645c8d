"""Sites that have a rule for where their feeds are. An address in, addresses out. No IO."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

from alertbot.sources.links import host_of

NO_BLOG: Final = frozenset({"about", "dashboard", "explore", "login", "register", "search", "tagged"})
"""What stands on Tumblr where a blog's name could."""


def known_feeds(url: str) -> tuple[str, ...]:
    """The feeds of pages whose site has a rule for them; the page need not be fetched. Empty for all others."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ()
    host = host_of(url)
    rule = SITES.get("reddit.com" if host.endswith(".reddit.com") else host)
    path = [piece for piece in parts.path.split("/") if piece]
    return tuple(rule(path, parts.query)) if rule else ()


def _youtube(path: list[str], query: str) -> list[str]:
    """Channels and playlists; a page of a handle (`/@name`) names its channel's feed itself."""
    feed = "https://www.youtube.com/feeds/videos.xml?"
    asked = parse_qs(query)
    if path[:1] == ["channel"] and len(path) > 1:
        return [feed + urlencode({"channel_id": path[1]})]
    if path[:1] == ["user"] and len(path) > 1:
        return [feed + urlencode({"user": path[1]})]
    if path[:1] in (["playlist"], ["watch"]) and "list" in asked:
        return [feed + urlencode({"playlist_id": asked["list"][0]})]
    return []


def _reddit(path: list[str], query: str) -> list[str]:
    """Anything that lists posts: the front page, subreddits and their sortings, users, multireddits, searches."""
    if path and (path[0] not in ("r", "user", "u", "domain", "search") or path[-1].endswith(".rss")):
        return []
    end = f"{'/'.join(path)}.rss" if path[-1:] == ["search"] else "/".join([*path, ".rss"])
    return [f"https://www.reddit.com/{end}" + (f"?{query}" if query else "")]


def _github(path: list[str], query: str) -> list[str]:
    """A repository's releases, tags or commits; its front page means the releases."""
    if len(path) < 2 or path[-1].endswith(".atom"):
        return []
    repository = f"https://github.com/{path[0]}/{path[1].removesuffix('.git')}"
    match path[2:3]:
        case ["commits"]:
            return [f"{'/'.join([repository, *path[2:]])}.atom"]
        case ["tags"]:
            return [f"{repository}/tags.atom"]
        case _:
            return [f"{repository}/releases.atom"]


def _google_news(path: list[str], query: str) -> list[str]:
    """A search, a topic or the front page, in the edition its address names."""
    if path[:1] == ["rss"]:
        return []
    end = "/".join(path).removeprefix("home")
    return ["https://news.google.com/rss" + (f"/{end}" if end else "") + (f"?{query}" if query else "")]


def _medium(path: list[str], query: str) -> list[str]:
    """A writer or a publication, a tag, or a tag of a publication."""
    if not path or path[0] == "feed":
        return []
    if path[0] == "tag" or path[1:2] == ["tagged"]:
        return [f"https://medium.com/feed/{'/'.join(path[: 2 + (path[0] != 'tag')])}"]
    return [f"https://medium.com/feed/{path[0]}"]


def _tumblr(path: list[str], query: str) -> list[str]:
    """A blog as the site shows it to who is logged in; at its own host it has a feed where feeds usually are."""
    name = next((piece for piece in path if piece not in ("blog", "view")), "")
    return [f"https://{name}.tumblr.com/rss"] if re.fullmatch(r"[\w-]+", name) and name not in NO_BLOG else []


def _bluesky(path: list[str], query: str) -> list[str]:
    return [f"https://bsky.app/profile/{path[1]}/rss"] if path[:1] == ["profile"] and len(path) == 2 else []


SITES: Final[dict[str, Callable[[list[str], str], list[str]]]] = {
    "youtube.com": _youtube,
    "m.youtube.com": _youtube,
    "reddit.com": _reddit,
    "github.com": _github,
    "news.google.com": _google_news,
    "medium.com": _medium,
    "tumblr.com": _tumblr,
    "bsky.app": _bluesky,
}
