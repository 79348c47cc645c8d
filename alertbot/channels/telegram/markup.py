"""Plain text and its marks into the HTML that Telegram reads. Strings in, strings out. No IO.

Telegram counts a message in UTF-16 units after it read the markup:
https://core.telegram.org/bots/api#formatting-options
"""

import re
from collections.abc import Sequence
from html import escape

from alertbot.alerts.alert import Span

JOINER = "\u2060"
"""Invisible; behind an @ or a / it keeps what a feed says from mentioning people or being a command."""

LIVE = re.compile(r"(?<![\w/])([@/])(?=\w)")
CONTROLS = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029), " "),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\u200b"),  # direction overrides
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # half a character
}
LONGEST_LINK = 2048


def units(text: str) -> int:
    """The length of `text` as Telegram counts it."""
    return len(text) + sum(char > "\uffff" for char in text)


def calm(text: str) -> str:
    """`text` on one line, without what turns its direction around; every character keeps its place."""
    return text.translate(CONTROLS)


def cut(text: str, most: int) -> str:
    """The beginning of `text`, at most `most` units, ending with … at a word when something is left out."""
    if units(text) <= most:
        return text
    end, room = 0, most - 1
    while (size := units(text[end])) <= room:
        end, room = end + 1, room - size
    word = text.rfind(" ", end // 2, end + 1)
    return text[: word if word > 0 else end].rstrip() + "…"


def marked(text: str, marks: Sequence[Span], *, most: int) -> str:
    """At most `most` units of `text` as HTML, with its `marks` (sorted, disjoint) in bold."""
    shown = cut(calm(text), most)
    pieces, place = [], 0
    for mark in marks:
        start, end = mark.start, min(mark.end, len(shown))
        if start < end:
            pieces += [quiet(shown[place:start]), f"<b>{quiet(shown[start:end])}</b>"]
            place = end
    return "".join(pieces) + quiet(shown[place:])


def quiet(text: str) -> str:
    """`text` as HTML in which nothing is markup, a mention or a command."""
    return escape(LIVE.sub(rf"\1{JOINER}", text), quote=False)


def link(html: str, url: str) -> str:
    """`html` linked to `url`, when that is a web address of bearable length."""
    if not re.match(r"https?://[^\s/]", url) or len(url) > LONGEST_LINK:
        return html
    return f'<a href="{escape(url)}">{html}</a>'
