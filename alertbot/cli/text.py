"""What the desk says, as lines of text. Values in, strings out."""

from alertbot.desk.reply import Paragraph, Piece, Reply


def text_of(reply: Reply) -> str:
    """A reply without its buttons; its document, where it has one, stands below."""
    said = [*map(line_of, reply.paragraphs)] or [reply.brief]
    return "\n".join([*said, *([reply.document.text.rstrip()] if reply.document else [])])


def line_of(paragraph: Paragraph) -> str:
    """A paragraph as one line: a quotation is set in, its matching words between asterisks."""
    text = "".join(_piece(piece, quoted=paragraph.quoted) for piece in paragraph.pieces)
    return f"  {text}" if paragraph.quoted else text


def _piece(piece: Piece, *, quoted: bool) -> str:
    text = printable(piece.text)
    if piece.bold and quoted:
        return f"*{text}*"
    if piece.command:
        return f"`{text}`"
    return f"{text} <{piece.url}>" if piece.url and piece.url != piece.text else text


def printable(text: str) -> str:
    """`text` on one line, without what a terminal would obey or no encoding has."""
    return "".join(char if char.isprintable() else " " for char in text)
