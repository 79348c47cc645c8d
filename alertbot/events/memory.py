"""What is remembered of a judged story, and of the event it belongs to. Values. No IO.

Every matcher keeps the same memory, because every matcher applies the same `Remembered` values in
the same order: the log in Redis.
"""

from dataclasses import dataclass, field

from alertbot.events.developments import Told
from alertbot.events.verdict import Kind

MEMBERS_KEPT = 6
TERMS_OF_AN_EVENT = 96
OUTLETS_KEPT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """One judged story in the log. `at` is epoch seconds; `terms` are weights, rarity not counted.

    `event` is what normal subscribers hear of once, `family` what those do who fold broadly.
    """

    story: str
    event: str
    family: str
    kind: Kind
    outlet: str
    title: str
    url: str
    at: float
    terms: dict[int, float]
    years: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A remembered article: what was found under an identity key or under shared bands.

    `number` is its place in the log. `words` are the terms of its headline, cut to 16 bits;
    `numbers` names the numbers in it.
    """

    number: int
    article: str
    event: str
    family: str
    words: frozenset[int]
    numbers: int


@dataclass(slots=True, kw_only=True)
class Event:
    """An event as its stories made it: sums of term weights, its members' latest terms, its facts."""

    id: str
    first_story: str
    first_title: str
    first_url: str
    first_outlet: str
    last: float
    stories: int = 0
    sums: dict[int, float] = field(default_factory=dict)
    members: list[dict[int, float]] = field(default_factory=list)
    years: set[int] = field(default_factory=set)
    outlets: dict[str, None] = field(default_factory=dict)
    told: Told = field(default_factory=Told)
    length: float = 0.0
    length_at: int = 0
