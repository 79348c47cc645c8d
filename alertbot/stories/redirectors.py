"""URLs that carry another URL inside: link shims, AMP caches, archives. Strings in, strings out. No IO.

Only what can be read off the URL is undone; a shortener needs the network and stays what it is.
"""

import binascii
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable
from itertools import islice
from string import ascii_lowercase, ascii_uppercase, digits
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

BY_PARAMETER = {
    r"(l|lm|m|www)\.facebook\.com/(l|flx/warn)(\.php)?/?": "u",
    r"l\.(instagram|messenger|wl\.co|threads)(\.com|\.net)?/.*": "u",
    r"(www\.|news\.|)google\.[a-z.]{2,6}/(news/)?(url|imgres|interstitial)": "url q imgrefurl",
    r"(www\.)?bing\.com/(news/apiclick\.aspx|.*)": "url",
    r".*\.safelinks\.protection\.outlook\.com/.*": "url",
    r"(www\.)?(duckduckgo\.com)/l/?": "uddg",
    r"out\.reddit\.com/.*": "url",
    r"(www\.)?linkedin\.com/(redir/redirect|safety/go|redirect)/?": "url",
    r"(www\.)?youtube\.com/redirect": "q",
    r"(away|m|www)?\.?vk\.com/away(\.php)?": "to",
    r"(www\.)?medium\.com/r/?": "url",
    r"t\.umblr\.com/redirect": "z",
    r"(www\.)?slack-redir\.net/link": "url",
    r"(www\.)?getpocket\.com/(redirect|save|edit)": "url",
    r"(www\.)?steamcommunity\.com/linkfilter/?": "url u",
    r"(disq\.us)/(url|p/.*)": "url",
    r"go\.(skimresources|redirectingat|viglink)\.com/?": "url u",
    r"(redirect\.viglink|click\.linksynergy|go\.redirectingat)\.com/.*": "u murl url",
    r"(www\.)?(news\.)?url\.google\.com/url": "q url",
    r"(exit\.sc|href\.li|anonym\.to|nullrefer\.com)/?": "url",
    r"(www\.)?feedspot\.com/.*": "url",
    r"(www\.)?inoreader\.com/.*": "url",
    r"translate\.google\.[a-z.]{2,6}/(translate|website)?": "u",
    r"(www\.)?cloudflare-ipfs\.com/.*": "url",
    r"workplace\.com/l\.php": "u",
    r"(clicks?|track(ing)?|links?|redirect|redir|go|out|exit)\.[a-z0-9.-]+/.*": "url u target to dest q",
    r"[^/]+/(redirect|redir|out|outbound|exit|away|leave|go|link|click|track)(\.\w+)?/?": "url u target to dest q",
}
"""What a redirector's host and path look like, and where it keeps the URL. Only a whole URL is believed."""

IN_THE_PATH = re.compile(
    r"""https?://(?:(?:web\.)?archive\.org/web/(?:\w+/)?
      |archive\.(?:today|ph|is|li|md|fo|vn)/(?:o/)?(?:[\w.-]+/)?(?=https?:)
      |webcache\.googleusercontent\.com/search\?q=cache:(?:[\w-]+:)??(?=http|[\w.-]+/)
      |(?:www\.)?google\.[a-z.]{2,6}/amp/(?:s/)?
      |(?:www\.)?bing\.com/amp/(?:s/)?
      |(?:[a-z0-9-]+\.)?cdn\.ampproject\.org/(?:[a-z]{1,3}/)?(?:s/)?
      |(?:12ft\.io|r\.jina\.ai|outline\.com|removepaywall\.com|1ft\.io|archive\.org/wayback)/(?:proxy\?q=)?
      |r\.search\.yahoo\.com/.*?/RU=
      |go\.theregister\.(?:com|co\.uk)/feed/
      |href\.li/\?
      |feeds\.feedblitz\.com/~/t/\w+/\w+/[^/]+/~/?
      )(?P<inner>.+)""",
    re.VERBOSE | re.IGNORECASE,
)
GOOGLE_NEWS = re.compile(r"/(?:rss/|__i/rss/rd/)?(?:articles|read)/(?P<token>[\w=-]+)")
DISQUS_HASH = re.compile(r":[\w-]+$")
COUNTS = ascii_uppercase + ascii_lowercase + digits + "-_"
HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:[:/?]|$)", re.IGNORECASE)


def target(url: str) -> str | None:
    """The URL that `url` leads to, one step on; None when it is nobody's redirector."""
    parts = urlsplit(url)
    for way in _WAYS:
        found = way(url, parts)
        if found is not None:
            return found
    return None


def _by_parameter(_: str, parts: SplitResult) -> str | None:
    if "http" not in parts.query.lower():
        return None
    place = f"{(parts.hostname or '')}{parts.path}"
    query = parse_qs(parts.query)
    for shape, names in BY_PARAMETER.items():
        if re.fullmatch(shape, place, re.IGNORECASE):
            for value in (query[name][0] for name in names.split() if name in query):
                if re.match(r"https?://\S+\.\S", value, re.IGNORECASE):
                    return DISQUS_HASH.sub("", value) if parts.hostname == "disq.us" else value
    return None


def _in_the_path(url: str, _: SplitResult) -> str | None:
    match = IN_THE_PATH.match(url)
    if match is None:
        return None
    inner = match["inner"]
    if "/RU=" in url:
        inner = unquote(inner.partition("/RK=")[0])
    if re.match(r"https?%3a", inner, re.IGNORECASE):
        inner = unquote(inner)
    inner = re.sub(r"^(https?):/+", r"\1://", inner, flags=re.IGNORECASE)
    if re.match(r"https?://", inner, re.IGNORECASE):
        return inner
    return f"https://{inner}" if HOST.match(inner) else None


def _google_news(_: str, parts: SplitResult) -> str | None:
    """Before 2024 the id was a protobuf in base64 with the URL as its first string."""
    match = GOOGLE_NEWS.fullmatch(parts.path) if parts.hostname == "news.google.com" else None
    if match is None:
        return None
    raw = _base64(match["token"])
    url = re.match(
        rb"\x08\x13\x22(?P<size>[\x01-\x7f]|[\x80-\xff][\x01-\x7f])(?P<rest>https?://.*)", raw, re.DOTALL
    )
    if url is None:
        return None
    size = url["size"][0] & 0x7F | (url["size"][1] << 7 if len(url["size"]) > 1 else 0)
    return url["rest"][:size].decode("utf-8", errors="replace")


def _translated(_: str, parts: SplitResult) -> str | None:
    """`www-example-com.translate.goog`: dots became hyphens, hyphens became two."""
    host = parts.hostname or ""
    if not host.endswith(".translate.goog"):
        return None
    dashed = host.removesuffix(".translate.goog").replace("--", "\0")
    return parts._replace(scheme="https", netloc=dashed.replace("-", ".").replace("\0", "-")).geturl()


def _url_defense(url: str, parts: SplitResult) -> str | None:
    if (parts.hostname or "") not in ("urldefense.com", "urldefense.proofpoint.com"):
        return None
    third = re.search(r"/v3/__(?P<inner>.+?)__;(?P<taken>[\w-]*)", url)
    if third:
        return re.sub(r"^(https?):/+", r"\1://", _given_back(third["inner"], third["taken"]))
    second = parse_qs(parts.query).get("u", [""])[0]
    return (
        unquote(second.replace("-", "%").replace("_", "/")) if parts.path.startswith("/v2/") and second else None
    )


def _given_back(starred: str, taken: str) -> str:
    """The URL whose odd characters Proofpoint replaced: a star stands for the next one of `taken` (in base64),
    two stars for as many as the character behind them counts, `A` two, `B` three and so on."""
    characters = iter(_base64(taken).decode("utf-8", errors="replace"))

    def back(match: re.Match[str]) -> str:
        return "".join(islice(characters, 2 + COUNTS.index(match["count"]) if match["count"] else 1))

    return re.sub(r"\*(?:\*(?P<count>[\w-]))?", back, starred, flags=re.ASCII)


def _base64(token: str) -> bytes:
    token = token.rstrip("=")
    try:
        return urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return b""


_WAYS: tuple[Callable[[str, SplitResult], str | None], ...] = (
    _google_news,
    _in_the_path,
    _translated,
    _url_defense,
    _by_parameter,
)
