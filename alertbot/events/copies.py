"""Near copies: one wire text under many headlines, trimmed and re-dated. Text in, a sketch out. No IO.

Bottom-k MinHash over triples of words, in four zones: two of the opening, the rest of the lead, and
the body. Of each zone the few smallest shingle names are kept, so a copy shares them however much was cut
from its end, and whatever stands before it shifts few of them. Texts that differ only in their
numbers are no copies.
"""

import heapq
import re
import zlib
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from alertbot.events.datelines import undated
from alertbot.events.wording import lead

FEWEST_WORDS = 10
TEASER_WORDS = 45
"""Shorter texts are teasers: a site repeats its own from day to day."""

OPENING_WORDS = 24
NUMBERS_KEPT = 6
FEWEST_SHARED = 3
LEAST_SHARE = 0.4
"""So much of the smaller sketch must be shared."""
NEARLY_ALL = 0.75


class Zone(NamedTuple):
    """Words `start` to `end` of a text; `kept` shingles stand for them."""

    start: int
    end: int
    kept: int


ZONES = (Zone(0, 10, 3), Zone(10, OPENING_WORDS, 3), Zone(OPENING_WORDS, 72, 4), Zone(72, 240, 2))
ONE_SHARED = 5
"""A text whose first shingles, the smallest of each zone and one more, are all unknown is no copy: see 0079."""
READ_CHARACTERS = 2400

WORD = re.compile(r"[^\W\d_]+")
LETTERS = {code: code if chr(code).isalpha() else ord(" ") for code in range(128)}
TYPESET = "‘’“”–—…\xa0"
"""What is no word, and stands in many texts that are plain ASCII otherwise."""
NUMBER = re.compile(r"\d[\d.,]*")
MOMENT = re.compile(
    r"\b\d{1,2}\s?:\s?\d\d(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]\.?m\b|\b(?:19|20)\d\d\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d{1,2}\b"
    r"|\b\d{1,2}\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b",
    re.IGNORECASE,
)
"""When it was written differs between copies, and is no number they tell."""
MASK = (1 << 48) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is remembered of a text beside its shingles.

    `size` is how many shingles there are; `numbers` are 12-bit names of the numbers in its opening, `outlet`
    one of who published it; `teaser` says that it is short.
    """

    size: int = 0
    numbers: frozenset[int] = frozenset()
    outlet: int = 0
    teaser: bool = True

    def repeat(self, other: "Traits", *, shared: int) -> bool:
        """Whether these belong to a copy of the text with `other`: `shared` shingles are in both."""
        if not self._alike(other, shared) or self._other_numbers(other):
            return False
        return self.outlet != other.outlet or not (self.teaser or other.teaser)

    def nearly(self, other: "Traits", *, shared: int) -> bool:
        """Whether the text with `other` is this one, whatever its headline is about."""
        return shared >= NEARLY_ALL * min(self.size, other.size)

    def follow(self, other: "Traits", *, shared: int) -> bool:
        """Whether these belong to the next text of a series: the same outlet's same words, other numbers."""
        return self._alike(other, shared) and self._other_numbers(other) and self.outlet == other.outlet

    def retell(self, other: "Traits", *, shared: int) -> bool:
        """Whether these belong to a short text that its outlet has put under a headline before."""
        return self._alike(other, shared) and self.outlet == other.outlet and self.teaser and other.teaser

    def _alike(self, other: "Traits", shared: int) -> bool:
        return shared >= FEWEST_SHARED and shared >= LEAST_SHARE * min(self.size, other.size)

    def _other_numbers(self, other: "Traits") -> bool:
        """Whether each tells a number that the other does not: leaving one out is no difference."""
        return bool(self.numbers - other.numbers and other.numbers - self.numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What a text is recognised by: the 48-bit names of its smallest shingles, and its traits.

    First comes the smallest of each zone, then the next of each: a few shingles stand for all of the text.
    """

    shingles: tuple[int, ...] = ()
    traits: Traits = Traits()


NO_SKETCH = Sketch()


def sketch(title: str, text: str, outlet: str) -> Sketch:
    """The sketch of `text`; without shingles when there is too little text of its own."""
    words = _words(undated(text[:READ_CHARACTERS]).casefold())
    if len(words) < FEWEST_WORDS or not lead(title, text):
        return NO_SKETCH
    shingles = _smallest(words)
    traits = Traits(
        size=len(shingles),
        numbers=_numbers(text),
        outlet=zlib.crc32(outlet.encode()) & 0xFFF,
        teaser=len(words) < TEASER_WORDS,
    )
    return Sketch(shingles=shingles, traits=traits)


def _words(text: str) -> list[str]:
    """The words of `text`. A pattern is five times as slow as splitting, which takes plain ASCII."""
    if not text.isascii():
        for mark in TYPESET:
            text = text.replace(mark, " ")
    return text.translate(LETTERS).split() if text.isascii() else WORD.findall(text)


def _smallest(words: list[str]) -> tuple[int, ...]:
    names = [
        zlib.crc32(raw) << 16 ^ zlib.adler32(raw) for raw in " ".join(words[: ZONES[-1].end]).encode().split()
    ]
    mixed = [
        (one * 0x9E3779B97F4B + other * 0xC2B2AE3D27D5 + third * 0x165667B19E37) & MASK
        for one, other, third in zip(names, names[1:], names[2:], strict=False)
    ]
    kept = [heapq.nsmallest(count, set(mixed[start:end])) for start, end, count in ZONES]
    return tuple(dict.fromkeys(name for rank in zip_longest(*kept) for name in rank if name is not None))


def _numbers(text: str) -> frozenset[int]:
    opening = " ".join(undated(text[:1000]).split()[: OPENING_WORDS + 10])
    if not NUMBER.search(opening):
        return frozenset()
    told = (number.rstrip(".,").replace(",", "") for number in NUMBER.findall(MOMENT.sub(" ", opening)))
    return frozenset([zlib.crc32(number.encode()) & 0xFFF for number in told][:NUMBERS_KEPT])
