"""Lists of sources as other readers keep them: OPML in and out, folders as tags. No IO.

listparser reads what readers really write; the form written is OPML 2.0.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import listparser
from lxml import etree

from alertbot.errors import UsageError
from alertbot.sources.links import shown
from alertbot.sources.mending import DECLARED
from alertbot.sources.text import line
from alertbot.sources.typed import address_of
from alertbot.stories.source import Source, source_at

MOST_BYTES: Final = 20 * 2**20
MOST_LABEL: Final = 100
MOST_TAGS: Final = 20
WIDE: Final = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""How a document begins, with a byte order mark or without, in an encoding of more than a byte a character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The sources of a list, each once, and the addresses in it that are none."""

    sources: tuple[Source, ...]
    refused: tuple[str, ...]


def read_opml(document: bytes) -> Listing:
    """The sources of an OPML document, as added ones; every folder around one, and each category, is a tag.

    Raises UsageError when there is no source in it.
    """
    try:
        feeds = listparser.parse(_as_utf8(document))["feeds"]
    except Exception as error:  # a list parser fails in as many ways as lists do
        raise UsageError("this OPML file cannot be read; export it again") from error
    if not feeds:
        raise UsageError("there is no feed in this file; give an OPML file exported by a feed reader")
    sources: dict[str, Source] = {}
    refused = []
    for feed in feeds:
        url = address_of(str(feed.get("url", "")))
        if url:
            source = source_at(url, name=_name(feed, url), tags=_tags(feed), origin="added")
            sources.setdefault(source.id, source)
        else:
            refused.append(shown(str(feed.get("url", ""))))
    return Listing(sources=tuple(sources.values()), refused=tuple(refused))


def write_opml(sources: Iterable[Source]) -> str:
    """The sources as OPML 2.0: in a folder of their first tag, with all their tags as categories."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "alertbot sources"
    body = etree.SubElement(root, "body")
    folders: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        folders[next(map(_category, source.tags), "")].append(source)
    for folder, inside in folders.items():
        holder = etree.SubElement(body, "outline", text=folder) if folder else body
        for source in inside:
            etree.SubElement(holder, "outline", _attributes(source))
    etree.indent(root)
    text: str = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _attributes(source: Source) -> dict[str, str]:
    attributes = {"type": "rss", "text": line(source.name) or source.url, "xmlUrl": source.url}
    tags = ",".join(tag for tag in map(_category, source.tags) if tag)
    return attributes | ({"category": tags} if tags else {})


def _category(tag: str) -> str:
    """A tag without the two characters that OPML's categories are separated by."""
    return line(tag.replace(",", " ").replace("/", " "))


def _name(feed: dict[str, Any], url: str) -> str:
    """The title of the outline, where it is more than the address again."""
    name = label(str(feed.get("title", "")))
    return "" if name == url else name


def label(text: str) -> str:
    """A name or a tag: on one line, and short."""
    return line(text)[:MOST_LABEL]


def _tags(feed: dict[str, Any]) -> tuple[str, ...]:
    tags = (label(_category(tag)) for path in feed.get("categories", []) for tag in path)
    return tuple(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS]


def _as_utf8(document: bytes) -> bytes:
    """The document in UTF-8 with a mark that says so: the parser below would guess otherwise."""
    declared = DECLARED.match(document[:512])
    said = declared[1].decode("ascii", "replace") if declared else ""
    wide = next((encoding for start, encoding in WIDE if document.startswith(start)), "utf-8-sig")
    for encoding in (wide, said, "cp1252"):
        try:
            return document.decode(encoding).encode("utf-8-sig")
        except (UnicodeError, LookupError):
            continue
    return document
