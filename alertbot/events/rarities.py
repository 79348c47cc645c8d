"""How rare terms are, counted over events on top of how common words are. Terms in, rarities out. No IO."""

import math
from collections.abc import Mapping

MOST_WORDS = 300_000
PRIOR_DOCUMENTS = 5000.0


class Rarities(dict[int, float]):
    """The inverse document frequency of each term, measured again when another event uses it.

    What was measured is looked up in one step of the interpreter, without a call: a story asks for hundreds.
    `founded` events there were; of `counts`, how many of them used a term. `background` says which share of
    stories in general has it.
    """

    def __init__(self, background: Mapping[int, float]) -> None:
        self._background = background
        self.founded = 0
        self.counts: dict[int, int] = {}

    def __missing__(self, term: int) -> float:
        events = PRIOR_DOCUMENTS * self._background.get(term, 0.0) + self.counts.get(term, 0)
        self[term] = rarity = math.log(1 + (PRIOR_DOCUMENTS + self.founded + 1) / (events + 0.5))
        return rarity

    def use(self, term: int) -> None:
        """Counts one more event that uses `term`."""
        self.counts[term] = self.counts.get(term, 0) + 1
        self.pop(term, None)

    def forget(self) -> None:
        """Forgets the terms of one event each when there are too many."""
        if len(self.counts) > MOST_WORDS:
            self.counts = {term: count for term, count in self.counts.items() if count > 1}

    def restore(self, founded: int, counts: Mapping[int, int]) -> None:
        """Takes up kept frequencies."""
        self.founded, self.counts = founded, dict(counts)
        self.clear()
