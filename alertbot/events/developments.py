"""What a headline says is new about an event already told. Headlines in, signs out. No IO."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from alertbot.events.statuses import LATE, implied, status_terms, statuses
from alertbot.events.tolls import grown, tolls
from alertbot.events.wording import spaced

_MARKS = (
    r"correct(?:ed|ion)|update[d]?(?:\s*\d+)?|clarification|retract(?:ed|ion)|refile|corrigé|rectif\w+|mise\s+à\s+jour"
    r"|korr(?:ektur)?|korrigiert|berichtigung|aktualisiert|corrección|corregido|actualización|rettifica|aggiornamento"
)
MARK = re.compile(
    rf"^\W*(?P<mark>{_MARKS})\b\s*[-:–—|)\]]|[(\[](?P<last>{_MARKS})[)\]]\W*$",
    re.IGNORECASE,
)
"""Before a headline, or in brackets behind it."""
CURRENCIES = {
    "$": "USD",
    "us": "USD",
    "dollar": "USD",
    "dólar": "USD",
    "€": "EUR",
    "euro": "EUR",
    "£": "GBP",
    "pound": "GBP",
    "¥": "JPY",
}
"""What money is told in: amounts in two currencies say nothing about each other."""
SCALES = {
    **dict.fromkeys(("k", "thousand", "mille", "tausend"), 1e3),
    **dict.fromkeys(("m", "mn", "mln", "million", "millions", "mio", "millionen", "millones"), 1e6),
    **dict.fromkeys(("b", "bn", "bln", "billion", "billions", "milliard", "milliards", "mrd", "milliarden"), 1e9),
    **dict.fromkeys(("md", "mds", "mil millones"), 1e9),
    **dict.fromkeys(("t", "tn", "trn", "trillion", "trillions"), 1e12),
}
AMOUNT = re.compile(
    r"(?P<sign>[$€£¥]|\b(?:US|USD|EUR|GBP)\s?\$?)?\s?(?<![\w.,])"
    r"(?:(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?![\d,.]*\d))"
    r"|(?P<comma>\d{1,3}(?:\.\d{3})*,\d{1,2}|\d{1,3}(?:\.\d{3})+)(?!\d))"
    r"(?:[\s-]?(?P<scale>k|m|mn|mln|mio|million|millions|millionen|millones|bn?|bln|billions?|milliards?|mrd|milliarden"
    r"|mds?|mil\smillones|tr?n?|trillions?|thousand)\b\.?)?"
    r"(?:\s?(?:d[e’']\s?)?(?P<money>dollars?|dólares|euros?|pounds?|[€£]|%|percent|per\scent|prozent|pour\scent"
    r"|por\sciento))?"
    r"(?:\s+(?P<what>[^\W\d_]{3,}))?",
    re.IGNORECASE,
)
"""`comma` is a number as most of Europe writes it: 4,2 or 1.200."""
CONTINENTAL = re.compile(r"\d\s?(?:millones|millionen|mio|mil|€|euros?|dólares)", re.IGNORECASE)
"""Behind a number it says that 1.200 are more than a thousand."""
PERCENT = frozenset(("%", "percent", "per cent", "prozent", "pour cent", "por ciento"))
COUNTED = {
    **dict.fromkeys(("missing", "disparus", "vermisste"), "missing"),
    **dict.fromkeys(("jobs", "workers", "employees", "layoffs", "emplois", "stellen"), "jobs"),
    **dict.fromkeys(("arrested", "arrests", "detained"), "arrested"),
}
HIGHER = frozenset(
    "rise rises rose gain gains gained climb climbs climbed jump jumps jumped surge surges surged soar soars "
    "soared advance advances advanced rallies rallied rebound rebounds rebounded higher".split()
)
LOWER = frozenset(
    "fall falls fell drop drops dropped slide slides slid slip slips slipped sink sinks sank tumble tumbles "
    "tumbled plunge plunges plunged decline declines declined retreat retreats retreated lower".split()
)
"""Which way prices, rates and numbers of people go."""
WORD = re.compile(r"[^\W\d_]+")
NUMBER = re.compile(r"\d[\d.,]*")

OTHER_THING = 100.0
"""An amount so many times another one is of something else."""

SAME_AMOUNT = 0.12
"""Outlets round: 830 million and 0.8 billion are one amount, 830 and 83 are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What a headline says that may develop: a correction's mark, amounts by what they count, statuses, tolls.

    `implied` are statuses that its words take for known. `turn` is higher or lower, empty for neither or both.
    `template` is the headline without its numbers,
    which are `numbers`.
    """

    mark: str = ""
    template: str = ""
    numbers: tuple[str, ...] = ()
    amounts: frozenset[tuple[str, float]] = frozenset()
    statuses: frozenset[str] = frozenset()
    implied: frozenset[str] = frozenset()
    tolls: Mapping[str, float] = field(default_factory=dict)
    turn: str = ""


@dataclass(slots=True)
class Told:
    """The signs of an event's headlines so far; `tolls` as the latest alert had them."""

    marks: set[str] = field(default_factory=set)
    amounts: set[tuple[str, float]] = field(default_factory=set)
    statuses: set[str] = field(default_factory=set)
    implied: set[str] = field(default_factory=set)
    templates: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    tolls: dict[str, float] = field(default_factory=dict)
    turns: set[str] = field(default_factory=set)

    def add(self, signs: Signs, *, alerted: bool) -> None:
        """Takes up the signs of one more headline; `alerted` says that its story was told by itself."""
        self.tolls = {**self.tolls, **signs.tolls} if alerted else {**signs.tolls, **self.tolls}
        self.marks |= {signs.mark} if signs.mark else set()
        self.turns |= {signs.turn} if signs.turn else set()
        self.amounts |= signs.amounts
        self.statuses |= signs.statuses
        self.implied |= signs.implied
        self.templates.setdefault(signs.template, set()).add(signs.numbers)


@lru_cache(maxsize=1024)
def signs(title: str) -> Signs:
    """The signs in one headline."""
    mark = MARK.search(title)
    words = WORD.findall(spaced(title.casefold()))
    said, numbers = statuses(title), NUMBER.findall(title)
    amounts = AMOUNT.finditer(title) if numbers else ()
    return Signs(
        mark=" ".join((mark["mark"] or mark["last"]).lower().split()) if mark else "",
        template=" ".join(words),
        numbers=tuple(number.rstrip(".,") for number in numbers),
        amounts=frozenset(amount for match in amounts for amount in _amount(match)),
        statuses=said,
        implied=implied(title, said),
        tolls=tolls(title),
        turn=_turn(words),
    )


def development(now: Signs, told: Told) -> str:
    """What `now` tells that `told` has not, as a few words for `explain`; empty when nothing is new."""
    if now.mark and now.mark not in told.marks:
        return f"the headline is marked {now.mark}"
    for unit, value in sorted(now.amounts):
        before = [known for counted, known in told.amounts if counted == unit and _comparable(value, known)]
        if before and not any(_alike(value, known) for known in before):
            return f"the amount changed from {max(before):,.10g} to {value:,.10g} {unit}"
    toll = grown(now.tolls, told.tolls)
    if toll:
        return f"the toll rose: {toll}"
    fresh = sorted(now.statuses - told.statuses - told.implied - LATE)
    if fresh and told.statuses - LATE:
        return f"the headline now says {fresh[0]}"
    return ""


def outcome(now: Signs, told: Told, words: Container[int]) -> str:
    """Which status `now` is the first to tell of an event that had none, or that what rose falls; empty for none.

    `words` are the terms of what was reported so far: an arrest that a text told of is not news.
    """
    if now.turn and told.turns and now.turn not in told.turns:
        return f"the headline now says {now.turn}"
    fresh = sorted(now.statuses - told.statuses - told.implied)
    new = [status for status in fresh if all(each not in words for each in status_terms(status))]
    return f"the headline now says {new[0]}" if new else ""


def only_numbers_differ(now: Signs, told: Told) -> bool:
    """Whether a headline was told before with other numbers: the next draw of a lottery, the next quarter.

    Numbers of people killed or hurt are none of these: they differ from hour to hour.
    """
    if len(now.tolls) >= len(now.numbers):
        return False
    before = told.templates.get(now.template)
    return before is not None and now.numbers not in before


def _amount(match: re.Match[str]) -> list[tuple[str, float]]:
    value = _number(match) * SCALES.get(" ".join((match["scale"] or "").lower().split()), 1.0)
    money = (match["money"] or "").lower()
    if money in PERCENT:
        return [("%", value)]
    if match["sign"] or money:
        return [(_currency(f"{match['sign'] or ''} {money}".lower()), value)]
    counted = COUNTED.get((match["what"] or "").lower())
    return [(counted, value)] if counted else []


def _number(match: re.Match[str]) -> float:
    if match["comma"]:
        return float(match["comma"].replace(".", "").replace(",", "."))
    number = match["number"].replace(",", "")
    thousands = re.fullmatch(r"\d{1,3}\.\d{3}", number) and not match["sign"]
    if thousands and CONTINENTAL.search(match[0]):
        number = number.replace(".", "")
    return float(number)


def _turn(words: Sequence[str]) -> str:
    up, down = not HIGHER.isdisjoint(words), not LOWER.isdisjoint(words)
    return "" if up == down else "higher" if up else "lower"


def _currency(said: str) -> str:
    return next((name for sign, name in CURRENCIES.items() if sign in said), "money")


def _comparable(one: float, other: float) -> bool:
    """Whether two amounts may be of one thing: a share's price says nothing about what a company costs."""
    return min(one, other) * OTHER_THING > max(one, other)


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= SAME_AMOUNT * max(one, other)
