"""A reply of the desk as Block Kit. Values in, JSON out. No IO.

Everything is rich text or plain text, in which Slack parses nothing that people or feeds wrote.
"""

from collections.abc import Iterable, Iterator, Sequence

from alertbot.channels.slack.buttons import button
from alertbot.channels.slack.elements import Json, cut, escaped
from alertbot.desk.reply import Button, Document, Paragraph, Piece, Reply

COMMAND = "/alertbot"
LONGEST_PIECE = 1_000
LONGEST_URL = 3_000
LONGEST_DOCUMENT = 2_900
"""Characters of one block of a document; a longer one goes on in the next."""

MOST_CHARACTERS = 9_000
IN_A_ROW = 5


def message(reply: Reply) -> Json:
    """The reply as a message: `text` for who sees no blocks, and `blocks`."""
    return {"text": escaped(spoken(reply)) or " ", "blocks": blocks(reply)}


def blocks(reply: Reply) -> list[Json]:
    """What it says, then its buttons; a reply that only says something in passing says that."""
    said = list(told(reply.paragraphs)) or ([_small(reply.brief)] if reply.brief else [])
    return [*said, *_document(reply.document), *_rows(reply.rows)]


def told(paragraphs: Iterable[Paragraph]) -> Iterator[Json]:
    """Paragraphs as one block: text line by line, passages as quotes. Empty for none."""
    elements: list[Json] = []
    for paragraph in _fitting(paragraphs):
        pieces = [_element(piece) for piece in paragraph.pieces if piece.text]
        if not pieces:
            continue
        if paragraph.quoted:
            elements.append({"type": "rich_text_quote", "elements": pieces})
        elif elements and elements[-1]["type"] == "rich_text_section":
            elements[-1]["elements"] += [{"type": "text", "text": "\n"}, *pieces]
        else:
            elements.append({"type": "rich_text_section", "elements": pieces})
    if elements:
        yield {"type": "rich_text", "elements": elements}


def spoken(reply: Reply) -> str:
    """The words alone, on one line."""
    lines = ("".join(_said(piece) for piece in paragraph.pieces) for paragraph in reply.paragraphs)
    return cut(" ".join(lines) or reply.brief, LONGEST_PIECE)


def _fitting(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """As many paragraphs as a message may hold."""
    room = MOST_CHARACTERS
    for paragraph in paragraphs:
        room -= sum(min(len(piece.text), LONGEST_PIECE) + len(piece.url) for piece in paragraph.pieces)
        if room < 0:
            return
        yield paragraph


def _element(piece: Piece) -> Json:
    style = {name: True for name, on in (("bold", piece.bold), ("code", piece.code or piece.command)) if on}
    styled = {"style": style} if style else {}
    if piece.url.startswith(("https://", "http://")) and len(piece.url) <= LONGEST_URL:
        return {"type": "link", "url": piece.url, "text": cut(piece.text, LONGEST_PIECE), **styled}
    return {"type": "text", "text": cut(_said(piece), LONGEST_PIECE), **styled}


def _said(piece: Piece) -> str:
    return f"{COMMAND} {piece.text}" if piece.command else piece.text


def _document(document: Document | None) -> Iterator[Json]:
    """A file, to be copied: in blocks that keep its lines."""
    if document is None:
        return
    lines: list[str] = []
    for line in [*document.text.splitlines(), None]:
        if line is None or sum(map(len, lines)) + len(lines) + len(line) > LONGEST_DOCUMENT:
            text = {"type": "text", "text": "\n".join(lines) or " "}
            yield {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [text]}]}
            lines = []
        lines += [line] if line is not None else []


def _rows(rows: Sequence[Sequence[Button]]) -> Iterator[Json]:
    """The buttons in their order, in as few lines as are easy to read."""
    every = [each for row in rows for each in row]
    for at in range(0, len(every), IN_A_ROW):
        shown = every[at : at + IN_A_ROW]
        yield {
            "type": "actions",
            "elements": [button(each.label, each.action, place) for place, each in enumerate(shown, at)],
        }


def _small(text: str) -> Json:
    return {"type": "context", "elements": [{"type": "plain_text", "text": cut(text, 1_000), "emoji": False}]}
