"""How many people a headline says were killed or hurt. Headlines in, counts out. No IO."""

import re
from collections.abc import Mapping
from functools import lru_cache

from alertbot.events.wording import spaced

TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


def _kinds(dead: str, injured: str) -> dict[str, str]:
    return {**dict.fromkeys(dead.split(), "dead"), **dict.fromkeys(injured.split(), "injured")}


COUNTED = _kinds(
    """
    dead die dies died dying killed deaths drown drowned drowns fatalities bodies lives
    morts tués décès tote toten todesopfer muertos muertes fallecidos morti vittime
    遇难 死亡 丧生 遇害
    """,
    "injured hurt wounded injuries blessés verletzte verletzten heridos feriti 受伤",
)
COUNTING = _kinds(
    """
    kill kills killed killing toll deaths drown drowned drowns claims
    bilan toten todesopfer muertos víctimas 遇难 死亡 死者
    """,
    "injure injures injuring injured wounding wounds hurts",
)
"""Words that stand behind a number of people, and those that stand before it."""

NUMBERS = {
    word: number
    for words in (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty",
        "zéro une deux trois quatre cinq six sept huit neuf dix onze douze",
        "null eine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        "cero una dos tres cuatro cinco seis siete ocho nueve diez once doce",
    )
    for number, word in enumerate(words.split())
} | {word: 10 * tens for tens, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)}
MEASURES = frozenset(
    """
    year years yr month months week weeks day days hour hours minute minutes km miles metres meters feet pounds
    jahre jahren jährige jähriger jährigen jahr ans an jours años días anni million billion
    """.split()
)
AHEAD, BEFORE = 2, 7
"""So many words behind a number, and before it, may say what it counts; another number ends the search."""

GROWN = 4 / 3
"""A toll that grew by a third is worth telling; outlets differ by less than that about one hour."""


@lru_cache(maxsize=1024)
def tolls(title: str) -> dict[str, float]:
    """The people that `title` counts, by what became of them; not to be changed."""
    words = TOKEN.findall(spaced(title.casefold()))
    found: dict[str, float] = {}
    for place, word in enumerate(words):
        value = _whole(word)
        kind = _counts(words, place) if value is not None else ""
        if kind and value is not None:
            found[kind] = max(value, found.get(kind, 0.0))
    return found


def grown(now: Mapping[str, float], told: Mapping[str, float]) -> str:
    """Which toll rose by enough since it was `told`, in words; empty for none, or for one never told."""
    for kind, value in sorted(now.items()):
        if kind in told and value >= GROWN * told[kind]:
            return f"{value:,.0f} {kind} after {told[kind]:,.0f}"
    return ""


def _whole(word: str) -> float | None:
    """The number `word` is; None for a year, a fraction, or a word."""
    if word in NUMBERS:
        return float(NUMBERS[word])
    if not word[0].isdigit():  # as most: then no pattern need be tried
        return None
    if not re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+|\d+", word) or re.fullmatch(r"(?:19|20)\d\d", word):
        return None
    return float(re.sub(r"[.,]", "", word))


def _counts(words: list[str], place: int) -> str:
    ahead = _until_a_number(words[place + 1 : place + 1 + AHEAD])
    if ahead and ahead[0] in MEASURES:
        return ""
    before = _until_a_number(words[max(0, place - BEFORE) : place][::-1])
    return _first(ahead, COUNTED) or _first(before, COUNTING)


def _until_a_number(words: list[str]) -> list[str]:
    end = next((place for place, word in enumerate(words) if word[0].isdigit() or word in NUMBERS), len(words))
    return words[:end]


def _first(words: list[str], kinds: Mapping[str, str]) -> str:
    return next((kinds[word] for word in words if word in kinds), "")
