"""What of a word is compared. One word in, its form out. No IO.

Case, accents, width, ligatures, possessives, plurals and British spellings are folded away.
"""

import re
import sys
import unicodedata
from typing import Final

from alertbot.watches.inflection import american, singular
from alertbot.watches.tokens import APOSTROPHES, IGNORED, Memo

_CLEAN: Final = {**{ord(char): None for char in IGNORED}, **{ord(char): "'" for char in APOSTROPHES}}
_LETTERS: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_ACCENT: Final = re.compile("[\u0300-\u036f]")
_PLURAL_OF_CAPITALS: Final = re.compile(r"[A-Z]{2,}s")
_AMOUNT: Final = re.compile(r"(?:[A-Z]{0,2}([$€£¥₩₹])\s?)?(\d[\d.,'\s]*)([^\W\d_]*)")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[,'\s]\d{3})+(?:\.\d+)?")
_UNITS: Final = {
    "k": "thousand",
    **dict.fromkeys(("m", "mn", "mln", "mio"), "million"),
    **dict.fromkeys(("b", "bn", "mrd"), "billion"),
    **dict.fromkeys(("t", "tn"), "trillion"),
}
UNITS: Final = frozenset(_UNITS.values())
_PARTICLES: Final = re.compile(
    "(?<=[가-힣]{2})(?:에서는|으로는|에게서|이라고|에서|에게|으로|까지|부터|처럼|보다|라고|은|는|이|가|을|를|의|에|와|과|도|로|만)$"
)


def fold(word: str) -> str:
    """The form of one word that is compared."""
    return FOLDS[word]


def cleaned(word: str) -> str:
    """The word in composed form, with straight apostrophes, without what is invisible or possessive."""
    clean = word if word.isascii() else unicodedata.normalize("NFKC", word.translate(_CLEAN))
    clean = clean.translate(_CLEAN) if not clean.isascii() else clean
    return clean[:-2] if len(clean) > 2 and clean[-2:] in ("'s", "'S") else clean


def currency(word: str) -> str:
    """The sign in front of an amount, without the country's letters unless they name another dollar."""
    found = re.match(r"([A-Z]{0,2})([$€£¥₩₹])", word)
    return "" if not found else found[2] if found[1] in ("", "US") else found[0]


def _fold(word: str) -> str:
    clean = cleaned(word)
    if _PLURAL_OF_CAPITALS.fullmatch(clean):
        return sys.intern(clean[:-1].lower())
    plain = _plain_of(clean)
    if plain.isascii() and plain.isalpha():
        return sys.intern(american(singular(plain)))
    if "가" <= plain[:1] <= "힣":
        return _PARTICLES.sub("", plain)
    return sys.intern(plain if plain.isascii() and not plain.isalnum() else singular(plain))


def _plain(word: str) -> str:
    return sys.intern(_plain_of(cleaned(word)))


def _umlaut(word: str) -> str:
    if word.isascii():
        return ""
    clean = cleaned(word)
    spelled = clean.lower().translate(_UMLAUTS)
    return "" if spelled == clean.lower() else _fold(spelled)


def _plain_of(clean: str) -> str:
    if clean[:1].isdigit() or clean[-1:].isdigit() or currency(clean):
        amount = _AMOUNT.fullmatch(clean)
        if amount:
            return _amount(amount)
    lower = clean.casefold()
    if not lower.isascii():
        lower = unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", lower)))
        lower = lower.translate(_LETTERS)
    if lower.endswith("#") and len(lower) > 2:
        lower = lower[:-1]
    return lower.replace("'", "").replace(".", "") if lower != ".net" else lower


def _amount(found: re.Match[str]) -> str:
    """`$830M` as "830million", `1,000` as "1000"; a small m or b is a unit only after a currency."""
    sign, number, letters = found.groups()
    grouped = _GROUPED.fullmatch(number)
    number = re.sub(r"[,'\s]", "", number) if grouped else number.replace(",", ".").strip()
    unit = _UNITS.get(letters.lower()) if sign or letters in _SURE else None
    return number + (unit or letters.casefold())


_SURE: Final = frozenset(("M", "B", "mn", "bn", "tn", "Mn", "Bn", "Tn", "mln", "mio", "Mio", "mrd", "Mrd"))


FOLDS: Final = Memo(_fold)
"""Word → the form that is compared."""
PLAINS: Final = Memo(_plain)
"""Word → lower case without accents or possessive, its plural and spelling kept."""
UMLAUTS: Final = Memo(_umlaut)
"""Word → the form of its spelling with ae, oe, ue, aa; empty for a word without such letters."""
