"""What is remembered of a judged story, and of the event it belongs to. Values. No IO.

Every matcher keeps the same memory, because every matcher applies the same `Remembered` values in
the same order: the log in Redis.
"""

from dataclasses import dataclass, field

from alertbot.events.copies import Traits
from alertbot.events.developments import Told
from alertbot.events.strands import Strand
from alertbot.events.verdict import Kind

TERMS_OF_A_STORY = 32
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
    """A remembered article: what was found under an identity key or under shared shingles.

    `number` is its place in the log. `shared` says how many shingles of its text the story at hand has.
    """

    number: int
    article: str
    event: str
    family: str
    traits: Traits
    shared: int = 0


@dataclass(slots=True, kw_only=True, eq=False)
class Event:
    """An event as its stories made it: sums of term weights, and its facts.

    `number` is its place among all events of a process. `length` is its centroid's, 0 for not
    measured since it grew. `strands` are kept from its second story on, by those who fold carefully.
    """

    number: int
    id: str
    first_story: str
    first_title: str
    first_url: str
    first_outlet: str
    began: float
    last: float
    stories: int = 0
    sums: dict[int, float] = field(default_factory=dict)
    years: set[int] = field(default_factory=set)
    outlets: dict[str, None] = field(default_factory=dict)
    told: Told = field(default_factory=Told)
    length: float = 0.0
    strands: list[Strand] = field(default_factory=list)


def told_by(outlet: str, event: Event | None) -> bool:
    """Whether `outlet` may have told of `event`: no while all who did are known, and it is none of them.

    The short names in the traits of two outlets may be alike.
    """
    return event is None or outlet in event.outlets or len(event.outlets) >= OUTLETS_KEPT
