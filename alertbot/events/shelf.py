"""The exact and the near layer in memory: what `alertbot cluster` uses in place of Redis. No IO."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from alertbot.events.copies import ONE_SHARED, Sketch, sketch
from alertbot.events.judge import Decision, Events, copy_of, founds, judge
from alertbot.events.memory import Copy
from alertbot.stories.story import Story


class Shelf:
    """All three layers over stories given one after another; nothing is kept beyond this object."""

    def __init__(self, events: Events) -> None:
        self._events = events
        self._by_key: dict[str, Copy] = {}
        self._by_shingle: dict[int, Copy | None] = {}

    def take(self, story: Story) -> Decision:
        """Judges `story` and remembers it."""
        text = sketch(story.title, story.text, story.outlet)
        decision = judge(
            story, text.traits, same=self._same(story), copies=self._copies(text.shingles), events=self._events
        )
        self._remember(story, text, decision)
        return decision

    def _same(self, story: Story) -> Copy | None:
        return next((self._by_key[key] for key in story.keys if key in self._by_key), None)

    def _copies(self, shingles: Sequence[int]) -> list[Copy]:
        found = [self._by_shingle.get(each) for each in shingles]
        if not any(found[:ONE_SHARED]):
            return []
        shared = Counter(filter(None, found))
        return [replace(copy, shared=count) for copy, count in shared.most_common()]

    def _remember(self, story: Story, text: Sketch, decision: Decision) -> None:
        copy = copy_of(decision, text.traits, number=len(self._by_key))
        if decision.remembered is not None:
            self._events.apply(decision.remembered)
            for each in text.shingles:
                known = self._by_shingle.setdefault(each, copy)
                if founds(decision) and known is not copy:
                    self._by_shingle[each] = None  # unlike texts have it: it tells nothing
        same = self._same(story) if decision.judged.article != story.id else None
        for key in story.keys:
            self._by_key.setdefault(key, same or copy)
