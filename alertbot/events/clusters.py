"""The events of the last three days, and which of them a story is about. Terms in, nearest out. No IO.

Streaming TF-IDF: a story is compared with the centroid of each event that shares its rare terms. A
term is as rare as the events are that use it, counted on top of how common the word is in its
language: an event that everybody writes about does not make its own name common.
"""

import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter

from alertbot.events.developments import signs
from alertbot.events.memory import OUTLETS_KEPT, TERMS_OF_A_STORY, TERMS_OF_AN_EVENT, Event, Remembered
from alertbot.events.postings import Postings
from alertbot.events.rarities import Rarities
from alertbot.events.strands import Strand, agreeing, weave
from alertbot.events.wording import Wording

LIFE_SECONDS = 72 * 3600.0
MOST_EVENTS = 100_000

CENTROID_POWER = 0.8
OTHER_YEAR = 0.75
BURST_SECONDS = 3600.0
"""News comes in bursts: what was told of within the hour is likelier to be told of again."""
FADE = 0.15
"""How much less an event counts when nothing was heard of it for all of its life."""

TERMS_COMPARED = 48
"""Of a story so many terms, those that weigh most."""

RARE = 1e-4
"""A word that one story in ten thousand has, or fewer."""

CANDIDATES = 8
"""So many events, those that share most with a story, are compared with it."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """An event and how near a story is to it, 0 to 1; `shared` terms stand in both."""

    event: Event
    score: float
    shared: int


_Weighed = tuple[float, int, float]
"""What a term weighs with its rarity, the term, and its rarity."""


class Clusters:
    """The live events of one process, and the document frequencies. Not safe for several threads.

    `background` says which share of stories in general has a term; a term outside is rare. `broad`
    clusters hold the events of those who fold broadly, others those of everybody else.
    """

    def __init__(self, background: Mapping[int, float], *, broad: bool = False) -> None:
        self._broad = broad
        self._background = background
        self._events: OrderedDict[str, Event] = OrderedDict()
        self._numbered: dict[int, Event] = {}
        self._postings = Postings()
        self._rarities = Rarities(background)
        self._asked: tuple[Wording, list[_Weighed]] | None = None
        self._telling: dict[int, float] | None = None

    def __len__(self) -> int:
        return len(self._events)

    def get(self, event: str) -> Event | None:
        return self._events.get(event)

    def nearest(self, wording: Wording, *, at: float, crowd: bool = False) -> Nearest | None:
        """The event `wording` is nearest to at the moment `at`; None when no term is shared.

        With `crowd` an event of many stories is up to twice as near as one of a single story, and up to twice as
        near again while it is told of.
        """
        weighed = self._weighed(wording)
        if len(weighed) > TERMS_COMPARED:
            weighed = sorted(weighed, key=itemgetter(0), reverse=True)[:TERMS_COMPARED]
        gains = {term: value * value for value, term, _ in weighed}
        reach = {term: value * rarity for value, term, rarity in weighed}
        scale = math.sqrt(sum(gains.values()))
        best, most = None, (-1.0, 0)
        for number in self._postings.candidates(gains, CANDIDATES):
            event = self._numbered[number]
            if at - event.last > LIFE_SECONDS:
                continue
            score = self._to_centroid(event, reach) / scale
            score *= _ageing(event, at) * _years_apart(event, wording.years)
            if crowd:
                score *= 2 * event.stories / (event.stories + 1) * _burst(event, at)
            if (score, number) > most:
                best, most = event, (score, number)
        if best is None:
            return None
        return Nearest(event=best, score=min(1.0, most[0]), shared=len(reach.keys() & best.sums.keys()))

    def is_rare(self, term: int, share: float = RARE) -> bool:
        """Whether hardly any text has `term`, as if it were a name: fewer than `share` of them."""
        return self._background.get(term, 0.0) < share

    def telling(self, wording: Wording) -> dict[int, float]:
        """The terms of `wording` that tell its event apart best: what is remembered of a story."""
        weighed = self._weighed(wording)
        if self._telling is None:  # asked for several times a story
            most = sorted(weighed, reverse=True)[:TERMS_OF_A_STORY]
            self._telling = {term: wording.terms[term] for _, term, _ in most}
        return self._telling

    def untold(self, event: Event, wording: Wording) -> int:
        """How many reports of `event`, that with `wording` among them, agree on what no alert told; 0 for none."""
        if all(strand.told for strand in event.strands):
            return 0
        return agreeing(event.strands, self.telling(wording), self._rarities)

    def apply(self, story: Remembered) -> None:
        """Remembers a judged story, and forgets what is too old or too much."""
        self._asked = None
        name = story.family if self._broad else story.event
        event = self._events.get(name) or self._found(name, story)
        event.last = max(event.last, story.at)
        self._events.move_to_end(event.id)
        if event.stories and not self._broad:
            event.strands = event.strands or [Strand(dict(event.sums), told=True)]
            weave(event.strands, story.terms, told=story.kind != "joined", rarity=self._rarities)
        event.stories += 1
        event.years |= story.years
        event.told.add(signs(story.title), alerted=story.kind != "joined")
        if len(event.outlets) < OUTLETS_KEPT:
            event.outlets.setdefault(story.outlet)
        self._add_terms(event, story.terms)
        self._forget(story.at)

    def frequencies(self) -> tuple[int, dict[int, int]]:
        """How many events there were, and in how many of them each term was: to be kept."""
        return self._rarities.founded, dict(self._rarities.counts)

    def restore(self, founded: int, counts: Mapping[int, int]) -> None:
        """Takes up kept frequencies."""
        self._rarities.restore(founded, counts)
        self._asked = None

    def _found(self, name: str, story: Remembered) -> Event:
        self._rarities.founded += 1
        event = Event(
            number=self._rarities.founded,
            id=name,
            first_story=story.story,
            first_title=story.title,
            first_url=story.url,
            first_outlet=story.outlet,
            began=story.at,
            last=story.at,
        )
        self._events[event.id] = self._numbered[event.number] = event
        return event

    def _add_terms(self, event: Event, terms: Mapping[int, float]) -> None:
        sums = event.sums
        for term in terms.keys() - sums.keys():
            self._postings.add(term, event.number)
            self._rarities.use(term)
        for term, weight in terms.items():
            sums[term] = sums.get(term, 0.0) + weight
        event.length = 0.0
        if len(event.sums) > 2 * TERMS_OF_AN_EVENT:
            self._trim(event)

    def _trim(self, event: Event) -> None:
        sums, rarities = event.sums, self._rarities
        kept = sorted(sums, key=lambda term: sums[term] * rarities[term], reverse=True)[:TERMS_OF_AN_EVENT]
        self._postings.drop(event.sums.keys() - set(kept), event.number)
        event.sums = {term: event.sums[term] for term in kept}

    def _forget(self, now: float) -> None:
        while self._events:
            oldest = next(iter(self._events.values()))
            if now - oldest.last <= LIFE_SECONDS and len(self._events) <= MOST_EVENTS:
                break
            del self._events[oldest.id], self._numbered[oldest.number]
            self._postings.drop(oldest.sums, oldest.number)
        self._rarities.forget()

    def _weighed(self, wording: Wording) -> list["_Weighed"]:
        """The terms of `wording`, each with how much it says, and its rarity; worked out once a story."""
        if self._asked is None or self._asked[0] is not wording:
            rarities = self._rarities  # looked up here, as it is for a hundred terms
            weighed = [(weight * (rare := rarities[term]), term, rare) for term, weight in wording.terms.items()]
            self._asked, self._telling = (wording, weighed), None
        return self._asked[1]

    def _to_centroid(self, event: Event, reach: Mapping[int, float]) -> float:
        """How far a story goes along the centroid of `event`; `reach` is the part of each of its terms.

        The centroid of an event is the sum of its stories, dampened: its length is divided out, so
        how many stories there are makes no difference.
        """
        sums, power = event.sums, math.pow
        shared = sum([power(sums[term], CENTROID_POWER) * reach[term] for term in reach.keys() & sums.keys()])
        return shared / (event.length or self._measured_length(event))

    def _measured_length(self, event: Event) -> float:
        rarities, power = self._rarities, math.pow
        parts = [power(total, CENTROID_POWER) * rarities[term] for term, total in event.sums.items()]
        event.length = math.hypot(*parts)
        return event.length


def _ageing(event: Event, at: float) -> float:
    return 1 - FADE * min(1.0, max(0.0, at - event.last) / LIFE_SECONDS)


def _burst(event: Event, at: float) -> float:
    return 1 + math.exp(-max(0.0, at - event.last) / BURST_SECONDS)


def _years_apart(event: Event, years: frozenset[int]) -> float:
    return OTHER_YEAR if years and event.years and years.isdisjoint(event.years) else 1.0
