"""Headlines with one frame and another name in it: "Acme beats estimates", "Globex beats estimates". No IO.

Words in, the words that took another's place out.
"""

from collections.abc import Iterable, Iterator

from alertbot.events.wording import COMMON

FEWEST_COMMON = 4
"""So many telling words at least stand around the place, and twice as many as in it."""
SAME_START = 4
"""Two spellings of a name begin alike: Zelensky, Zelenskiy."""


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
            if here and there and not _one_name(here, there):
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


def _one_name(here: list[str], there: list[str]) -> bool:
    return any(a[:SAME_START] == b[:SAME_START] for a in here for b in there if len(a) > SAME_START)
