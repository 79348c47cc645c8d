"""Templates and what they show in, documents out; every value is escaped there. Reads its files once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from alertbot.alerts.alert import Span
from alertbot.channels.email.page import pieces
from alertbot.desk.reply import Paragraph, Piece
from alertbot.language import ENGLISH

STYLE = files(__package__).joinpath("static", "style.css").read_text(encoding="utf-8")
SCRIPT = files(__package__).joinpath("static", "play.js").read_text(encoding="utf-8")

REASONS = {
    "planned": "alerted",
    "too-old": "too old",
    "no-watch-hit": "no watch",
    "digest-only": "summary only",
    "muted-source": "source muted",
    "muted-watch": "watch muted",
    "paused": "held: paused",
    "quiet-hours": "held: quiet hours",
    "grouping": "held: grouped",
}
"""The named reasons of `alerts`, as people read them; one that is not here is shown by its name."""


_MARK = Markup("<mark>{}</mark>")
_QUOTED = Markup("<blockquote>{}</blockquote>")


def document(template: str, **shown: object) -> str:
    """The document of `templates/<template>`."""
    return _TEMPLATES.get_template(template).render(**shown)


def _href(url: str) -> str:
    """An address that may stand in a link: of the web, or none."""
    return url if url.startswith(("https://", "http://")) else ""


def _marked(text: str, marks: Iterable[Span]) -> Markup:
    """`text` with its `marks` (sorted, disjoint) marked."""
    return Markup().join(_MARK.format(piece) if hit else escape(piece) for piece, hit in pieces(text, marks))


def _paragraph(paragraph: Paragraph) -> Markup:
    """A paragraph of the desk; in a quotation what is bold is what matched."""
    inner = Markup().join(_piece(piece, quoted=paragraph.quoted) for piece in paragraph.pieces)
    return _QUOTED.format(inner) if paragraph.quoted else Markup("<p>{}</p>").format(inner)


def _piece(piece: Piece, *, quoted: bool) -> Markup:
    if _href(piece.url):
        return Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>').format(piece.url, piece.text)
    if piece.code or piece.command:
        return Markup("<code>{}</code>").format(piece.text)
    if piece.bold:
        return _MARK.format(piece.text) if quoted else Markup("<strong>{}</strong>").format(piece.text)
    return escape(piece.text)


def _ago(moment: datetime | None, now: datetime) -> Markup:
    """How long ago, or in how long, with the exact time for those who look closer."""
    if moment is None:
        return Markup("never")
    length = moment - now
    said = f"in {ENGLISH.span(length)}" if length > timedelta(minutes=1) else ENGLISH.age(now - moment)
    stamp = moment.isoformat(timespec="seconds")
    return Markup('<time datetime="{0}" title="{0}">{1}</time>').format(stamp, said)


def _reason(name: str) -> str:
    return REASONS.get(name, name)


_TEMPLATES = Environment(
    loader=PackageLoader(__package__),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters |= {
    "href": _href,
    "marked": _marked,
    "paragraph": _paragraph,
    "ago": _ago,
    "reason": _reason,
    "span": ENGLISH.span,
}
