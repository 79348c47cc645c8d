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
    | {"ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": None}  # Arabic and Persian
)
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_ACCENT: Final = re.compile(
    "[\u0300-\u036f"
    "\u064b-\u065f\u0670"  # vowels and hamzas of Arabic
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]"  # points of Hebrew
)
_ENDING: Final = re.compile(
    r"(?<=[^'])'s\Z|(?<=[^\W\d_]{3})'(?:[dt][ae](?:n|ki)?|[nd]?[iıuü]n|[ny][aeiıuü]|y?l[ae])\Z", re.IGNORECASE
)
"""A possessive, or what Turkish puts behind a name: Ankara'da, Erdoğan'ın. A lone vowel is none: Sana'a."""
_PLURAL_OF_CAPITALS: Final = re.compile(r"[A-Z]{2,}s")
_SIGNS: Final = {"&": "and", "%": "percent"}
_AMOUNT: Final = re.compile(r"(?:[A-Z]{0,2}([$€£¥₩₹])\s?)?(\d[\d.,'\s]*)([^\W\d_]*|%)")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[,'\s]\d{3})+(?:\.\d+)?")
_UNITS: Final = {
    "%": "percent",
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
    """The word in composed form, with straight apostrophes, without what is invisible or an ending after one."""
    clean = word if word.isascii() else unicodedata.normalize("NFKC", word.translate(_CLEAN))
    clean = clean.translate(_CLEAN) if not clean.isascii() else clean
    return _ENDING.sub("", clean) if "'" in clean else clean


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
    if clean in _SIGNS:
        return _SIGNS[clean]
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
    if sign and letters in ("k", "K") and number.isdigit():
        number, letters = number + "000", ""
    unit = _UNITS.get(letters.lower()) if sign or letters in _SURE else None
    return number + (unit or letters.casefold()) if letters else _in_millions(number)


def _in_millions(number: str) -> str:
    """`830000000` as "830million": papers write round numbers so."""
    for zeros, unit in ((12, "trillion"), (9, "billion"), (6, "million")):
        if len(number) > zeros and number.endswith("000") and number.isdecimal():
            return f"{number[:-zeros]}.{number[-zeros:]}".rstrip("0").rstrip(".") + unit
    return number


_SURE: Final = frozenset(("%", "M", "B", "mn", "bn", "tn", "Mn", "Bn", "Tn", "mln", "mio", "Mio", "mrd", "Mrd"))


FOLDS: Final = Memo(_fold)
"""Word → the form that is compared."""
PLAINS: Final = Memo(_plain)
"""Word → lower case without accents or possessive, its plural and spelling kept."""
UMLAUTS: Final = Memo(_umlaut)
"""Word → the form of its spelling with ae, oe, ue, aa; empty for a word without such letters."""
