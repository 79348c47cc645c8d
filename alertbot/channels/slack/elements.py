"""Text as Slack's rich text elements. Strings in, JSON out. No IO.

In rich text nothing is parsed: `<!channel>`, `*`, backticks and emoji names are just characters, so
no feed can mention anybody or break a message. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from collections.abc import Iterable, Iterator
from typing import Any

from alertbot.alerts.alert import Span

Json = dict[str, Any]


def cut(text: str, most: int) -> str:
    """`text` without characters that cannot be shown, on one line, at most `most` characters, cut at a word."""
    calm = "".join(char if char.isprintable() else " " for char in text)
    if len(calm) <= most:
        return calm
    head = calm[: most - 1]
    space = head.rfind(" ", most // 2)
    return (head[:space] if space > 0 else head).rstrip() + "…"


def marked(text: str, marks: Iterable[Span], *, most: int, url: str = "") -> list[Json]:
    """`text` with its marks in bold, all of it linked to `url` when there is one."""
    return [_element(piece, bold, url) for piece, bold in _pieces(cut(text, most), marks)]


def escaped(text: str) -> str:
    """For fields that Slack does parse, such as the notification's text: `&<>` are escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _element(piece: str, bold: bool, url: str) -> Json:
    style = {"style": {"bold": True}} if bold else {}
    if url:
        return {"type": "link", "url": url, "text": piece, **style}
    return {"type": "text", "text": piece, **style}


def _pieces(text: str, marks: Iterable[Span]) -> Iterator[tuple[str, bool]]:
    """The stretches of `text`, each with whether it is marked; marks beyond a cut are left out."""
    place = 0
    for mark in marks:
        start, end = max(mark.start, place), min(mark.end, len(text))
        if start >= end:
            continue
        if start > place:
            yield text[place:start], False
        yield text[start:end], True
        place = end
    if place < len(text) or not text:
        yield text[place:] or " ", False
