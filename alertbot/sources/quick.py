"""The quick way to read a feed: ordinary items here, odd ones by the judge. Bytes in, a Feed out. No IO.

feedparser judges what a feed means, but takes five to ten times as long as need be. Here lxml reads the
document; an item made only of what is listed below, each used as its format wants it, means here what it
means to feedparser (tests hold the two against each other). Every other item stays in the document, the
ordinary ones leave it, and feedparser reads the rest: the channel and the odd items.

`read_quickly` answers None, and the whole document goes to the judge, when it is not UTF-8, not well-formed,
has a DOCTYPE, or is neither RSS nor Atom in their ordinary shape.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from feedparser.mixin import _FeedParserMixin
from feedparser.urls import _urljoin
from lxml import etree

from alertbot.sources.dates import moment
from alertbot.sources.judge import language, read_xml, ttl_of, without_outlet
from alertbot.sources.links import SIMPLE, absolute
from alertbot.sources.mending import DECLARED, UTF8
from alertbot.sources.own_words import own_text
from alertbot.sources.text import line, paragraphs, plain
from alertbot.stories.story import Entry, Feed, Head

ATOM: Final = "{http://www.w3.org/2005/Atom}"
MEDIA: Final = "{http://search.yahoo.com/mrss/}"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

RSS_FIELDS: Final = {
    "title": "title",
    "link": "link",
    "guid": "guid",
    "pubDate": "published",
    "description": "summary",
    "source": "source",
    "{http://purl.org/rss/1.0/modules/content/}encoded": "content",
    "{http://purl.org/dc/elements/1.1/}date": "updated",
    "{http://rssnamespace.org/feedburner/ext/1.0}origLink": "origin",
    ATOM + "link": "atom:link",
}
ATOM_FIELDS: Final = {
    ATOM + "title": "title",
    ATOM + "link": "atom:link",
    ATOM + "id": "guid",
    ATOM + "published": "published",
    ATOM + "updated": "updated",
    ATOM + "summary": "summary",
    ATOM + "content": "content",
    "{http://rssnamespace.org/feedburner/ext/1.0}origLink": "origin",
}
IGNORED: Final = frozenset(
    {
        *("category", "author", "comments", "enclosure"),
        *(ATOM + name for name in ("author", "name", "uri", "email", "category", "rights")),
        *(MEDIA + name for name in ("group", "content", "thumbnail", "credit", "category", "keywords")),
        *("{http://purl.org/dc/elements/1.1/}" + name for name in ("creator", "subject", "publisher", "rights")),
    }
)
"""Elements feedparser handles, to no effect on what an Entry says."""

TEXTS: Final = frozenset({"summary", "content"})
"""The fields that are not read when the entry is known."""

MAY_SAY_MORE: Final = frozenset({"guid", "source", "described"})
"""The fields of an RSS item whose attributes are read."""

SY: Final = "{http://purl.org/rss/1.0/modules/syndication/}"
RSS_CHANNEL: Final = {
    "title": "title",
    "language": "language",
    "ttl": "ttl",
    SY + "updatePeriod": "period",
    SY + "updateFrequency": "frequency",
    ATOM + "link": "atom:link",
}
RSS_AROUND: Final = frozenset(
    {
        *("link", "description", "generator", "copyright", "docs", "managingEditor", "webMaster", "category"),
        *("lastBuildDate", "pubDate", SY + "updateBase"),
    }
)
ATTRIBUTED: Final = frozenset({"category", "generator", ATOM + "generator"})
IMAGE: Final = frozenset({"url", "title", "link", "width", "height"})
ATOM_CHANNEL: Final = {ATOM + "title": "title", ATOM + "link": "atom:link"}
ATOM_AROUND: Final = frozenset(ATOM + name for name in ("id", "updated", "generator", "icon", "logo"))
"""Elements of a channel that feedparser handles, to no effect on what a Feed says."""

HANDLED: Final = {name.split("_", 2)[2] for name in dir(_FeedParserMixin) if re.match("_(start|end)_", name)}
RESERVED: Final = (
    HANDLED | {name.partition("_")[2] for name in HANDLED} | {"id", "origlink", "source", "news_source"}
)
"""Names that may mean something to feedparser, whatever their namespace: it goes by prefixes at times."""

STAYS: Final = frozenset({"ttl", "updateperiod", "updatefrequency"})
"""Names by which feedparser keeps how long a feed stays, in whatever namespace."""
MEANT: Final = RESERVED | STAYS

HEAD: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml[^>]{0,200}\?>)?[^<]*"
    rb"(?:<(?:\?[^>]{0,500}\?|!--[^>]{0,500}--)>[^<]*){0,9}<(?:rss|feed)[\s>]"
)
ALTERNATE_TYPES: Final = frozenset({"text/html", "application/xhtml+xml"})

Node = Any
Keyed = Callable[[Head], tuple[tuple[str, ...], bool]]
"""The identity keys of an entry, or none, and whether they say that it is known."""
Said = dict[str, Any]
"""Texts by what they say; of `TEXTS` still the nodes."""
Marked = dict[str, Node]
Reader = Callable[[Said, Marked, str], tuple[Head, str]]
Shape = tuple[Node | None, str, dict[str, str], Reader]


class _Odd(Exception):  # noqa: N818 — it is no error
    """The item is the judge's."""


def not_keyed(head: Head) -> tuple[tuple[str, ...], bool]:
    """Says nothing of any entry."""
    return (), False


def read_quickly(body: bytes, *, url: str, keyed: Keyed = not_keyed) -> Feed | None:
    """The feed in `body`, or None when it is the judge's as a whole.

    Ordinary entries have the keys that `keyed` says; one that is known, by all but its text, comes without text.
    """
    root = _document(body)
    if root is None:
        return None
    holder, item_tag, fields, reader = _shape(root)
    if holder is None:
        return None
    items = holder.findall(item_tag)
    if len(items) != sum(1 for _ in root.iter("{*}item", "{*}entry")):
        return None
    lang = language(root.get(LANG))
    entries = [_quick(item, fields, reader, url, lang, keyed) for item in items]
    if None not in entries and (feed := _channel(holder, item_tag, url, lang)) is not None:
        return replace(feed, entries=tuple(entry for entry in entries if entry is not None))
    for item, entry in zip(items, entries, strict=True):
        if entry is not None:
            holder.remove(item)
    rest = read_xml(etree.tostring(root, encoding="utf-8"), url=url, content_type="application/xml; charset=utf-8")
    if rest is None or len(rest.entries) != entries.count(None):
        return None
    judged = iter(rest.entries)
    return replace(rest, entries=tuple(entry if entry is not None else next(judged) for entry in entries))


def _channel(holder: Node, item_tag: str, base: str, lang: str) -> Feed | None:
    """What the channel says around its items, without entries; None when it is the judge's."""
    atom = item_tag != "item"
    fields, around = (ATOM_CHANNEL, ATOM_AROUND) if atom else (RSS_CHANNEL, RSS_AROUND)
    found: dict[str, Node] = {}
    links: dict[str, list[str]] = {}
    try:
        for child in holder.iterchildren():
            name = fields.get(child.tag)
            if name == "atom:link":
                _channel_link(child, links)
            elif name is None:
                if child.tag != item_tag and not _says_nothing(child, around):
                    return None
            elif name in found or (child.attrib and not atom):
                return None
            else:
                found[name] = child
        if not found.keys() >= {"title"}:
            return None
        said = {name: _value(node) for name, node in found.items()}
        title = said["title"]
        markup = _type(found, "title") == "html" if atom else _FeedParserMixin.looks_like_html(title)
        return Feed(
            title=line(plain(title) if markup else title),
            lang=language(said["language"]) if "language" in said else lang,
            entries=(),
            hubs=tuple(hub for each in links.get("hub", ()) if (hub := absolute(each, base))),
            topic=absolute(next(iter(links.get("self", ())), ""), base),
            ttl=ttl_of(*(said.get(name, "") for name in ("ttl", "period", "frequency"))),
        )
    except _Odd:
        return None


def _channel_link(child: Node, links: dict[str, list[str]]) -> None:
    """Keeps the address by what it is for. Raises _Odd when the link is not an ordinary one."""
    attributes = child.attrib
    href, rel = attributes.get("href", ""), attributes.get("rel", "alternate")
    if len(child) or child.text or set(attributes) - {"rel", "type", "href", "hreflang", "title", "length"}:
        raise _Odd
    if not SIMPLE.fullmatch(href) or rel != rel.lower():
        raise _Odd
    links.setdefault(rel, []).append(href)


def _says_nothing(child: Node, around: frozenset[str]) -> bool:
    """Whether the element, and all that is in it, has no effect on what a Feed says."""
    if child.tag in around:
        return not len(child) and (not child.attrib or child.tag in ATTRIBUTED)
    if child.tag == "image" and "link" in around:
        return all(part.tag in IMAGE and not len(part) and not part.attrib for part in child) and not child.attrib
    return all(node.tag.rpartition("}")[2].lower() not in MEANT for node in child.iter())


def _document(body: bytes) -> Node | None:
    """The root of an ordinary document; None when feedparser would not read it as the bytes say."""
    declared = DECLARED.match(body[:512])
    if HEAD.match(body) is None or (declared is not None and declared[1].lower() not in UTF8):
        return None
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError):
        return None
    return root if root.getroottree().docinfo.doctype == "" else None


def _shape(root: Node) -> Shape:
    """Where the items are, what they are called, and how they are read."""
    nowhere: Shape = (None, "", {}, _rss_head)
    if root.tag == ATOM + "feed":
        return nowhere if set(root.attrib) - {LANG} else (root, ATOM + "entry", ATOM_FIELDS, _atom_head)
    if root.tag != "rss" or set(root.attrib) - {LANG, "version"} or len(root) != 1:
        return nowhere
    channel = root[0]
    return nowhere if channel.tag != "channel" or channel.attrib else (channel, "item", RSS_FIELDS, _rss_head)


def _quick(item: Node, fields: dict[str, str], reader: Reader, base: str, lang: str, keyed: Keyed) -> Entry | None:
    """The entry, without its text when it is known; None when it is odd."""
    try:
        said, marked = _fields(item, fields)
        head, outlet = reader(said, marked, base)
        keys, known = keyed(head)
        text = "" if known else own_text(_text(said, marked, reader is _atom_head), head.title, outlet)
    except _Odd:
        return None
    guid, title, url, published = head
    return Entry(
        guid=guid, title=title, url=url, published=published, text=text, lang=lang, outlet=outlet, keys=keys
    )


def _fields(item: Node, fields: dict[str, str]) -> tuple[Said, Marked]:
    """The children that say something, and of these the ones with attributes, by what they say.

    Raises _Odd where one is not expected so.
    """
    if item.keys():
        raise _Odd
    said: Said = {}
    marked: Marked = {}
    for child in item:
        name = fields.get(child.tag)
        if name is None:
            _ignore(child, said, marked)
        elif name == "atom:link":
            _link(child, marked)
        elif name in said:
            raise _Odd
        else:
            said[name] = child if name in TEXTS else _value(child)
            if child.keys():
                marked[name] = child
    return said, marked


def _ignore(child: Node, said: Said, marked: Marked) -> None:
    """Passes over an element that says nothing to us, and all that is in it."""
    for node in child.iter():
        if node.tag == MEDIA + "description":
            marked["described"] = node
        elif node.tag == MEDIA + "title":
            if "title" not in said or "source" in said:
                raise _Odd  # it would be the title
        elif not _harmless(node.tag):
            raise _Odd


@lru_cache(maxsize=4096)
def _harmless(tag: str) -> bool:
    return tag in IGNORED or tag.rpartition("}")[2].lower() not in RESERVED


def _link(child: Node, marked: Marked) -> None:
    """Keeps the one link that leads to the article, and passes over those that lead elsewhere."""
    attributes = child.attrib
    if len(child) or child.text or set(attributes) - {"rel", "type", "href", "hreflang", "title", "length"}:
        raise _Odd
    if not attributes.get("href") or (rel := attributes.get("rel", "alternate")) != rel.lower():
        raise _Odd
    if rel == "alternate":
        if "alternate" in marked or attributes.get("type", "text/html") not in ALTERNATE_TYPES:
            raise _Odd
        marked["alternate"] = child


def _rss_head(said: Said, marked: Marked, base: str) -> tuple[Head, str]:
    """An item's head and outlet."""
    if marked and not marked.keys() <= MAY_SAY_MORE:
        raise _Odd
    outlet = line(said["source"]) if "source" in said else ""
    if "source" in said and ("source" not in marked or marked["source"].keys() != ["url"]):
        raise _Odd
    guid, permanent = _guid(said, marked, base)
    link = _joined(base, said.get("link", ""))
    if ("link" in said and not link) or ";" in link:
        raise _Odd
    title = said.get("title", "")
    if ("<" in title or "&" in title) and _FeedParserMixin.looks_like_html(title):
        title = plain(title)
    return _head(said, base, title, outlet, guid, link or (guid if permanent else "")), outlet


def _atom_head(said: Said, marked: Marked, base: str) -> tuple[Head, str]:
    """An entry's head; Atom as it is read here names no outlet."""
    if "alternate" not in marked or "title" not in said:
        raise _Odd
    if not marked.keys().isdisjoint(("guid", "published", "updated", "origin")):
        raise _Odd
    title = said["title"]
    if _type(marked, "title") == "html":
        title = plain(title)
    guid = _joined(base, said.get("guid", ""))
    return _head(said, base, title, "", guid, _joined(base, marked["alternate"].get("href"))), ""


def _head(said: Said, base: str, title: str, outlet: str, guid: str, link: str) -> Head:
    headline = line(title)
    if not headline:
        raise _Odd
    return Head(
        guid.strip(),
        without_outlet(headline, outlet) if outlet else headline,
        ("origin" in said and absolute(said["origin"], base)) or absolute(link, base),
        moment(said.get("published")) or moment(said.get("updated")),
    )


def _guid(said: Said, marked: Marked, base: str) -> tuple[str, bool]:
    """The guid, and whether it is the article's address."""
    if "guid" not in said:
        return "", False
    permanent = "true"
    if "guid" in marked:
        permanent = marked["guid"].get("isPermaLink", "")
        if permanent not in ("true", "false") or len(marked["guid"].keys()) > 1:
            raise _Odd
    return (_joined(base, said["guid"]), True) if permanent == "true" else (said["guid"], False)


def _joined(base: str, link: str) -> str:
    if not link or SIMPLE.fullmatch(link):
        return link
    joined: str = _urljoin(base, link)
    return joined


def _text(said: Said, marked: Marked, atom: bool) -> str:
    """The longest text of the item."""
    if "described" in marked:
        raise _Odd
    text = ""
    for name in ("summary", "content"):
        if name in said:
            value = _value(said[name])
            other = plain(value) if not atom or _type(marked, name) == "html" else paragraphs(value)
            text = other if len(other) > len(text) else text
    return text


def _type(marked: Marked, name: str) -> str:
    """How Atom marks a text; only the two escaped kinds are ordinary."""
    attributes = marked[name].keys() if name in marked else []
    kind: str = marked[name].get("type") if attributes else "text"
    if kind not in ("text", "html") or len(attributes) > 1:
        raise _Odd
    return kind


def _value(node: Node) -> str:
    """The text of a field."""
    if len(node):
        raise _Odd
    value: str = (node.text or "").strip()
    if not value.isascii() and _repaired(value):
        raise _Odd
    return value


def _repaired(value: str) -> bool:
    """Whether feedparser would take the text for wrongly encoded and mend it."""
    try:
        raw = value.encode("latin-1")
    except UnicodeEncodeError:
        return any("\x80" <= char <= "\x9f" for char in value)
    try:
        raw.decode()
    except UnicodeDecodeError:
        return any("\x80" <= char <= "\x9f" for char in value)
    return True
