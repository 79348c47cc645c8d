"""Templates and what they show in, documents out; every value is escaped there. Reads its files once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from alertbot.alerts.alert import Span
from alertbot.channels.email.page import pieces
from alertbot.desk.reply import Paragraph, Piece
from alertbot.errors import Sentence, sentence
from alertbot.language import Language

STYLE = files(__package__).joinpath("static", "style.css").read_text(encoding="utf-8")
SCRIPT = files(__package__).joinpath("static", "play.js").read_text(encoding="utf-8")

NAMES: dict[str, Sentence] = {
    "planned": sentence("alerted"),
    "too-old": sentence("too old"),
    "no-watch-hit": sentence("no watch"),
    "digest-only": sentence("summary only"),
    "muted-source": sentence("source muted"),
    "muted-watch": sentence("watch muted"),
    "paused": sentence("held: paused"),
    "quiet-hours": sentence("held: quiet hours"),
    "grouping": sentence("held: grouped"),
    "new": sentence("new"),
    "joined": sentence("joined"),
    "update": sentence("update"),
    "related": sentence("related"),
    "duplicate": sentence("duplicate"),
    "failing": sentence("failing"),
    "fine": sentence("fine"),
    "gone": sentence("gone"),
}
"""Reasons, verdicts and the health of sources, as people read them; one that is not here is shown by its name."""

_MARK = Markup("<mark>{}</mark>")
_CODE = Markup("<code>{}</code>")
_QUOTED = Markup("<blockquote>{}</blockquote>")


def document(template: str, words: Language, **shown: object) -> str:
    """The document of `templates/<template>`, in the language of `words`.

    A template says a phrase with `say` and `many`; what it fills in is escaped, but for markup such as `code`.
    """
    said = {"words": words, "say": _Saying(words).say, "many": _Saying(words).many, "code": _CODE.format}
    return _TEMPLATES.get_template(template).render(**said, **shown)


class _Saying:
    """Phrases of a language as markup."""

    def __init__(self, words: Language) -> None:
        self._words = words

    def say(self, text: str, /, **values: object) -> Markup:
        return escape(self._words.template(text)).format(**values)

    def many(self, count: int, one: str, other: str, /, **values: object) -> Markup:
        return escape(self._words.templates(count, one, other)).format(count=count, **values)


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
        return _CODE.format(piece.text)
    if piece.bold:
        return _MARK.format(piece.text) if quoted else Markup("<strong>{}</strong>").format(piece.text)
    return escape(piece.text)


@pass_context
def _ago(shown: Context, moment: datetime | None, now: datetime) -> Markup:
    """How long ago, or in how long, with the exact time for those who look closer."""
    words: Language = shown["words"]
    if moment is None:
        return escape(words.say("never"))
    length = moment - now
    ahead = length > timedelta(minutes=1)
    said = words.say("in {span}", span=words.span(length)) if ahead else words.age(now - moment)
    stamp = moment.isoformat(timespec="seconds")
    return Markup('<time datetime="{0}" title="{0}">{1}</time>').format(stamp, said)


@pass_context
def _named(shown: Context, name: str) -> str:
    words: Language = shown["words"]
    return words.tell(NAMES[name]) if name in NAMES else name


@pass_context
def _span(shown: Context, length: timedelta) -> str:
    words: Language = shown["words"]
    return words.span(length)


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
    "named": _named,
    "span": _span,
}
