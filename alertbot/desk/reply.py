"""What the desk answers, without knowing where it is shown. Values only. No IO.

A surface renders a reply in its own way: Telegram as HTML and an inline keyboard, Slack as blocks,
the command line as text.
"""

from dataclasses import dataclass
from string import Formatter

from alertbot.alerts.alert import Span
from alertbot.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text in one look. `url` is empty or a web address.

    `code` stands as it is typed. `command` is what people may send: a surface puts before it what
    its commands begin with, and shows it as its users know commands.
    """

    text: str
    bold: bool = False
    code: bool = False
    command: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Pieces that make one paragraph, without line breaks. `quoted` are the words of a story."""

    pieces: tuple[Piece, ...]
    quoted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to press. `action` is a token that `action.decode` reads: at most 64 bytes."""

    label: str
    action: str


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text file that goes with a reply."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer.

    When a button was pressed and `replaces` is set, the answer takes the place of the message the
    button is on; without paragraphs that message keeps its text and only its buttons change.
    `asks_about` is the id of a watch: what someone says in answer to this goes in its place.
    `brief` is said in passing where a surface can (a toast), and is enough of an answer alone.
    """

    paragraphs: tuple[Paragraph, ...] = ()
    rows: tuple[Row, ...] = ()
    document: Document | None = None
    brief: str = ""
    replaces: bool = False
    asks_about: str = ""


def bold(text: str) -> Piece:
    return Piece(text=text, bold=True)


def code(text: str) -> Piece:
    return Piece(text=text, code=True)


def typed(text: str) -> Piece:
    """A command with its words, without what a surface puts before it: `watch Mistral`."""
    return Piece(text=text, command=True)


def link(text: str, url: str) -> Piece:
    return Piece(text=text, url=url)


def line(words: Language, text: str, /, **values: Piece | str) -> Paragraph:
    """One paragraph: `text` in the language of `words`, with each value in its own look."""
    return _filled(words.template(text), values)


def lines(words: Language, count: int, one: str, other: str, /, **values: Piece | str) -> Paragraph:
    """As `line`, in the form for `count`, which is also the value `{count}`."""
    return _filled(words.templates(count, one, other), {"count": str(count), **values})


def plain(text: str) -> Paragraph:
    return Paragraph(pieces=(Piece(text=text),))


def quoted(text: str, marks: tuple[Span, ...]) -> Paragraph:
    """A passage of a story with its `marks` (sorted, disjoint) in bold."""
    pieces, place = [], 0
    for mark in marks:
        pieces += [Piece(text=text[place : mark.start]), bold(text[mark.start : mark.end])]
        place = mark.end
    pieces.append(Piece(text=text[place:]))
    return Paragraph(pieces=tuple(piece for piece in pieces if piece.text), quoted=True)


def _filled(template: str, values: dict[str, Piece | str]) -> Paragraph:
    """What people typed is put in place after the template was read: its braces mean nothing."""
    pieces = []
    for text, name, _, _ in Formatter().parse(template):
        pieces.append(Piece(text=text))
        if name:
            value = values[name]
            pieces.append(Piece(text=value) if isinstance(value, str) else value)
    return Paragraph(pieces=tuple(piece for piece in pieces if piece.text))
