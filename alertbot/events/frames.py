"""Headlines with one frame and another name in it: "Acme beats estimates", "Globex beats estimates". No IO.

Words in, the words that took another's place out; headlines in, what they are made of out.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from alertbot.events.wording import COMMON, capitalised, stems, term

FEWEST_COMMON = 4
"""So many telling words at least stand around the place, and twice as many as in it."""
OUTLET_BEHIND = re.compile(r"\s[-–—|]\s.*$")
"""An aggregator puts who published a story behind its headline."""
SAME_START = 4
"""Two spellings of a name begin alike: Zelensky, Zelenskiy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A headline in terms, without numbers: all its `words`, the `telling` ones of them with their stems, those
    written like `names`, and the `first`, which is capitalised whatever it is."""

    words: frozenset[int]
    telling: Mapping[int, str]
    names: frozenset[int]
    first: frozenset[int]


@lru_cache(maxsize=1024)
def heading(title: str) -> Heading:
    """What the headline `title` is made of."""
    title = OUTLET_BEHIND.sub("", title)
    said = stems(title)
    words = [stem for stem in said if not stem[0].isdigit()]
    return Heading(
        words=frozenset(map(term, words)),
        telling={term(stem): stem for stem in _telling(words)},
        names=frozenset(map(term, capitalised(title))),
        first=frozenset(map(term, words[:1] if words[:1] == list(said[:1]) else ())),
    )


def swapped(template: str, others: Iterable[str]) -> Iterator[tuple[list[str], list[str]]]:
    """What stands in `template` in place of what in each of `others` that is the same around one place.

    Templates are words with blanks between; of those that differ only the telling ones are given.
    """
    words = template.split()
    if len(words) <= FEWEST_COMMON:
        return
    first, last = f"{words[0]} ", f" {words[-1]}"
    for other in others:
        if other.startswith(first) or other.endswith(last):
            here, there = _apart(words, other.split())
            if here and there and not one_name(here, there):
                yield here, there


def _apart(one: list[str], other: list[str]) -> tuple[list[str], list[str]]:
    """What is left of both without their common beginning and end; nothing when too little is common."""
    shorter = min(len(one), len(other))
    start = _common(one, other, shorter)
    end = _common(one[::-1], other[::-1], shorter - start)
    around = _telling(one[:start] + one[len(one) - end :])
    here, there = _telling(one[start : len(one) - end]), _telling(other[start : len(other) - end])
    return (here, there) if len(around) >= max(FEWEST_COMMON, 2 * len(here), 2 * len(there)) else ([], [])


def _telling(words: list[str]) -> list[str]:
    return [word for word in words if len(word) > 1 and word not in COMMON]


def _common(one: list[str], other: list[str], most: int) -> int:
    return next((n for n in range(most) if one[n] != other[n]), most)


def one_name(here: Collection[str], there: Collection[str]) -> bool:
    """Whether a word of `there` is one of `here`, spelt otherwise."""
    return any(a[:SAME_START] == b[:SAME_START] for a in here for b in there if len(a) > SAME_START)
