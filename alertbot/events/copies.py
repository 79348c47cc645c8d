"""Near copies: one wire text under many headlines, trimmed and re-dated. Text in, bands out. No IO.

MinHash over the lead's pairs of words: copies share most of them however much was cut from the end.
Texts that share two of the bands, and whose headlines share a word, are copies; texts that differ
only in their numbers are not.
"""

import re
import struct
import zlib
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

from alertbot.events.wording import is_boilerplate

LEAD_WORDS = 60
FEWEST_WORDS = 18
"""A shorter text is a teaser: sites share those by habit."""

BANDS = 16
ROWS = 4
SHARED_BANDS = 2

DATELINE = re.compile(
    r"^\s*(?:[A-ZÀ-Þ][\w.'’-]*[,\s/]*){1,6}(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}[,\s]*)?(?:\((?:[^()]{2,40})\)\s*)?[-–—:]+\s+"
)
WORD = re.compile(r"[^\W\d_]+")
NUMBER = re.compile(r"\d[\d.,]*")
MASK = (1 << 32) - 1


def _name(raw: bytes, size: int) -> int:
    return int.from_bytes(blake2b(raw, digest_size=size).digest(), "big")


_MULTIPLIERS = tuple(_name(row.to_bytes(2, "big"), 4) | 1 for row in range(BANDS * ROWS))


def bands(text: str) -> tuple[int, ...]:
    """The bands of `text`, 64-bit numbers; none when there is too little text of its own."""
    words = _lead(text)
    if len(words) < FEWEST_WORDS or is_boilerplate(text):
        return ()
    pairs = {_mixed(f"{one} {two}") for one, two in pairwise(words)}
    smallest = [min([pair * factor & MASK for pair in pairs]) for factor in _MULTIPLIERS]
    return tuple(
        _name(struct.pack(f">{ROWS + 1}I", band, *smallest[band * ROWS : band * ROWS + ROWS]), 8)
        for band in range(BANDS)
    )


def numbers(title: str, text: str) -> int:
    """A 32-bit name of the numbers in a headline and the first words below it; 0 when there are none."""
    found = NUMBER.findall(f"{title} {' '.join(text[:1000].split()[:30])}")
    told = sorted(number.rstrip(".,").replace(",", "") for number in found)
    return zlib.crc32(" ".join(told).encode()) if told else 0


def _lead(text: str) -> list[str]:
    return WORD.findall(DATELINE.sub("", text[:2000], count=1).casefold())[:LEAD_WORDS]


@lru_cache(maxsize=1 << 15)
def _mixed(pair: str) -> int:
    return _name(pair.encode(), 4)
