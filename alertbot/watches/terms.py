"""Words, phrases and origins as they were typed, read into nodes. Strings in, nodes out. No IO."""

import re
from dataclasses import replace
from difflib import get_close_matches
from typing import Final

from alertbot.errors import Sentence, sentence
from alertbot.watches.fold import FOLDS, PLAINS, UMLAUTS, cleaned, currency
from alertbot.watches.nodes import Lang, Phrase, Prefix, Site, Source, Term, Verbatim, Word
from alertbot.watches.tags import is_language, proper
from alertbot.watches.tokens import Memo, pieces

FIELDS: Final = ("title", "source", "site", "lang")
_OTHER_NAMES: Final = {
    "intitle": "title",
    "headline": "title",
    "language": "lang",
    "host": "site",
    "url": "site",
    "domain": "site",
    "inurl": "site",
    "publisher": "source",
    "outlet": "source",
    "feed": "source",
    "from": "source",
    "allintitle": "title",
    "allinurl": "site",
}
_FOREIGN: Final = frozenset(
    """author date after before since until country hashtag tag category topic filetype ext related cache info
    intext allintext inanchor body content keyword section""".split()
)
"""What other search boxes know as fields."""
_OTHER_SIGNS: Final = {"&&": "AND", "|": "OR", "ANDNOT": "NOT"}
_ADDRESS: Final = re.compile(r"https?://(?:www\.)?([^/\s:]+)", re.IGNORECASE)
_NEARLY: Final = re.compile(r"(?:W|N|P|PRE|ONEAR|ADJ|near|around|AROUND)/(\d+)|NEAR[:~]?(\d+)|~(\d+)")
_NAMED: Final = re.compile(r"([a-z]{3,10}):\S", re.IGNORECASE)
_CAMEL: Final = re.compile(r"[^\W\d_][a-zà-ÿ]*[A-ZÀ-Þ]")
_TAG: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
_HOST: Final = re.compile(r"\.?[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.?")
_PERCENT: Final = re.compile(r"(?<=\d)\s?%|(?<=\d)\s+per cent\b")
_STAR: Final = sentence("* may only end one word of at least two letters, as in quant*")
NO_LETTER: Final = sentence("a term needs at least one letter or digit")


class UnreadableError(Exception):
    """A term cannot be read: `place` is the character in it where it broke."""

    def __init__(self, mend: Sentence, place: int = 0) -> None:
        super().__init__(str(mend))
        self.mend, self.place = mend, place


def read(kind: str, text: str) -> Term:
    """The term that `text` is. `kind` is `word`, `phrase` (in quotes) or `exactly` (`="…"`).

    Raises UnreadableError.
    """
    if kind == "exactly":
        return _verbatim(_unquoted(text, 2))
    if kind == "phrase":
        return _words(_unquoted(text, 1))
    if text[0] in "-–−" and len(text) == 1:
        raise UnreadableError(sentence("- stands right before what to leave out, as in -lease"))
    if text[0] == "=":
        return _verbatim(text[1:])
    _refuse_other_tongue(text)
    return _words(text)


def _refuse_other_tongue(text: str) -> None:
    """Refuses what means something in other search boxes and here would never hit."""
    if text.isalnum() and not text.isupper():  # most are
        return
    sign = "|" if "|" in text else text
    if sign in _OTHER_SIGNS:
        raise UnreadableError(sentence("{sign} is not known; write {meant}", sign=sign, meant=_OTHER_SIGNS[sign]))
    if near := _NEARLY.fullmatch(text):
        meant = f"NEAR/{near[near.lastindex or 0]}"
        raise UnreadableError(sentence("{sign} is not known; write {meant}", sign=text, meant=meant))
    if address := _ADDRESS.match(text):
        raise UnreadableError(
            sentence("an address is no word; write site:{host} for its stories", host=address[1].lower())
        )
    _refuse_field(text)


def origin(field: str, kind: str, text: str) -> Source | Site | Lang:
    """`source:`, `site:` or `lang:` and its value. Raises UnreadableError."""
    value = _unquoted(text, 1) if kind == "phrase" else text
    if field == "source":
        term = _words(value)
        if not isinstance(term, Word | Phrase):
            raise UnreadableError(sentence("source: takes whole words"))
        return Source(term)
    return _site(value) if field == "site" else _lang(value)


def _unquoted(text: str, opening: int) -> str:
    if len(text) <= opening or not text.endswith('"'):
        raise UnreadableError(sentence('a quote that is opened must be closed with "'), opening - 1)
    return text[opening:-1]


def _refuse_field(text: str) -> None:
    found = _NAMED.match(text) if ":" in text else None
    if found is None:
        return
    name = found[1].lower()
    meant = _OTHER_NAMES.get(name) or next(iter(get_close_matches(name, FIELDS, 1, 0.7)), "")
    if name in _FOREIGN:
        raise UnreadableError(
            sentence(
                "{field}: is not known, only title:, source:, site: and lang: are; quotes look for the words",
                field=found[1],
            )
        )
    if meant:
        raise UnreadableError(
            sentence("{field}: is not known; write {meant}: or put it in quotes", field=found[1], meant=meant)
        )


def _words(text: str) -> Term:
    if text.isascii() and text.isalnum():  # most are, and one word
        return WORDS[text]
    if "*" in text:
        return _prefix(text)
    cut = pieces(_PERCENT.sub(" percent", text))
    words = tuple(map(_with_plus, cut[1::2], cut[2::2]))
    if not words:
        raise UnreadableError(NO_LETTER)
    return Phrase(words, text.strip()) if len(words) > 1 else words[0]


def _with_plus(surface: str, gap: str) -> Word:
    """The word, with its plus in `Canal+`; an acronym (`LGBTQ+`) goes without as well."""
    word = WORDS[surface]
    if not gap.startswith("+") or not surface.isalpha() or surface.isupper() or len(surface) < 3:
        return word
    return replace(word, currency="+", typed=f"{surface}+")


def plain_phrase(text: str) -> Word | Phrase:
    """The phrase of words of plain letters and digits with one blank between them."""
    words = tuple(map(WORDS.__getitem__, text.split(" ")))
    return Phrase(words, text) if len(words) > 1 else words[0]


def _word(surface: str) -> Word:
    capitals = _capitals(surface)
    fold, other = FOLDS[surface], UMLAUTS[surface]
    return Word(
        fold,
        other if other != fold else "",
        capitals,
        PLAINS[surface] if capitals else "",
        not capitals and bool(_CAMEL.match(surface)),
        currency(surface),
        surface,
    )


WORDS: Final = Memo(_word)
"""The node of each word; one node serves all queries that have the word."""


def _capitals(surface: str) -> int:
    """How capitals count: 2 for two or three capitals, 1 for four or five, else 0."""
    if not surface[:1].isupper():
        return 0
    letters = cleaned(surface).replace(".", "")
    if not letters.isalpha() or not letters.isupper():
        return 0
    return {2: 2, 3: 2, 4: 1, 5: 1}.get(len(letters), 0)


def _prefix(text: str) -> Prefix:
    body = text.strip()[:-1]
    surfaces = pieces(body)
    if not text.strip().endswith("*") or len(surfaces) != 3 or surfaces[0] or surfaces[2]:
        raise UnreadableError(_STAR)
    start = PLAINS[surfaces[1]]
    if len(start) < 2:
        raise UnreadableError(_STAR)
    return Prefix(start, _capitals(body) == 2, body)


def _verbatim(text: str) -> Verbatim:
    cut = exact_pieces(pieces(text.strip()))
    if len(cut) < 3:
        raise UnreadableError(NO_LETTER)
    return Verbatim(tuple(cut), tuple(FOLDS[surface] for surface in pieces(text)[1::2]), text.strip())


def exact_pieces(cut: list[str]) -> list[str]:
    """Pieces of a text as verbatim terms compare them: composed, blanks alike, nothing invisible."""
    return [" ".join(_composed(piece).split(" ")) if piece else "" for piece in cut]


def _composed(piece: str) -> str:
    return re.sub(r"[^\S\n\r]+", " ", cleaned(piece) if piece[:1].isalnum() else piece.replace("\u00ad", ""))


def _site(value: str) -> Site:
    host = re.sub(r"^https?://", "", value.strip().lower()).rstrip("/").removeprefix("www.")
    if "/" in host:
        raise UnreadableError(sentence("site: takes a host such as bbc.co.uk, without a path"), value.index("/"))
    if not _HOST.fullmatch(host):
        raise UnreadableError(sentence("site: takes a host such as bbc.co.uk"))
    return Site(host.strip("."))


def _lang(value: str) -> Lang:
    tag = value.strip().replace("_", "-")
    if not _TAG.fullmatch(tag):
        raise UnreadableError(sentence("lang: takes the short name of a language such as en or fr"))
    if not is_language(tag):
        unknown = sentence("there is no language {tag}; lang: takes a short name such as en or fr", tag=tag)
        raise UnreadableError(unknown)
    return Lang(proper(tag))
