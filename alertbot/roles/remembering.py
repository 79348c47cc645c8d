"""A matcher's memory of what all matchers decided, kept by following their log."""

from collections.abc import Mapping, Sequence

from alertbot.events.clusters import Clusters
from alertbot.events.copies import sketch
from alertbot.events.judge import Decision, judge
from alertbot.events.judge import Events as Live
from alertbot.store.events import Claim, Events, Looked, claim
from alertbot.stories.story import Story

KEEP_EVERY = 500
"""After so many decisions the document frequencies are kept: a restart counts only what came since."""


class Memory:
    """The clusters in memory, as of the decision number `position`."""

    def __init__(self, events: Events, background: Mapping[int, float]) -> None:
        self._events = events
        self._background = background
        self._live = _empty(background)
        self._position = 0
        self._kept = 0

    async def open(self) -> None:
        """Rebuilds the memory from the log; called again, it does so anew."""
        self._live = _empty(self._background)
        counted, events, counts = await self._events.frequencies()
        self._position = await self._events.oldest()
        self._kept = counted
        older = counted > self._position
        if not older:
            self._restore(events, counts)
        while (looked := await self._look((), ())).last > self._position:
            if older and looked.news and looked.news[-1][0] >= counted:
                self._catch_up(looked, until=counted)
                self._restore(events, counts)
                older = False
            self._catch_up(looked)

    async def judge(self, story: Story) -> tuple[Decision, Claim]:
        """Judges `story` on all that was decided until this moment."""
        text = sketch(story.title, story.text, story.outlet)
        looked = await self._look(story.keys, text.shingles)
        while looked.last > self._position:
            self._catch_up(looked)
            looked = await self._look(story.keys, text.shingles)
        decision = judge(story, text.traits, same=looked.same, copies=looked.copies, events=self._live)
        return decision, claim(story, decision, text, looked, position=self._position)

    def decided(self, decision: Decision) -> None:
        """Remembers a decision of this matcher, once it is committed."""
        if decision.remembered is not None:
            self._live.apply(decision.remembered)
            self._position += 1

    def frequencies(self) -> tuple[int, dict[int, int]]:
        """How many events there were, and in how many each term was."""
        return self._live.normal.frequencies()

    async def keep(self) -> None:
        """Keeps the document frequencies now and then."""
        if self._position >= self._kept + KEEP_EVERY:
            self._kept = self._position
            await self._events.keep_frequencies(self._position, *self.frequencies())

    async def _look(self, keys: Sequence[str], shingles: Sequence[int]) -> Looked:
        looked = await self._events.look(keys, shingles, position=self._position)
        if looked.last < self._position:  # the server came back without what it knew
            self._live, self._position, self._kept = _empty(self._background), 0, 0
            return await self._events.look(keys, shingles, position=0)
        return looked

    def _catch_up(self, looked: Looked, *, until: int | None = None) -> None:
        """Follows the decisions that were found, those after number `until` left for later.

        A log that holds none of them any more is skipped: what nobody remembers cannot be folded into.
        """
        for number, story in looked.news:
            if self._position < number and (until is None or number <= until):
                self._live.apply(story)
                self._position = number
        if not looked.news:
            self._position = looked.last

    def _restore(self, events: int, counts: Mapping[int, int]) -> None:
        for clusters in (self._live.normal, self._live.broad):
            clusters.restore(events, counts)


def _empty(background: Mapping[int, float]) -> Live:
    return Live(Clusters(background), Clusters(background, broad=True))
