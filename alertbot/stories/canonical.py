"""The one form of a URL that says which article it is. Strings in, strings out. No IO.

What differs between two addresses of one article is removed; whatever may choose the article stays:
telling one article twice is a nuisance, taking two for one loses an alert.
"""

import re
from functools import lru_cache
from html import unescape
from unicodedata import normalize
from urllib.parse import SplitResult, parse_qsl, quote, urlsplit, urlunsplit

from alertbot.stories.redirectors import IN_THE_PATH, target
from alertbot.stories.sites import RULED, chooses, is_forge, rewritten, site_of, undressed
from alertbot.stories.tracking import is_session, is_tracking, words

MOST_STEPS = 6
"""Redirectors inside redirectors, at most."""

PATH_SAFE = "/:@!$&'()*+,;=~-._%"
QUERY_SAFE = "/:@!$'()*,~-._"
DEFAULT_DOCUMENT = re.compile(r"/(?:index|default)\.(?:[sx]?html?|phtml|php\d?|aspx?|jsp|cfm)$", re.IGNORECASE)
SESSION_IN_PATH = re.compile(
    r";(?:(?:jsessionid|phpsessid|sessionid)=[^/;]*|sid=[^/;]{16,})|/\([sS]\([^/]*\)\)(?=/)", re.IGNORECASE
)
ARTICLE_SEGMENT = re.compile(
    r"[^/-]+(?:-[^/-]+){2,}|(?!(?:19|20)\d\d$).*\d{4,}.*|.*[\d-].*\.(?:s?html?|stm|story|cms)$"
)
"""Part of a path that names one article; a year does not, nor does `results.html`."""
NUMBERED = re.compile(r"\d{5}|(?:^|/)(?:19|20)\d\d/(?:\d\d?|[a-z]{3})/(?:\d\d?/)?[^/]*[a-z]")
LISTING = words(
    """
    tag tags topic topics category categories wiki search label labels keyword keywords brand product products
    company companies user users author authors section sections docs glossary projects guides quote quotes stock
    stocks share shares symbol symbols ticker tickers market markets asx nyse nasdaq
    """
)
KEPT_FRAGMENT = re.compile(
    r"[!/].+|(?:block|post|update|entry|liveblog|live|item|card|moment)[-_:=]?[\w-]*\d[\w-]*"
    r"|(?:issuecomment|discussioncomment|pullrequestreview)-\d+|discussion_r\d+|note_\d{4,}"
)
CHRONICLE = re.compile(
    r"(?:^|[/_-])(?:release-?notes?|change-?log|changes|what-?s-?new|updates|news|history|bulletins?|advisories)"
    r"(?:\.\w+)?$",
    re.IGNORECASE,
)
"""The path of a page that grows by an entry a date or a version; feeds link to each by its anchor."""
ENTRY = re.compile(r"(?!comment|page|h-|section|fn|ref)(?=.*\d)(?=.*[a-z._-])[\w.-]+", re.IGNORECASE)
LIVE = re.compile(
    r"(?:^|/)(?:en-)?(?:live|direct)(?:-news|-updates|-blog)?(?:/|$)|live-?blog|live-?ticker|news-?ticker",
    re.IGNORECASE,
)
"""What the path of a live blog says: there any anchor that names a thing is one of its posts."""
POST = re.compile(
    r"(?!comment|c\d|disqus|ixzz)"
    r"(?!(?:main|site|key|live|top|skip|jump|after|latest|related|most|read|share|view|sign|nav|page)\w*-\w+$)"
    r"(?=.*\d|.+-.+)[\w-]+",
    re.IGNORECASE,
)
DRESSES = frozenset({"amp", "amphtml", "google-amp", "amp.html", "amp.htm", "print", "print.html"})
DRESS_AT_THE_END = re.compile(r"(?:\.amp|~amp|(?<=\d{4})-amp(?=\.))(?=(?:\.s?html?)?$)")
BLOCK = re.compile(r"(?:^|&)page=with(?::|%3a)(?P<block>[\w-]+)", re.IGNORECASE)
"""How the Guardian's readers share one post of a live blog, whose own name is its anchor."""


PLAIN = re.compile(
    r"https?://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)/?(?P<path>(?<=/)[\w~-][\w.~-]*(?:/[\w~-][\w.~-]*)*)?/?"
    r"(?:\?(?P<query>[\w.~-]+(?:=[\w.~-]*)?(?:&[\w.~-]+(?:=[\w.~-]*)?)*))?",
    re.ASCII,
)
"""Addresses of which only the host and the query may need a change; nearly all are such."""


@lru_cache(maxsize=8192)
def canonical_url(url: str) -> str:
    """The canonical form of an http or https URL; anything else comes back as it is. Idempotent."""
    plain = _plain(url)
    return stepwise(url) if plain is None else plain


def _plain(url: str) -> str | None:
    """The canonical form of a plain address, a tenth of the work; None when it needs more than that."""
    match = PLAIN.fullmatch(url)
    if match is None:
        return None
    path, query = match["path"] or "", match["query"] or ""
    host = _settled(match["host"])
    if host is None or _may_be_dressed(path.lower()) or "http" in query.lower() or IN_THE_PATH.match(url):
        return None
    if query:
        query = _query(query, f"{host}/{path}")
    return f"https://{host}/{path}?{query}" if query else f"https://{host}/{path}"


def _may_be_dressed(path: str) -> bool:
    return "amp" in path or "print" in path or "index." in path or "default." in path


@lru_cache(maxsize=4096)
def _settled(host: str) -> str | None:
    """The host's one name; None where it takes more than one step, or paths there have rules of their own."""
    name = undressed(host)
    if undressed(name) != name or not {host, name}.isdisjoint(RULED) or host.endswith(".translate.goog"):
        return None
    return name


def stepwise(url: str) -> str:
    """The canonical form of any address, by all the rules."""
    for _ in range(MOST_STEPS):
        form = _one_step(url)
        if form == url:
            break
        url = form
    return url


def declared_canonical(page: str, declared: str) -> str:
    """The URL of an article whose page at `page` has the `rel=canonical` link `declared`.

    A page is believed about its own site only, and not when it names the site's front page, a page
    above itself, or one whose address says less about an article than its own, as templates do by mistake.
    """
    ours, theirs = urlsplit(canonical_url(page)), urlsplit(canonical_url(declared))
    if theirs.scheme != "https" or site_of(ours.hostname or "") != site_of(theirs.hostname or ""):
        return page
    if not theirs.query and ours.path.startswith(f"{theirs.path.rstrip('/')}/"):
        return page
    return page if _names_one(ours) and not _names_one(theirs) else declared


def _names_one(parts: SplitResult) -> bool:
    """Whether an address names one article: by a part of its path, or by a number behind it."""
    return _looks_like_an_article(parts.path) or bool(re.search(r"=[^&]*\d", parts.query))


def _one_step(url: str) -> str:
    try:
        parts = urlsplit(_trimmed(url))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return url
        inner = target(parts.geturl())
        return inner if inner is not None else _normal(parts)
    except ValueError:  # an impossible port or bracket
        return url


def _trimmed(url: str) -> str:
    trimmed = url.strip()
    return unescape(trimmed) if "&amp;" in trimmed else trimmed


def _normal(parts: SplitResult) -> str:
    place, _, brought = rewritten(_host(parts) + _path(parts.path)).partition("?")
    host, _, path = place.partition("/")
    path = path if is_forge(host) else _without_dress(path)
    query = _query("&".join(filter(None, (brought, parts.query))), f"{host}/{path}")
    query, fragment = _fragment(parts.fragment, path, query)
    return urlunsplit(("https", host + _port(parts), f"/{path}", query, fragment))


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        return f"[{host}]"
    return undressed(_ascii(host))


@lru_cache(maxsize=4096)
def _ascii(host: str) -> str:
    """The name as DNS knows it. The codec is of 2003 and makes ß ss, which by now is another name (RFC 5891)."""
    try:
        return host if host.isascii() else ".".join(map(_label, host.split(".")))
    except UnicodeError:
        return host


def _label(label: str) -> str:
    if "ß" in label or "ς" in label:
        return f"xn--{normalize('NFC', label).encode('punycode').decode('ascii')}"
    return label.encode("idna").decode("ascii")


def _port(parts: SplitResult) -> str:
    port = parts.port
    return "" if port in (None, 80, 443) else f":{port}"


def _path(path: str) -> str:
    """`path` without what a server ignores; it begins with a slash and ends with none."""
    path = SESSION_IN_PATH.sub("", path)
    path = _encoded("/".join(_without_dots(path.split("/"))), PATH_SAFE)
    return "/" + DEFAULT_DOCUMENT.sub("/", f"/{path}").strip("/")


def _without_dots(segments: list[str]) -> list[str]:
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment not in ("", "."):
            kept.append(segment)
    return kept


def _without_dress(path: str) -> str:
    """`path` without the segment or ending that asks for AMP or print.

    A page about amplifiers keeps its name: the segment must stand beside what names an article.
    """
    segments = DRESS_AT_THE_END.sub("", path.replace("google/amp/", "amp/")).split("/")
    for place, segment in enumerate(segments):
        before, after = segments[:place], segments[place + 1 :]
        if segment.lower() in DRESSES and _is_dress(before, segment, after):
            return "/".join(before + after)
    return "/".join(segments)


def _is_dress(before: list[str], segment: str, after: list[str]) -> bool:
    if not (before or after) or (before and before[-1].lower() in LISTING):
        return False
    if segment.lower().startswith("print"):
        return _looks_like_an_article("/".join(before + after))
    if before and after:
        return bool(re.search(r"[\d-]", after[0]) or re.search(r"\d{5}", before[-1]))
    return len(before) != 1 or _looks_like_an_article(before[0])


def _looks_like_an_article(path: str) -> bool:
    return any(ARTICLE_SEGMENT.fullmatch(segment) for segment in path.split("/"))


def _says_it_all(path: str) -> bool:
    """Whether `path` ends in an article's name, has its number, or a day and more: not `news-and-events/view`."""
    last = path.rpartition("/")[2]
    return bool(ARTICLE_SEGMENT.fullmatch(last) or NUMBERED.search(path))


def _query(query: str, place: str) -> str:
    """What of `query` chooses the article at `place` (host and path), in order of names."""
    article = _says_it_all(place.partition("/")[2])
    pairs = [
        (name.removeprefix("amp;"), value)
        for name, value in parse_qsl(query, keep_blank_values=True, encoding="utf-8", errors="surrogateescape")
    ]
    kept = [(name, value) for name, value in pairs if _matters(name, value, place, article=article)]
    return "&".join(_pair(name, value) for name, value in sorted(kept, key=lambda pair: pair[0]))


def _matters(name: str, value: str, place: str, *, article: bool) -> bool:
    said = chooses(place, name)
    if said is not None:
        return said
    return not is_tracking(name, value, article=article) and not is_session(name, value)


def _pair(name: str, value: str) -> str:
    parts = [quote(part, safe=QUERY_SAFE, errors="surrogateescape") for part in (name, value)]
    return "=".join(parts) if value else parts[0]


def _fragment(fragment: str, path: str, query: str) -> tuple[str, str]:
    """The query and the fragment: a place in the page says nothing, but one post of a live blog is its own, an
    entry of release notes too, and a route is a page.

    Nor does it when the query names the post already: `?post=1#1`, save the Guardian's.
    """
    block = BLOCK.search(query)
    if block:
        return BLOCK.sub("", query).removeprefix("&"), block["block"]
    if re.search(rf"[=:]{re.escape(fragment)}(?:&|$)", query):
        return query, ""
    post = LIVE.search(path) and POST.fullmatch(fragment)
    entry = CHRONICLE.search(path) and ENTRY.fullmatch(fragment)
    return query, fragment if post or entry or KEPT_FRAGMENT.fullmatch(fragment) else ""


def _encoded(text: str, safe: str) -> str:
    """Percent-encoding in one form: what means nothing in a path bare, all else in capitals; `%2F` stays."""

    def again(match: re.Match[str]) -> str:
        char = chr(int(match[0][1:], 16))
        return char if re.fullmatch(r"[A-Za-z0-9._~!'()*,:@-]", char) else match[0].upper()

    return quote(re.sub(r"%[0-9a-fA-F]{2}", again, text), safe=safe, errors="surrogateescape")
