"""A reply of the desk as Telegram shows it: HTML in as many messages as it needs, and a keyboard. No IO."""

from collections.abc import Iterator, Sequence
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from alertbot.channels.telegram.markup import calm, cut, link, quiet, units
from alertbot.desk.reply import Paragraph, Piece, Reply, Row

MESSAGE = 4096
PARAGRAPH = 1000
LABEL = 60
TOAST = 200
GAP = "\n"


def messages(reply: Reply) -> list[str]:
    """The paragraphs as HTML, each message within Telegram's limit; no paragraph is torn apart."""
    pages: list[list[str]] = []
    room = 0
    for paragraph in reply.paragraphs:
        html = _paragraph(paragraph)
        size = units(html) + len(GAP)
        if not pages or size > room:
            pages.append([])
            room = MESSAGE
        pages[-1].append(html)
        room -= size
    return [GAP.join(page) for page in pages]


def keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(_label(each.label), callback_data=each.action) for each in row] for row in rows]
    )


def toast(text: str) -> str:
    """What is said in passing when a button was pressed."""
    return cut(calm(text), TOAST)


def _label(text: str) -> str:
    return cut(calm(text), LABEL).strip() or "…"


def _paragraph(paragraph: Paragraph) -> str:
    html = "".join(_pieces(paragraph.pieces))
    return f"<blockquote>{html}</blockquote>" if paragraph.quoted else html


def _pieces(pieces: Sequence[Piece]) -> Iterator[str]:
    """Each piece in its look; what is longer than a paragraph may be is cut at a word."""
    room = PARAGRAPH
    for piece in pieces:
        text = cut(calm(piece.text), room) if room > 1 else ""
        room -= units(text)
        if text:
            yield _piece(piece, text)


def _piece(piece: Piece, text: str) -> str:
    if piece.command:
        command, _, rest = text.partition(" ")
        return f"<code>/{escape(text, quote=False)}</code>" if rest else f"/{escape(command, quote=False)}"
    if piece.code:
        return f"<code>{escape(text, quote=False)}</code>"
    if piece.url:
        return link(quiet(text), piece.url)
    return f"<b>{quiet(text)}</b>" if piece.bold else quiet(text)
