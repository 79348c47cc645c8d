"""What a headline says is new about an event already told. Headlines in, signs out. No IO."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

MARK = re.compile(
    r"^\W*(?P<mark>correct(?:ed|ion)|update[d]?(?:\s*\d+)?|clarification|retraction|refile|rectif\w+|mise\s+à\s+jour"
    r"|korrektur|berichtigung|aktualisiert|corrección|actualización|rettifica|aggiornamento)\b\s*[-:–—|)\]]",
    re.IGNORECASE,
)
SCALES = {
    **dict.fromkeys(("k", "thousand", "mille", "tausend"), 1e3),
    **dict.fromkeys(("m", "mn", "mln", "million", "millions", "mio", "millionen", "millones"), 1e6),
    **dict.fromkeys(("b", "bn", "bln", "billion", "billions", "milliard", "milliards", "mrd", "milliarden"), 1e9),
    **dict.fromkeys(("t", "tn", "trn", "trillion", "trillions"), 1e12),
}
AMOUNT = re.compile(
    r"(?P<sign>[$€£¥]|\b(?:US|USD|EUR|GBP)\s?\$?)?\s?(?<![\w.,])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:[\s-]?(?P<scale>k|m|mn|mln|mio|million|millions|millionen|millones|bn?|bln|billions?|milliards?|mrd|milliarden"
    r"|tr?n?|trillions?|thousand)\b)?(?:\s?(?P<money>dollars?|euros?|pounds?|%|percent|per\scent))?"
    r"(?:\s+(?P<what>[^\W\d_]{3,}))?",
    re.IGNORECASE,
)
COUNTED = {
    **dict.fromkeys(("dead", "killed", "die", "dies", "died", "deaths", "morts", "tote", "muertos"), "dead"),
    **dict.fromkeys(("injured", "hurt", "wounded", "injuries", "blessés", "verletzte", "heridos"), "injured"),
    **dict.fromkeys(("missing", "disparus", "vermisste"), "missing"),
    **dict.fromkeys(("jobs", "workers", "employees", "layoffs", "emplois", "stellen"), "jobs"),
    **dict.fromkeys(("arrested", "arrests", "detained"), "arrested"),
}
STATUSES = {
    "arrested": r"arrest(?:s|ed)?|detained",
    "charged": r"charged|indicted|indictment",
    "pleaded": r"plea(?:ds?|ded)\s(?:not\s)?guilty",
    "convicted": r"convicted|convicts|found\sguilty",
    "acquitted": r"acquitted|acquits|found\snot\sguilty|cleared\sof",
    "sentenced": r"sentenced|jailed\sfor",
    "resigned": r"resigns?|resigned|steps\sdown|stepped\sdown|quits?",
    "died": r"dies|died|dead|passes\saway",
    "approved": r"approves?|approved",
    "rejected": r"rejects?|rejected|blocks?|blocked",
    "cancelled": r"cancell?ed|cancels?|calls\soff|called\soff|scraps|scrapped",
    "completed": r"completes|completed|closes\sdeal|finali[sz]es",
    "recalled": r"recalls?",
    "denied": r"denies|denied",
    "confirmed": r"confirms|confirmed",
    "bankrupt": r"bankruptcy|insolvency",
    "released": r"freed|released\sfrom",
}
_NAMED = "|".join(rf"(?P<{name}>{words})" for name, words in STATUSES.items())
_STATUS = re.compile(rf"\b(?:{_NAMED})\b", re.IGNORECASE)

WORD = re.compile(r"[^\W\d_]+")
NUMBER = re.compile(r"\d[\d.,]*")

SAME_AMOUNT = 0.12
"""Outlets round: 830 million and 0.8 billion are one amount, 830 and 83 are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What a headline says that may develop: a correction's mark, amounts by what they count, statuses.

    `template` is the headline without its numbers, which are `numbers`.
    """

    mark: str = ""
    template: str = ""
    numbers: tuple[str, ...] = ()
    amounts: frozenset[tuple[str, float]] = frozenset()
    statuses: frozenset[str] = frozenset()


@dataclass(slots=True)
class Told:
    """The signs of an event's headlines so far."""

    marks: set[str] = field(default_factory=set)
    amounts: set[tuple[str, float]] = field(default_factory=set)
    statuses: set[str] = field(default_factory=set)
    templates: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)

    def add(self, signs: Signs) -> None:
        self.marks |= {signs.mark} if signs.mark else set()
        self.amounts |= signs.amounts
        self.statuses |= signs.statuses
        self.templates.setdefault(signs.template, set()).add(signs.numbers)


@lru_cache(maxsize=1024)
def signs(title: str) -> Signs:
    """The signs in one headline."""
    mark = MARK.match(title)
    return Signs(
        mark=" ".join(mark["mark"].lower().split()) if mark else "",
        template=" ".join(WORD.findall(title.casefold())),
        numbers=tuple(number.rstrip(".,") for number in NUMBER.findall(title)),
        amounts=frozenset(amount for match in AMOUNT.finditer(title) for amount in _amount(match)),
        statuses=frozenset(match.lastgroup for match in _STATUS.finditer(title) if match.lastgroup),
    )


def development(now: Signs, told: Told) -> str:
    """What `now` tells that `told` has not, as a few words for `explain`; empty when nothing is new."""
    if now.mark and now.mark not in told.marks:
        return f"the headline is marked {now.mark}"
    for unit, value in sorted(now.amounts):
        before = [known for counted, known in told.amounts if counted == unit]
        if before and not any(_alike(value, known) for known in before):
            return f"the amount changed from {max(before):g} to {value:g} {unit}"
    fresh = sorted(now.statuses - told.statuses)
    if fresh and told.statuses:
        return f"the headline now says {fresh[0]}"
    return ""


def only_numbers_differ(now: Signs, told: Told) -> bool:
    """Whether a headline was told before with other numbers: the next draw of a lottery, the next quarter."""
    before = told.templates.get(now.template)
    return before is not None and bool(now.numbers) and now.numbers not in before


def _amount(match: re.Match[str]) -> list[tuple[str, float]]:
    value = float(match["number"].replace(",", "")) * SCALES.get((match["scale"] or "").lower(), 1.0)
    money = (match["money"] or "").lower()
    if money in ("%", "percent", "per cent"):
        return [("%", value)]
    if match["sign"] or money:
        return [("money", value)]
    counted = COUNTED.get((match["what"] or "").lower())
    return [(counted, value)] if counted else []


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= SAME_AMOUNT * max(one, other)
