"""The exact and the near layer in memory: what `alertbot cluster` uses in place of Redis. No IO."""

from collections import Counter
from collections.abc import Sequence

from alertbot.events.copies import SHARED_BANDS, bands
from alertbot.events.judge import Decision, Events, copy_of, judge
from alertbot.events.memory import Copy
from alertbot.stories.story import Story


class Shelf:
    """All three layers over stories given one after another; nothing is kept beyond this object."""

    def __init__(self, events: Events) -> None:
        self._events = events
        self._by_key: dict[str, Copy] = {}
        self._by_band: dict[int, Copy] = {}

    def take(self, story: Story) -> Decision:
        """Judges `story` and remembers it."""
        found = bands(story.text)
        decision = judge(story, same=self._same(story), copies=self._copies(found), events=self._events)
        self._remember(story, found, decision)
        return decision

    def _same(self, story: Story) -> Copy | None:
        return next((self._by_key[key] for key in story.keys if key in self._by_key), None)

    def _copies(self, found: Sequence[int]) -> list[Copy]:
        shared = Counter(copy for band in found if (copy := self._by_band.get(band)) is not None)
        return [copy for copy, count in shared.most_common() if count >= SHARED_BANDS]

    def _remember(self, story: Story, found: Sequence[int], decision: Decision) -> None:
        judged = decision.judged
        copy = copy_of(story, decision, number=len(self._by_key))
        if decision.remembered is not None:
            self._events.apply(decision.remembered)
            for band in found:
                self._by_band.setdefault(band, copy)
        known = self._same(story) if judged.article != story.id else None
        for key in story.keys:
            self._by_key.setdefault(key, known or copy)
