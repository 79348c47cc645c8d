"""The events of the last three days, and which of them a story is about. Terms in, nearest out. No IO.

Streaming TF-IDF: a story is compared with the centroid of each event that shares a rare term with
it, and with the event's latest stories. A term is as rare as the events are that use it, counted on
top of how common the word is in its language: an event that everybody writes about does not make its
own name common.
"""

import heapq
import math
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from alertbot.events.developments import signs
from alertbot.events.memory import MEMBERS_KEPT, OUTLETS_KEPT, TERMS_OF_AN_EVENT, Event, Remembered
from alertbot.events.wording import Wording

LIFE_SECONDS = 72 * 3600.0
MOST_EVENTS = 100_000
MOST_WORDS = 300_000

PRIOR_DOCUMENTS = 5000.0
CENTROID_POWER = 0.8
MEMBER_SHARE = 0.5
OTHER_YEAR = 0.75
FADE = 0.15
"""How much less an event counts when nothing was heard of it for all of its life."""

RARITIES_LAST = 100
"""After so many new events all rarities are measured again."""

CANDIDATES = 24
SCORED = 4
"""Of the candidates so many, nearest by centroid, are held against their members too."""
POSTINGS_READ = 1500
"""Terms are looked up from the rarest on, until so many entries were read: bounds the time of a story."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """An event and how near a story is to it, 0 to 1; `shared` terms stand in both."""

    event: Event
    score: float
    shared: int


class Clusters:
    """The live events of one process, and the document frequencies. Not safe for several threads.

    `background` says which share of stories in general has a term; a term outside is rare. `broad`
    clusters hold the events of those who fold broadly, others those of everybody else.
    """

    def __init__(self, background: Mapping[int, float], *, broad: bool = False) -> None:
        self._broad = broad
        self._background = background
        self._events: OrderedDict[str, Event] = OrderedDict()
        self._using: defaultdict[int, dict[str, None]] = defaultdict(dict)
        self._counts: dict[int, int] = {}
        self._founded = 0
        self._rarities: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self._events)

    def get(self, event: str) -> Event | None:
        return self._events.get(event)

    def nearest(self, wording: Wording, *, at: float) -> Nearest | None:
        """The event `wording` is nearest to at the moment `at`; None when no term is shared."""
        vector = self._vector(wording.terms)
        live = [
            event
            for event in map(self._events.__getitem__, self._candidates(vector))
            if at - event.last <= LIFE_SECONDS
        ]
        by_centroid = [(self._to_centroid(event, vector), event) for event in live]
        best = heapq.nlargest(SCORED, by_centroid, key=lambda pair: (pair[0], pair[1].id))
        found = (
            Nearest(
                event=event,
                score=self._score(event, whole, vector, wording.years, at),
                shared=sum(term in event.sums for term in vector),
            )
            for whole, event in best
        )
        return max(found, key=lambda near: (near.score, near.event.id), default=None)

    def apply(self, story: Remembered) -> None:
        """Remembers a judged story, and forgets what is too old or too much."""
        name = story.family if self._broad else story.event
        event = self._events.get(name) or self._found(name, story)
        event.last = max(event.last, story.at)
        self._events.move_to_end(event.id)
        event.stories += 1
        event.years |= story.years
        event.told.add(signs(story.title))
        if len(event.outlets) < OUTLETS_KEPT:
            event.outlets.setdefault(story.outlet)
        event.members = [*event.members[-MEMBERS_KEPT + 1 :], dict(story.terms)]
        self._add_terms(event, story.terms)
        self._forget(story.at)

    def frequencies(self) -> tuple[int, dict[int, int]]:
        """How many events there were, and in how many of them each term was: to be kept."""
        return self._founded, dict(self._counts)

    def restore(self, founded: int, counts: Mapping[int, int]) -> None:
        """Takes up kept frequencies."""
        self._founded, self._counts = founded, dict(counts)

    def _found(self, name: str, story: Remembered) -> Event:
        self._founded += 1
        if self._founded % RARITIES_LAST == 0:
            self._rarities.clear()
        event = Event(
            id=name,
            first_story=story.story,
            first_title=story.title,
            first_url=story.url,
            first_outlet=story.outlet,
            last=story.at,
        )
        self._events[event.id] = event
        return event

    def _add_terms(self, event: Event, terms: Mapping[int, float]) -> None:
        for term, weight in terms.items():
            if term not in event.sums:
                self._using[term][event.id] = None
                self._counts[term] = self._counts.get(term, 0) + 1
                self._rarities.pop(term, None)
            event.sums[term] = event.sums.get(term, 0.0) + weight
        if len(event.sums) > 2 * TERMS_OF_AN_EVENT:
            self._trim(event)

    def _trim(self, event: Event) -> None:
        kept = heapq.nlargest(
            TERMS_OF_AN_EVENT, event.sums, key=lambda term: event.sums[term] * self._rarity(term)
        )
        for term in event.sums.keys() - set(kept):
            self._drop(term, event.id)
        event.sums = {term: event.sums[term] for term in kept}

    def _drop(self, term: int, event: str) -> None:
        using = self._using[term]
        using.pop(event, None)
        if not using:
            del self._using[term]

    def _forget(self, now: float) -> None:
        while self._events:
            oldest = next(iter(self._events.values()))
            if now - oldest.last <= LIFE_SECONDS and len(self._events) <= MOST_EVENTS:
                break
            self._forget_event(oldest)
        if len(self._counts) > MOST_WORDS:
            self._counts = {term: count for term, count in self._counts.items() if count > 1}

    def _forget_event(self, event: Event) -> None:
        del self._events[event.id]
        for term in event.sums:
            self._drop(term, event.id)

    def _rarity(self, term: int) -> float:
        """The inverse document frequency of `term`; it moves slowly, so it is remembered for a while."""
        known = self._rarities.get(term)
        if known is None:
            known = self._rarities[term] = self._measured_rarity(term)
        return known

    def _measured_rarity(self, term: int) -> float:
        events = PRIOR_DOCUMENTS * self._background.get(term, 0.0) + self._counts.get(term, 0)
        return math.log(1 + (PRIOR_DOCUMENTS + self._founded + 1) / (events + 0.5))

    def _vector(self, terms: Mapping[int, float]) -> dict[int, float]:
        return _unit({term: weight * self._rarity(term) for term, weight in terms.items()})

    def _candidates(self, vector: Mapping[int, float]) -> Iterable[str]:
        """The events that share most with `vector` over its rarest terms."""
        shared: defaultdict[str, float] = defaultdict(float)
        read = 0
        for term in sorted(vector, key=lambda term: len(self._using.get(term, ()))):
            using = self._using.get(term, {})
            if read and read + len(using) > POSTINGS_READ:
                break
            read += len(using)
            gain = vector[term] ** 2
            for event in using:
                shared[event] += gain
        return heapq.nlargest(CANDIDATES, shared, key=lambda event: (shared[event], event))

    def _to_centroid(self, event: Event, vector: Mapping[int, float]) -> float:
        """The cosine of `vector` and the centroid of `event`."""
        sums, count = event.sums, event.stories
        shared = 0.0
        for term, value in vector.items():
            total = sums.get(term)
            if total is not None:
                shared += value * (total / count) ** CENTROID_POWER * self._rarity(term)
        return shared / self._length(event)

    def _length(self, event: Event) -> float:
        """The length of the centroid, measured again when its event, or the count of all, has changed enough."""
        if event.length_at != event.stories:
            count = event.stories
            event.length = math.sqrt(
                sum(
                    ((total / count) ** CENTROID_POWER * self._rarity(term)) ** 2
                    for term, total in event.sums.items()
                )
            )
            event.length_at = count
        return event.length or 1.0

    def _score(
        self, event: Event, whole: float, vector: Mapping[int, float], years: frozenset[int], at: float
    ) -> float:
        closest = max(self._to_member(vector, member) for member in event.members)
        score = (1 - MEMBER_SHARE) * whole + MEMBER_SHARE * closest
        if years and event.years and years.isdisjoint(event.years):
            score *= OTHER_YEAR
        return score * (1 - FADE * min(1.0, max(0.0, at - event.last) / LIFE_SECONDS))

    def _to_member(self, vector: Mapping[int, float], member: Mapping[int, float]) -> float:
        rarity = self._rarity
        squares = shared = 0.0
        for term, weight in member.items():
            value = weight * rarity(term)
            squares += value * value
            if term in vector:
                shared += value * vector[term]
        return shared / (math.sqrt(squares) or 1.0)


def _unit(vector: dict[int, float]) -> dict[int, float]:
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {term: value / length for term, value in vector.items()}
