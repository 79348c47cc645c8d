"""What a watch would have brought. A query and the stories of the last days in, a preview out. No IO."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alertbot.alerts.alert import Passage, Span
from alertbot.alerts.passage import merged, passages
from alertbot.alerts.refine import Refinement, refinements
from alertbot.stories.story import Story
from alertbot.watches.document import document
from alertbot.watches.index import Evidence, Index
from alertbot.watches.query import Query

DAYS = 7
BEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A story of the last days and the event it belongs to."""

    story: Story
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The kept stories that a query may hit. When there are too many, `stories` is one in `every`."""

    stories: tuple[Kept, ...]
    every: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One event a watch would have brought: its best story, why it hit, and how many stories hit."""

    story: Story
    headline_marks: tuple[Span, ...]
    passage: Passage | None
    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the last days would have brought.

    `per_day` counts new events of each 24 hours, the latest last. With `about` the numbers are
    estimates from a part of the stories. `best` are at most five events, the clearest first.
    `refinements` are queries that take out what may not be meant.
    """

    per_day: tuple[int, ...]
    events: int
    about: bool
    best: tuple[Shown, ...]
    refinements: tuple[Refinement, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    kept: Kept
    evidence: tuple[Evidence, ...]


def preview(query: Query, sample: Sample, *, now: datetime, days: int = DAYS) -> Preview:
    """Matches `query` against the sample exactly as it would be matched live."""
    index = Index()
    index.add("", query)
    by_event: dict[str, list[_Hit]] = {}
    for kept in sample.stories:
        for match in index.match(document(kept.story)):
            by_event.setdefault(kept.event, []).append(_Hit(kept, match.evidence))
    hits = list(by_event.values())
    ranked = sorted(hits, key=_clearness, reverse=True)
    return Preview(
        per_day=tuple(count * sample.every for count in _per_day(hits, now, days)),
        events=len(hits) * sample.every,
        about=sample.every > 1,
        best=tuple(_shown(event) for event in ranked[:BEST]),
        refinements=refinements(query, [_best(event).kept.story for event in hits]),
    )


def _per_day(events: Sequence[list[_Hit]], now: datetime, days: int) -> list[int]:
    """An event counts on the day of its first story."""
    first = [min(hit.kept.story.seen for hit in hits) for hits in events]
    back = Counter(max(0, (now - seen) // timedelta(days=1)) for seen in first)
    return [back[day] for day in range(days - 1, -1, -1)]


def _best(hits: list[_Hit]) -> _Hit:
    return max(hits, key=lambda hit: (any(place.field == "title" for place in hit.evidence), len(hit.evidence)))


def _clearness(hits: list[_Hit]) -> tuple[bool, int, datetime]:
    """In the headline first, then in more stories, then newer."""
    best = _best(hits)
    return any(place.field == "title" for place in best.evidence), len(hits), best.kept.story.seen


def _shown(hits: list[_Hit]) -> Shown:
    best = _best(hits)
    story = best.kept.story
    title, text = (
        tuple(Span(start=place.start, end=place.end) for place in best.evidence if place.field == field)
        for field in ("title", "text")
    )
    found = passages(story.text, [text] if text else [], most=1)
    return Shown(story=story, headline_marks=merged(title), passage=found[0] if found else None, stories=len(hits))
