"""The language a story is in: as it was stated, else as its words show. A document in, a tag out. No IO.

CLD2 knows some 80 languages by their words and scripts, says when it is not sure, and takes less than a tenth of
a millisecond. There is no wheel of it for some platforms; where it is not installed, nothing is recognised.
"""

import re
from typing import Final, Literal, NamedTuple

from alertbot.watches.document import Document
from alertbot.watches.tags import is_language, proper

try:
    import pycld2
except ImportError:  # pragma: no cover — a platform without a wheel
    pycld2 = None

MOST_CHARACTERS: Final = 1_500
"""Of a longer story only the beginning is looked at."""
SURE_PERCENT: Final = 70
"""Of the words that must be of one language; a story in two has none."""
SHORT: Final = 80
"""Letters below which a text is believed to be only in a language of `_PRESS`: names look like many others."""

_NO_WORDS: Final = re.compile(r"https?://\S+|\S+@\S+|[#@]\w+")
_ADDRESS_SIGNS: Final = frozenset("/@#")
_UNREADABLE: Final = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
"""What CLD2 refuses to read."""
_TAG: Final = re.compile(r"(?!xx|zz|un|tlh)[a-z]{2,3}(?:-[A-Z][a-z]{3}|-[A-Z]{2})?")
_PRESS: Final = frozenset(
    """af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk
    km kn ko lo lt lv mk ml mn mr ms my ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tr uk ur uz vi
    zh zh-hant""".split()
)

How = Literal["stated", "recognised", "unknown"]


class Tongue(NamedTuple):
    """A BCP 47 tag in lower case, empty when it is not known, and how it is known."""

    tag: str
    how: How


def tongue(document: Document) -> Tongue:
    """The language of `document`: the feed's or the entry's word for it, else what its words show."""
    stated = proper(document.lang)
    if is_language(stated):
        return Tongue(stated, "stated")
    tag = recognised(f"{document.title}\n{document.text[:MOST_CHARACTERS]}")
    return Tongue(tag, "recognised") if tag else Tongue("", "unknown")


def recognised(text: str) -> str:
    """The language of `text`; empty when it is too short, mixed, or like several languages."""
    plain = text[:MOST_CHARACTERS]
    if not _ADDRESS_SIGNS.isdisjoint(plain):
        plain = _NO_WORDS.sub(" ", plain)
    sure, percent, named = _detected(plain)
    if not sure or percent < SURE_PERCENT or not _TAG.fullmatch(named):
        return ""
    tag = proper(named)
    return tag if tag in _PRESS or sum(map(str.isalpha, plain)) >= SHORT else ""


def _detected(plain: str) -> tuple[bool, int, str]:
    """Whether CLD2 is sure, and of which percentage of the text, and its name for the language."""
    if pycld2 is None:  # pragma: no cover
        return False, 0, ""
    try:
        sure, _, (best, *_) = pycld2.detect(plain.encode("utf-8", "replace"))
    except pycld2.error:
        sure, _, (best, *_) = pycld2.detect(_UNREADABLE.sub(" ", plain).encode("utf-8", "replace"))
    return sure, best[2], best[1]
