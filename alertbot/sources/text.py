"""Markup into the plain text that is matched and shown. Strings in, strings out. No IO.

A text's paragraphs are separated by one blank line and hold no line breaks of their own. Never raises.
"""

import html
import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

MOST_TEXT: Final = 100_000
"""Characters kept of a text: a long book chapter, far more than any article."""
MOST_LINE: Final = 1_000
"""Characters kept of a title."""

PARAGRAPH: Final = "\n\n"
BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n\s*")
UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Nothing to read: control characters, lone surrogates, which no UTF-8 can carry, and what turns the direction of
all that follows, the bot's own words included. Marks and letters give every script its direction without that."""
ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")

UNREAD: Final = frozenset(
    {
        *("script", "style", "template", "noscript", "iframe", "object", "svg", "math"),
        *("head", "title", "textarea", "select", "button"),
    }
)
"""Elements whose text no reader of the article sees. Void elements must not be here: they have no end."""
INLINE: Final = frozenset(
    {
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
        ),
        *(
            "ins",
            "kbd",
            "label",
            "mark",
            "q",
            "rp",
            "rt",
            "ruby",
            "s",
            "samp",
            "small",
            "span",
            "strike",
            "strong",
        ),
        *(
            "sub",
            "sup",
            "time",
            "tt",
            "u",
            "var",
            "wbr",
            "img",
            "area",
            "map",
            "source",
            "track",
            "audio",
            "video",
        ),
    }
)
"""Elements that do not end a paragraph; every other one does."""


ATTRIBUTES: Final = r"""(?:\s(?:[^<>"']|"[^"<>]*"|'[^'<>]*')*)?/?"""
"""No alternative begins as another does, and none crosses an angle bracket: matching takes linear time."""
TAG: Final = re.compile("<([^<>]*)>")
INLINE_TAG: Final = re.compile(f"/?(?:{'|'.join(sorted(INLINE))}){ATTRIBUTES}", re.IGNORECASE)
BLOCKS: Final = "p|div|h[1-6]|[uo]l|li|blockquote|fig(?:ure|caption)|table|tbody|t[rdh]|hr"
BLOCK_TAG: Final = re.compile(f"/?(?:{BLOCKS}){ATTRIBUTES}", re.IGNORECASE)
BREAK: Final = re.compile(r"br\s*/?", re.IGNORECASE)
EVERYDAY: Final[dict[str, str]] = {
    **dict.fromkeys(("p", "/p", "div", "/div", "li", "/li", "ul", "/ul"), PARAGRAPH),
    **dict.fromkeys(("br", "br/", "br /"), "\n"),
    **dict.fromkeys(("/a", "b", "/b", "em", "/em", "i", "/i", "strong", "/strong", "/span"), ""),
}
"""What the tags mean that are met most: the patterns say the same, slower."""


def plain(markup: str) -> str:
    """The text of an HTML fragment, with a blank line where a block ends or two line breaks meet.

    A fragment without any tag is taken for text: its own blank lines separate paragraphs.
    """
    if "<" not in markup:
        return paragraphs(html.unescape(markup) if "&" in markup else markup)
    text = without_tags(markup)
    return parsed(markup) if text is None else text


def without_tags(markup: str) -> str | None:
    """The text of a fragment of everyday tags, or None where anything else needs a parser.

    Five times as fast as the parser, and most of what feeds carry.
    """
    if markup.startswith("<p>") and markup.find("<", 3) == len(markup) - 4 and markup.endswith("</p>"):
        return _joined((html.unescape(markup[3:-4]) if "&" in markup else markup[3:-4],))
    first, *rest = TAG.split(markup)
    if 2 * markup.count("<") > len(rest):  # one of them begins no tag
        return None
    pieces, piece, broken = [], first, False
    for tag, text in zip(rest[::2], rest[1::2], strict=True):
        meant = EVERYDAY.get(tag)
        if meant is None and (meant := _meant(tag)) is None:
            return None
        if meant == PARAGRAPH or (broken and meant):
            pieces.append(piece)
            piece = text
        else:
            piece += (meant and " ") + text
        broken = (broken or meant == "\n") and (not text or text.isspace())
    pieces.append(piece)
    return _joined(map(html.unescape, pieces) if "&" in markup else pieces)


def _meant(tag: str) -> str | None:
    """What stands for a tag in the text: nothing, a line break, or the end of a paragraph; None for a rare one."""
    if INLINE_TAG.fullmatch(tag):
        return ""
    if BLOCK_TAG.fullmatch(tag):
        return PARAGRAPH
    return "\n" if BREAK.fullmatch(tag) else None


def parsed(markup: str) -> str:
    """The text of any fragment, as an HTML parser reads it."""
    reader = _Reader()
    parser = etree.HTMLParser(target=reader, encoding="utf-8", no_network=True)
    try:
        parser.feed(UNSEEN.sub("", markup).encode())
        parser.close()
    except etree.LxmlError:
        pass  # what was read until the parser gave up is the text
    return _joined(reader.text().split(PARAGRAPH))


def paragraphs(text: str) -> str:
    """Plain `text` in the form every text here has: blank lines between paragraphs, single spaces within."""
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        for end in "\v\f\u2028\u2029":
            text = text.replace(end, PARAGRAPH)
    return _joined(BLANK_LINE.split(text))


def _joined(pieces: Iterable[str]) -> str:
    """Paragraphs of single-spaced text from pieces of any text."""
    clean = [_clean(piece) for piece in pieces if piece]
    return shortened(PARAGRAPH.join(filter(None, clean)), MOST_TEXT)


def _clean(piece: str) -> str:
    if piece.isprintable() and "  " not in piece:  # then its only white space are single blanks
        return piece.strip()
    spaced = " ".join(piece.split())
    return spaced if spaced.isprintable() else " ".join(UNSEEN.sub("", spaced).split())


def line(text: str) -> str:
    """Plain `text` on one line; entities that were escaped once too often are read."""
    if "&" in text:
        text = ENTITY.sub(lambda match: html.unescape(match.group()), text)
    if text.isprintable():
        if len(text) <= MOST_LINE and "  " not in text:
            return text.strip()
    else:
        text = UNSEEN.sub("", text)
    return shortened(_clean(text), MOST_LINE)


def shortened(text: str, most: int) -> str:
    """At most `most` characters of `text`, cut between words where there is one near, with an ellipsis."""
    if len(text) <= most:
        return text
    space = text.rfind(" ", most * 9 // 10, most - 1)
    return text[: space if space >= 0 else most - 1].rstrip() + "…"


class _Reader:
    """Collects the text of a document while it is parsed."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._unread = 0
        self._breaks = 0

    def start(self, tag: str, attributes: object) -> None:
        if tag in UNREAD:
            self._unread += 1
        elif self._unread:
            return
        elif tag == "br":
            self._breaks += 1
            self._pieces.append(PARAGRAPH if self._breaks > 1 else " ")
        elif tag not in INLINE:
            self._pieces.append(PARAGRAPH)

    def end(self, tag: str) -> None:
        if tag in UNREAD:
            self._unread = max(0, self._unread - 1)
        elif not self._unread and tag not in INLINE and tag != "br":
            self._pieces.append(PARAGRAPH)

    def data(self, data: str) -> None:
        if self._unread:
            return
        if not data.isspace():
            self._breaks = 0
        self._pieces.append(" ".join(data.split("\n")))

    def comment(self, text: str) -> None:
        """Comments are not text."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Nor are processing instructions."""

    def close(self) -> None:
        """All was fed."""

    def text(self) -> str:
        return "".join(self._pieces)
