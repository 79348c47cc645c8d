"""What a story says, as weighted terms that can be compared. Text in, terms out. No IO.

A term is the 19-bit name of a stem: the same in every process, and small enough to keep. Names of
people, places and things weigh more than other words: they tell look-alike events apart.
"""

import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import TypeVar
from urllib.parse import urlsplit

import Stemmer

from alertbot.events.datelines import unsigned

LEAD_WORDS = 80
"""Words of the text that are read: what happened stands in the lead."""

NAME_WEIGHT = 1.7
NUMBER_WEIGHT = 2.75
"""Victims, ages, sums and dates tell two quakes at one place apart as their names do not."""
HEADLINE_NUMBER_WEIGHT = 0.5
"""A headline that stands alone counts reasons, tips and prices, which tell little."""
ADDRESS_WEIGHT = 0.7
PAIR_WEIGHT = 0.5
"""Two words side by side, in a headline that stands alone: Urban Outfitters are not American Outfitters."""
RICH_TERMS = 12
"""A headline and its text that make so many terms together say what happened, not only what it is about."""
FEWEST_SLUG_WORDS = 3
FEWEST_HEADLINE_STEMS = 3
"""A shorter headline need not be taken up by its text."""
WEIGHT_STEP = 0.25
"""Weights are kept in five bits each."""
TERM_BITS = 19
WORDS_KNOWN = 1 << 17
T = TypeVar("T")

WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
UNSPACED = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]{2,}")
LEAD_CHARACTERS = 160
"""Of a text without blanks."""
SUFFIX = re.compile(r"\.\w{2,5}$")
YEAR = re.compile(r"(?:19|20)\d\d")
SAID = re.compile(rf"([.!?:\"“”\n]\s*)?({WORD.pattern})")
"""A word, and before it what ends the sentence it is not part of."""
BOILERPLATE = re.compile(
    r"""cookies?\b|consent|javascript|ad\s?blocker|subscri(?:be|ption)|sign\s(?:in|up)|log\s?in\b|your\sbrowser
      |privacy\s(?:policy|settings)|terms\s(?:of|and)\s(?:use|service|conditions)|accept\sall|paywall|register\snow
      |newsletter|einwilligung|datenschutz|abonn|s['’]inscrire|captcha|are\syou\sa\srobot|access\sdenied""",
    re.VERBOSE,
)
"""In small letters, as its reader makes them: a pattern that ignores case is searched five times as slowly."""
BOILERPLATE_PARTS = (
    *("cookie", "consent", "javascript", "blocker", "subscri", "sign in", "sign up", "log in", "login"),
    *("your browser", "privacy ", "terms of", "terms and", "accept all", "paywall", "register now", "newsletter"),
    *("einwilligung", "datenschutz", "abonn", "inscrire", "captcha", "a robot", "access denied"),
)
"""Whatever the pattern finds has one of them; most texts have none, which is known in a tenth of the time."""
BOILERPLATE_SIGNS = 3
BOILERPLATE_CHARACTERS = 500

COMMON = frozenset(
    """
    a about after all also an and any are as at be been but by can could did do does for from had has have he her
    his how i if in into is it its just more most new no not now of off on one or our out over said say says she
    so some t than that the their them then there they this to two up us was we were what when where which who
    why will with would you your s le la les un une des du de et en est dans que qui pour sur au aux avec par plus
    der die das und ein eine ist von mit den dem zu im auf für nicht sich el los las una del y es por con para
    che di il da per
    """.split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A story's terms with their weights (rarity not yet counted), heaviest first.

    `title` are the headline's terms, `taken_up` those of them that the text has too; `names` are written like
    names; `years` are the years it names; `rich` says that there was a text to read beside the headline.
    `words` says how many of the terms are words, not pairs of them.
    """

    terms: dict[int, float]
    title: frozenset[int]
    taken_up: frozenset[int]
    names: frozenset[int]
    years: frozenset[int]
    rich: bool
    words: int


def wording(title: str, text: str, url: str = "") -> Wording:
    """The wording of one story. A consent page or a paywall is no text.

    Where there is none, the words of the address count too: publishers put there what a short headline
    leaves to the reader's knowledge.
    """
    body = lead(title, text)
    in_title, (in_body, names) = stems(title), _read(body)
    names |= capitalised(title)
    counts = {stem: count for stem, count in Counter(in_title + in_body).items() if stem not in COMMON}
    rich = bool(body) and len(counts) >= RICH_TERMS
    number = NUMBER_WEIGHT if rich else HEADLINE_NUMBER_WEIGHT
    weights = {
        stem: _weight(count, number if stem[:1].isdigit() else NAME_WEIGHT if stem in names else 1.0)
        for stem, count in counts.items()
    }
    if not body:
        weights = dict.fromkeys(set(stems(_slug(url))) - COMMON, _stepped(ADDRESS_WEIGHT)) | weights
    heaviest = sorted(weights.items(), key=itemgetter(1), reverse=True)
    terms = {_TERMS[stem]: weight for stem, weight in heaviest}
    return Wording(
        terms=terms if rich else terms | _pairs(in_title),
        title=_terms(set(in_title) - COMMON),
        taken_up=_terms(set(in_title).intersection(in_body) - COMMON),
        names=_terms(names),
        years=_years(f"{title} {body}"),
        rich=rich,
        words=len(terms),
    )


def _terms(stems: Set[str]) -> frozenset[int]:
    return frozenset(map(_TERMS.__getitem__, stems))


def _years(said: str) -> frozenset[int]:
    if "19" not in said and "20" not in said:
        return frozenset()
    return frozenset(map(int, YEAR.findall(said)))


def _pairs(said: tuple[str, ...]) -> dict[int, float]:
    """Telling words that stand side by side."""
    return {term(f"{a} {b}"): PAIR_WEIGHT for a, b in pairwise(said) if a not in COMMON and b not in COMMON}


@lru_cache(maxsize=8)  # both layers ask for that of the story at hand
def lead(title: str, text: str) -> str:
    """The first words of `text`; none when it is what a site says to everybody.

    That is a consent page or a paywall by its words, and any page that has no word of the headline above it.
    """
    if is_boilerplate(text):
        return ""
    words = " ".join(unsigned(text[:4000]).split(None, LEAD_WORDS)[:LEAD_WORDS])
    if not words.isascii() and UNSPACED.search(words):
        words = spaced(words[:LEAD_CHARACTERS])
    return words if _takes_up(title, words) else ""


def _takes_up(title: str, words: str) -> bool:
    """Whether `words` have a word of the headline, or that has too few to tell."""
    same = set(title.lower().split()).intersection(words.lower().split())
    if any(word.isascii() and word.isalpha() and _STEMS[word] not in COMMON for word in same):
        return True  # as most do: then nothing else need be stemmed
    about = set(stems(title)) - COMMON
    said = (_STEMS[match[0]] for match in WORD.finditer(words))  # few are looked at: the first in common will do
    return len(about) < FEWEST_HEADLINE_STEMS or not about.isdisjoint(said)


def _slug(url: str) -> str:
    """The words of the part of an address that names the article; empty when none does."""
    slugs = (re.split(r"[-_+]+", SUFFIX.sub("", part)) for part in urlsplit(url).path[:300].split("/"))
    words = max(([word for word in slug if word.isalpha() and len(word) > 1] for slug in slugs), key=len)
    return " ".join(words) if len(words) >= FEWEST_SLUG_WORDS else ""


def step_of(weight: float) -> int:
    """The weight as it is kept: 1 to 31."""
    return max(1, min(31, round(weight / WEIGHT_STEP)))


def weight_of(step: int) -> float:
    return step * WEIGHT_STEP


@lru_cache(maxsize=1024)
def _weight(count: int, of_one: float) -> float:
    """What a word weighs that a story has `count` times, `of_one` when once."""
    return _stepped((1 + math.log(count)) * of_one)


def _stepped(weight: float) -> float:
    return weight_of(step_of(weight))


def is_boilerplate(text: str) -> bool:
    """Whether `text` is what a site says to everybody: a consent page, a paywall, a robot check."""
    opening = " ".join(text[:BOILERPLATE_CHARACTERS].lower().split())
    if not any(part in opening for part in BOILERPLATE_PARTS):
        return False
    return len(set(BOILERPLATE.findall(opening))) >= BOILERPLATE_SIGNS


def term(stem: str) -> int:
    """The 19-bit name of a stem: a few share one, and then seem more common than they are."""
    return zlib.crc32(stem.encode()) >> 32 - TERM_BITS


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of `text`, in order."""
    return _read(text)[0]


def capitalised(title: str) -> frozenset[str]:
    """The stems of a headline that are written like names; none where most words are."""
    return frozenset() if _shouted(title) else _read(title)[1]


@lru_cache(maxsize=8)  # both layers ask for those of the story at hand
def _read(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The stems of the words of `text`, and which are written like names: capitalised inside a sentence."""
    found = SAID.findall(spaced(text))
    said = [_STEMS[word] for _, word in found]
    names = [
        stem for stem, (ended, word) in zip(said[1:], found[1:], strict=True) if not ended and word[0].isupper()
    ]
    return tuple(filter(None, said)), frozenset(names)


def spaced(text: str) -> str:
    """`text` with Chinese and Japanese in pairs of characters, which do for words where no blanks are."""
    if text.isascii():
        return text
    return UNSPACED.sub(lambda run: f" {' '.join(map(''.join, pairwise(run[0])))} ", text)


def _stem(word: str) -> str:
    plain = word.casefold()
    if not word.isascii():
        plain = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold()
        plain = "".join(char for char in plain if not unicodedata.combining(char))
    return str(_STEMMER.stemWord(plain.removesuffix("'s").replace("'", "").replace(".", "")))


def _shouted(title: str) -> bool:
    """Whether most words of a headline are capitalised: then that says nothing about them."""
    words = title.split()
    return sum(word[:1].isupper() for word in words) > 0.7 * len(words)


class _Known(dict[str, T]):
    """What was worked out for a word before, up to a bound: a lookup touches less memory than that of a
    cache which also keeps an order, and memory is what a matcher waits for."""

    def __init__(self, work_out: Callable[[str], T]) -> None:
        self._work_out = work_out

    def __missing__(self, word: str) -> T:
        if len(self) >= WORDS_KNOWN:
            self.clear()
        self[word] = value = self._work_out(word)
        return value


_STEMS = _Known(_stem)
_TERMS = _Known(term)
_STEMMER = Stemmer.Stemmer("english", 0)
"""Without the library's own cache, which is cleared out at a stroke when it is full."""
