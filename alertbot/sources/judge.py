"""What an XML feed means, as feedparser judges it. Bytes in, a Feed out. No IO.

May raise whatever feedparser raises; `parse` turns that into one sentence.
"""

import io
import re
from datetime import timedelta
from typing import Any, Final

import feedparser

from alertbot.sources.dates import moment
from alertbot.sources.links import absolute
from alertbot.sources.mending import DECLARED, NOT_UTF8, UTF8
from alertbot.sources.own_words import tidy
from alertbot.sources.text import line, plain
from alertbot.sources.text import paragraphs as plain_paragraphs
from alertbot.stories.story import Entry, Feed

MARKUP: Final = frozenset({"text/html", "application/xhtml+xml"})
TEXTS: Final = MARKUP | {"text/plain"}
PERIODS: Final = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
OF_WORDPRESS: Final = (PERIODS["hourly"], 1)
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")

EMPTY_LINK: Final = re.compile(rb"<link\s*(?:/>|>\s*</link\s*>)")
"""A link that leads nowhere: feedparser takes it for the article's address, and a guid that is one for none."""

REFERENCE: Final = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,99})|([0-9]{1,99}));?")

Said = dict[str, Any]
"""What feedparser read; asked through `dict.get`, for its own `get` guesses and warns."""


def read_xml(body: bytes, *, url: str, content_type: str) -> Feed | None:
    """The feed in `body`, or None when it is none."""
    headers = {"content-type": _content_type(body, content_type), "content-location": url}
    body = EMPTY_LINK.sub(b"", body)
    try:
        document = _parse(body, headers)
    except (UnicodeError, ValueError, OverflowError):  # a reference to what is no character
        document = _parse(REFERENCE.sub(_if_character, body), headers)
    entries = document["entries"]
    if not (dict.get(document, "version") or entries):
        return None
    feed = document["feed"]
    links = dict.get(feed, "links", [])
    return Feed(
        title=title_of(feed),
        lang=language(dict.get(feed, "language")),
        entries=tuple(entry for each in entries if (entry := tidy(entry_of(each, url)))),
        hubs=_links(links, "hub", url),
        topic=next(iter(_links(links, "self", url)), ""),
        ttl=ttl_of(dict.get(feed, "ttl"), dict.get(feed, "sy_updateperiod"), dict.get(feed, "sy_updatefrequency")),
    )


def _parse(body: bytes, headers: dict[str, str]) -> Said:
    document: Said = feedparser.parse(
        io.BytesIO(body),  # bytes alone would be tried as the name of a file
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return document


def _if_character(reference: re.Match[bytes]) -> bytes:
    """The reference as it is when a character stands behind it, else nothing."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return reference[0] if 0 < code < 0xD800 or 0xDFFF < code <= 0x10FFFF else b""


def entry_of(entry: Said, base: str) -> Entry:
    """One item as feedparser read it."""
    outlet = outlet_of(entry)
    guid = str(dict.get(entry, "id") or "").strip()
    return Entry(
        guid=guid,
        title=without_outlet(title_of(entry), outlet),
        url=_url(entry, base),
        published=_published(entry),
        text=max(_texts(entry), key=len, default=""),
        lang=language(dict.get(entry, "language") or _text_language(entry)),
        outlet=outlet,
    )


def title_of(said: Said) -> str:
    """The title of a feed or an entry, on one line."""
    detail = dict.get(said, "title_detail") or {}
    value = str(dict.get(said, "title") or "")
    return line(plain(value) if dict.get(detail, "type") in MARKUP else value)


def outlet_of(entry: Said) -> str:
    """The publisher an aggregator names: RSS `<source>`, Atom's, or Bing's."""
    source = dict.get(entry, "source")
    named = title_of(source) if isinstance(source, dict) else ""
    return named or line(str(dict.get(entry, "news_source") or ""))


def without_outlet(title: str, outlet: str) -> str:
    """Google News appends " - The Outlet" to every headline; it is said elsewhere."""
    bare = title.removesuffix(f" - {outlet}") if outlet else title
    return bare or title


def language(tag: object) -> str:
    """`tag` as a BCP 47 tag in small letters; empty when it is none."""
    text = tag.strip().replace("_", "-").lower() if isinstance(tag, str) else ""
    return text if LANGUAGE.fullmatch(text) else ""


def ttl_of(minutes: object, period: object, frequency: object) -> timedelta | None:
    """How long a feed says it stays: `<ttl>` in minutes, else `sy:updatePeriod` over its frequency.

    WordPress says "hourly" once for every site, so nobody said it.
    """
    stays = _number(minutes)
    if stays:
        return timedelta(minutes=min(stays, 60 * 24 * 365))
    span, times = PERIODS.get(str(period or "").strip().lower()), max(1, _number(frequency))
    return None if span is None or (span, times) == OF_WORDPRESS else span / times


def _number(text: object) -> int:
    digits = str(text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else 0


def _content_type(body: bytes, header: str) -> str:
    """The header feedparser is told. UTF-8 that decodes as such is not anything else a server says it is."""
    declared = DECLARED.match(body[:512])
    if (declared is None or declared[1].lower() in UTF8) and _is_utf8(body):
        return "application/xml; charset=utf-8"
    if "charset" not in header.lower():
        return "application/xml"  # then the document says what it is in, whatever kind of text it is called
    return header


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return NOT_UTF8.search(body) is None


def _url(entry: Said, base: str) -> str:
    """Where the article is: before any redirector, else the link, else a guid that is one."""
    candidates = [dict.get(entry, "feedburner_origlink"), dict.get(entry, "link")]
    links = dict.get(entry, "links", [])
    candidates += [dict.get(link, "href") for link in links if dict.get(link, "rel") == "alternate"]
    return next((url for url in (absolute(each, base) for each in candidates) if url), "")


def _links(links: list[Said], rel: str, base: str) -> tuple[str, ...]:
    found = (absolute(dict.get(link, "href"), base) for link in links if dict.get(link, "rel") == rel)
    return tuple(url for url in found if url)


def _published(entry: Said) -> Any:
    dates = (moment(dict.get(entry, name)) for name in ("published", "updated", "created"))
    return next((date for date in dates if date), None)


def _texts(entry: Said) -> list[str]:
    """Every text the item has: its summary and its contents, as plain text."""
    parts = [dict.get(entry, "summary_detail") or {}, *dict.get(entry, "content", [])]
    return [_text(part) for part in parts if dict.get(part, "type", "text/html") in TEXTS]


def _text(part: Said) -> str:
    value = str(dict.get(part, "value") or "")
    return plain(value) if dict.get(part, "type", "text/html") in MARKUP else plain_paragraphs(value)


def _text_language(entry: Said) -> object:
    return dict.get(dict.get(entry, "title_detail") or {}, "language")
