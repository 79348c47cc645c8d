"""A reply of the desk as Telegram shows it: HTML in as many messages as it needs. No IO."""

from collections.abc import Iterator, Sequence
from html import escape

from alertbot.channels.telegram.markup import calm, cut, link, quiet, units
from alertbot.channels.telegram.pages import packed
from alertbot.desk.reply import Paragraph, Piece, Reply

PARAGRAPH = 1000
TOAST = 200


def messages(reply: Reply) -> list[str]:
    """The paragraphs as HTML, each message within Telegram's limit; no paragraph is torn apart."""
    return packed(_paragraph(each) for each in reply.paragraphs)


def toast(text: str) -> str:
    """What is said in passing when a button was pressed."""
    return cut(calm(text), TOAST)


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
