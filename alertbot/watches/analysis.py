"""Text into tokens that can be compared. Strings in, tokens with their places out. No IO.

A token's `fold` is what is compared: case, accents, possessives, plurals and British spellings are
folded away. Its `start` and `end` always point into the original text.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
"""An acronym with dots, or letters and digits with inner apostrophes. A hyphen separates words."""

SENTENCE_END = re.compile(r"[.!?…]['\"”’»)\]]*\s+(?=['\"“‘«(\[]*[A-ZÀ-ÖØ-Þ0-9])|\n+")
PARAGRAPH_END = re.compile(r"\n+")

SPELLINGS = {
    "centre": "center",
    "theatre": "theater",
    "labour": "labor",
    "colour": "color",
    "defence": "defense",
    "licence": "license",
    "programme": "program",
    "aluminium": "aluminum",
    "tyre": "tire",
    "harbour": "harbor",
    "neighbour": "neighbor",
    "behaviour": "behavior",
    "favour": "favor",
    "metre": "meter",
    "fibre": "fiber",
    "grey": "gray",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One word. `capitals` says that it is written in capitals, `capital` that it begins with one."""

    fold: str
    start: int
    end: int
    sentence: int
    paragraph: int
    capitals: bool
    capital: bool


def tokens(text: str) -> tuple[Token, ...]:
    """The words of `text`, in order, each with its sentence and paragraph (numbered from 0)."""
    sentences = [match.end() for match in SENTENCE_END.finditer(text)]
    paragraphs = [match.end() for match in PARAGRAPH_END.finditer(text)]
    found = []
    sentence = paragraph = 0
    for match in WORD.finditer(text):
        sentence = _advance(sentences, sentence, match.start())
        paragraph = _advance(paragraphs, paragraph, match.start())
        found.append(_token(match, sentence, paragraph))
    return tuple(found)


def sentence_bounds(text: str) -> list[tuple[int, int]]:
    """Where the sentences of `text` begin and end, in order, covering all of it."""
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))


@lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """The form of `word` that is compared; light on purpose, so that Boeing never becomes "BoE"."""
    plain = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = plain.removesuffix("'s").replace("'", "").replace(".", "")
    singular = _singular(plain)
    return SPELLINGS.get(singular, singular)


def _token(match: re.Match[str], sentence: int, paragraph: int) -> Token:
    word = match.group().replace("’", "'").removesuffix("'s")
    return Token(
        fold=fold(match.group()),
        start=match.start(),
        end=match.end(),
        sentence=sentence,
        paragraph=paragraph,
        capitals=word.isupper(),
        capital=word[:1].isupper(),
    )


def _advance(ends: list[int], current: int, place: int) -> int:
    while current < len(ends) and ends[current] <= place:
        current += 1
    return current


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
