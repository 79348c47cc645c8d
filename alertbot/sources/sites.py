"""Sites that have a rule for where their feeds are. An address in, addresses out. No IO.

A rule may name what is not there: `find` fetches before it believes.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

from alertbot.sources.links import host_of

NO_BLOG: Final = frozenset({"about", "dashboard", "explore", "login", "register", "search", "tagged"})
"""What stands on Tumblr where a blog's name could."""
NO_USER: Final = frozenset(
    "about apps collections customer-stories enterprise events explore features issues login marketplace new "
    "notifications orgs pricing pulls search security settings signup sponsors topics trending".split()
)
"""What stands on GitHub where a user's name could."""
SORTINGS: Final = frozenset({"best", "controversial", "hot", "new", "rising", "top"})


class Page(NamedTuple):
    """A page by its address: the host in small letters and without `www.`, the path in pieces, the query."""

    host: str
    path: list[str]
    query: str


def known_feeds(url: str) -> tuple[str, ...]:
    """The feeds of pages whose site has a rule for them; the page need not be fetched. Empty for all others."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ()
    host = host_of(url)
    rule = SITES.get(host) or next((rule for end, rule in FAMILIES.items() if host.endswith(end)), None)
    path = [piece for piece in parts.path.split("/") if piece]
    return tuple(rule(Page(host, path, parts.query))) if rule else ()


def _youtube(page: Page) -> list[str]:
    """Channels and playlists; a page of a handle (`/@name`) names its channel's feed itself."""
    feed = "https://www.youtube.com/feeds/videos.xml?"
    path, asked = page.path, parse_qs(page.query)
    if path[:1] == ["channel"] and len(path) > 1:
        return [feed + urlencode({"channel_id": path[1]})]
    if path[:1] == ["user"] and len(path) > 1:
        return [feed + urlencode({"user": path[1]})]
    if path[:1] in (["playlist"], ["watch"]) and "list" in asked:
        return [feed + urlencode({"playlist_id": asked["list"][0]})]
    return []


def _reddit(page: Page) -> list[str]:
    """Anything that lists posts: the front page, subreddits and their sortings, users, multireddits, searches."""
    path, query = page.path, page.query
    if path and (path[0] not in {"r", "user", "u", "domain", "search", *SORTINGS} or path[-1].endswith(".rss")):
        return []
    end = f"{'/'.join(path)}.rss" if path[-1:] == ["search"] else "/".join([*path, ".rss"])
    return [f"https://www.reddit.com/{end}" + (f"?{query}" if query else "")]


def _github(page: Page) -> list[str]:
    """A repository's releases, tags or commits, also of a branch or a file; its front page means the releases."""
    path = page.path
    if not path or path[-1].endswith(".atom") or path[0] in NO_USER:
        return []
    if len(path) == 1:
        return [f"https://github.com/{path[0]}.atom"]
    repository = f"https://github.com/{path[0]}/{path[1].removesuffix('.git')}"
    match path[2:3]:
        case ["commits"]:
            return [f"{'/'.join([repository, *path[2:]])}.atom"]
        case ["tree" | "blob"]:
            return [f"{'/'.join([repository, 'commits', *path[3:]])}.atom"]
        case ["tags"]:
            return [f"{repository}/tags.atom"]
        case _:
            return [f"{repository}/releases.atom"]


def _gitlab(page: Page) -> list[str]:
    """A project's releases, tags or commits; its front page means the releases, or the tags if it has none."""
    project, mark, inside = "/".join(page.path).partition("/-/")
    if "/" not in project or "format=atom" in page.query or page.path[-1].endswith(".atom"):
        return []
    releases, tags = (
        f"https://gitlab.com/{project}/-/releases.atom",
        f"https://gitlab.com/{project}/-/tags?format=atom",
    )
    if inside.startswith("commits/"):
        return [f"https://gitlab.com/{project}/-/{inside}?format=atom"]
    if mark:
        return [releases] if inside == "releases" else [tags] if inside.startswith("tags") else []
    return [releases, tags]


def _codeberg(page: Page) -> list[str]:
    """As Forgejo has them: releases, tags, commits of a branch."""
    path = page.path
    if len(path) < 2 or path[-1].endswith((".rss", ".atom")) or path[2:3] == ["rss"]:
        return []
    repository = f"https://codeberg.org/{path[0]}/{path[1].removesuffix('.git')}"
    if path[2:4] == ["commits", "branch"] and len(path) > 4:
        return [f"{repository}/rss/branch/{'/'.join(path[4:])}"]
    return [f"{repository}/{'tags' if path[2:3] == ['tags'] else 'releases'}.rss"]


def _google_news(page: Page) -> list[str]:
    """A search, a topic, a section or the front page, in the edition its address names."""
    if page.path[:1] == ["rss"]:
        return []
    end = "/".join(page.path).removeprefix("home").removeprefix("topstories")
    return ["https://news.google.com/rss" + (f"/{end}" if end else "") + (f"?{page.query}" if page.query else "")]


def _google_trends(page: Page) -> list[str]:
    """What a country searches for."""
    geo = parse_qs(page.query).get("geo", [""])[0]
    return (
        [f"https://trends.google.com/trending/rss?geo={geo}"]
        if page.path == ["trending"] and geo.isalnum()
        else []
    )


def _bing(page: Page) -> list[str]:
    """A search of the news."""
    if page.path != ["news", "search"] or not page.query or "format=" in page.query:
        return []
    return [f"https://www.bing.com/news/search?{page.query}&format=rss"]


def _sec(page: Page) -> list[str]:
    """What a company files, as EDGAR lists it."""
    if page.path[:2] != ["cgi-bin", "browse-edgar"] or not page.query or "output=atom" in page.query:
        return []
    return [f"https://www.sec.gov/cgi-bin/browse-edgar?{page.query}&output=atom"]


def _medium(page: Page) -> list[str]:
    """A writer or a publication, a tag, or a tag of a publication; some writers have a host of their own."""
    path = page.path
    if path[:1] == ["feed"]:
        return []
    if page.host != "medium.com":
        return [f"https://{page.host}/feed"]
    if path[:1] == ["tag"] or path[1:2] == ["tagged"]:
        return [f"https://medium.com/feed/{'/'.join(path[: 2 + (path[0] != 'tag')])}"]
    return [f"https://medium.com/feed/{path[0]}"] if path else []


def _substack(page: Page) -> list[str]:
    """A newsletter, also where one of its posts was shared."""
    if page.path[:1] == ["feed"]:
        return []
    name = page.path[1] if page.path[:1] == ["pub"] and len(page.path) > 1 else ""
    return [f"https://{f'{name}.substack.com' if name else page.host}/feed"]


def _tumblr(page: Page) -> list[str]:
    """A blog as the site shows it to who is logged in; at its own host it has a feed where feeds usually are."""
    name = next((piece for piece in page.path if piece not in ("blog", "view")), "")
    return [f"https://{name}.tumblr.com/rss"] if re.fullmatch(r"[\w-]+", name) and name not in NO_BLOG else []


def _bluesky(page: Page) -> list[str]:
    path = page.path
    return [f"https://bsky.app/profile/{path[1]}/rss"] if path[:1] == ["profile"] and len(path) == 2 else []


def _hacker_news(page: Page) -> list[str]:
    return ["https://news.ycombinator.com/rss"] if page.path in ([], ["news"]) else []


def _lobsters(page: Page) -> list[str]:
    """The front page, the newest, or a tag."""
    match page.path:
        case []:
            return ["https://lobste.rs/rss"]
        case ["newest"] | ["t", _] if not page.path[-1].endswith(".rss"):
            return [f"https://lobste.rs/{'/'.join(page.path)}.rss"]
        case _:
            return []


def _arxiv(page: Page) -> list[str]:
    """What is new in an archive or one of its categories."""
    found = page.path[:1] in (["list"], ["archive"]) and re.fullmatch(r"[\w.-]+", "".join(page.path[1:2]))
    return [f"https://rss.arxiv.org/rss/{page.path[1]}"] if found else []


def _stack_exchange(page: Page) -> list[str]:
    """The questions of a site or a tag, the answers of a question, what a user writes."""
    feeds = f"https://{page.host}/feeds"
    match page.path:
        case [] | ["questions"]:
            return [feeds]
        case ["questions", "tagged", tag, *_]:
            return [f"{feeds}/tag?tagnames={tag}&sort=newest"]
        case ["questions" | "users" as what, number, *_] if number.isdigit():
            return [f"{feeds}/{what.removesuffix('s')}/{number}"]
        case _:
            return []


def _dev(page: Page) -> list[str]:
    """The site, a tag, or a writer."""
    match page.path:
        case ["feed", *_]:
            return []
        case ["t", tag, *_]:
            return [f"https://dev.to/feed/tag/{tag}"]
        case _:
            return ["/".join(["https://dev.to/feed", *page.path[:1]])]


SITES: Final[dict[str, Callable[[Page], list[str]]]] = {
    "arxiv.org": _arxiv,
    "bing.com": _bing,
    "bsky.app": _bluesky,
    "codeberg.org": _codeberg,
    "dev.to": _dev,
    "export.arxiv.org": _arxiv,
    "github.com": _github,
    "gitlab.com": _gitlab,
    "lobste.rs": _lobsters,
    "m.youtube.com": _youtube,
    "medium.com": _medium,
    "music.youtube.com": _youtube,
    "news.google.com": _google_news,
    "news.ycombinator.com": _hacker_news,
    "reddit.com": _reddit,
    "sec.gov": _sec,
    "trends.google.com": _google_trends,
    "tumblr.com": _tumblr,
    "youtube.com": _youtube,
    **dict.fromkeys(
        (
            "askubuntu.com",
            "mathoverflow.net",
            "serverfault.com",
            "stackapps.com",
            "stackoverflow.com",
            "superuser.com",
        ),
        _stack_exchange,
    ),
}
FAMILIES: Final[dict[str, Callable[[Page], list[str]]]] = {
    ".medium.com": _medium,
    ".reddit.com": _reddit,
    ".stackexchange.com": _stack_exchange,
    ".stackoverflow.com": _stack_exchange,
    ".substack.com": _substack,
}
