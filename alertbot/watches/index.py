"""Which watches a story hits, and where. Queries and documents in, matches out. No IO.

Every query is registered under one word it cannot do without; a story looks up only its own words.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from alertbot.watches.analysis import Token, tokens
from alertbot.watches.document import Document
from alertbot.watches.query import Query, Word

SPAN_WORDS = 12
"""Terms side by side must stand within this many words."""

MAX_EVIDENCE = 20
"""Places reported per watch and field: enough to mark every sentence that is ever shown."""

Field = Literal["title", "text"]
Run = tuple[int, int]  # first and last token of one occurrence of a term


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Evidence:
    """Characters `start` to `end` of a story's title or text that satisfied a watch."""

    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One watch that a story hit, with its evidence: the title's first, each in reading order."""

    watch: str
    evidence: tuple[Evidence, ...]


class Index:
    """Standing watches, edited live. Not safe for use from several threads."""

    def __init__(self) -> None:
        self._queries: dict[str, Query] = {}
        self._by_word: dict[str, set[str]] = {}

    def __len__(self) -> int:
        return len(self._queries)

    def add(self, watch: str, query: Query) -> None:
        """Adds `query` under the id `watch`, in place of an earlier one."""
        self.remove(watch)
        self._queries[watch] = query
        for word in _entrances(query):
            self._by_word.setdefault(word, set()).add(watch)

    def remove(self, watch: str) -> None:
        """Removes a watch; an unknown id changes nothing."""
        query = self._queries.pop(watch, None)
        for word in _entrances(query) if query else ():
            self._by_word[word].discard(watch)
            if not self._by_word[word]:
                del self._by_word[word]

    def match(self, document: Document) -> tuple[Match, ...]:
        """The watches a story hits, ordered by id. Title and text never join."""
        fields: tuple[tuple[Field, _Words], ...] = (
            ("title", _Words(document.title)),
            ("text", _Words(document.text)),
        )
        candidates: set[str] = set()
        for _, words in fields:
            for word in words.folds & self._by_word.keys():
                candidates |= self._by_word[word]
        found = ((watch, _evidence(self._queries[watch], fields)) for watch in sorted(candidates))
        return tuple(Match(watch=watch, evidence=evidence) for watch, evidence in found if evidence)


class _Words:
    """One field's tokens, and where each folded word stands."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.places: dict[str, list[int]] = {}
        for place, token in enumerate(self.tokens):
            self.places.setdefault(token.fold, []).append(place)
        self.folds = self.places.keys()


def _entrances(query: Query) -> tuple[str, ...]:
    """The words one of which every match contains: the longest term's first word, or it joined up."""
    term = max(query.terms, key=lambda words: sum(len(word.fold) for word in words))
    return tuple({term[0].fold, _joined(term)})


def _joined(term: tuple[Word, ...]) -> str:
    return "".join(word.fold for word in term)


def _evidence(query: Query, fields: Iterable[tuple[Field, _Words]]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(field=field, start=words.tokens[first].start, end=words.tokens[last].end)
        for field, words in fields
        for first, last in _runs(query, words)[:MAX_EVIDENCE]
    )


def _runs(query: Query, words: _Words) -> list[Run]:
    runs = [_occurrences(term, words) for term in query.terms]
    if len(runs) == 1:
        return runs[0]
    return sorted(set(_closest(runs, words.tokens))) if all(runs) else []


def _occurrences(term: tuple[Word, ...], words: _Words) -> list[Run]:
    """Where `term` stands: its words adjacent in one sentence, or joined into one."""
    size = len(term)
    apart = [
        (place, place + size - 1)
        for place in words.places.get(term[0].fold, ())
        if _stands(term, words.tokens[place : place + size])
    ]
    joined = [(place, place) for place in words.places.get(_joined(term), ())] if size > 1 else []
    return sorted(apart + joined)


def _stands(term: tuple[Word, ...], window: tuple[Token, ...]) -> bool:
    return (
        len(window) == len(term)
        and window[0].sentence == window[-1].sentence
        and all(word.matches(token) for word, token in zip(term, window, strict=True))
    )


def _closest(runs: list[list[Run]], all_tokens: tuple[Token, ...]) -> list[Run]:
    """The occurrences that stand closest together in one paragraph, within the span; else nothing."""
    best: tuple[int, list[Run]] | None = None
    for anchor in sorted(run for term in runs for run in term):
        paragraph = all_tokens[anchor[0]].paragraph
        chosen = [_next_from(term, anchor[0]) for term in runs]
        if any(run is None or all_tokens[run[1]].paragraph != paragraph for run in chosen):
            continue
        window = [run for run in chosen if run is not None]
        width = max(last for _, last in window) - anchor[0] + 1
        if width <= SPAN_WORDS and (best is None or width < best[0]):
            best = width, window
    return best[1] if best else []


def _next_from(term: list[Run], place: int) -> Run | None:
    found = bisect_left(term, (place, 0))
    return term[found] if found < len(term) else None
