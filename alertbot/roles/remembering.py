"""A matcher's memory of what all matchers decided, kept by following their log."""

from collections.abc import Iterable, Mapping, Sequence

from alertbot.events.clusters import Clusters
from alertbot.events.copies import bands
from alertbot.events.judge import Decision, judge
from alertbot.events.judge import Events as Live
from alertbot.events.memory import Remembered
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
        while (looked := await self._look((), ())).news:
            before = self._position
            self._follow(looked.news)
            if before < counted <= self._position:
                self._live.normal.restore(events, counts)
                self._live.broad.restore(events, counts)

    async def judge(self, story: Story) -> tuple[Decision, Claim]:
        """Judges `story` on all that was decided until this moment."""
        found = bands(story.text)
        looked = await self._look(story.keys, found)
        while looked.last > self._position:
            self._follow(looked.news)
            looked = await self._look(story.keys, found)
        decision = judge(story, same=looked.same, copies=looked.copies, events=self._live)
        return decision, claim(story, decision, found, looked, position=self._position)

    def decided(self, decision: Decision) -> None:
        """Remembers a decision of this matcher, once it is committed."""
        if decision.remembered is not None:
            self._follow([(self._position + 1, decision.remembered)])

    async def keep(self) -> None:
        """Keeps the document frequencies now and then."""
        if self._position >= self._kept + KEEP_EVERY:
            self._kept = self._position
            await self._events.keep_frequencies(self._position, *self._live.normal.frequencies())

    async def _look(self, keys: Sequence[str], found: Sequence[int]) -> Looked:
        looked = await self._events.look(keys, found, position=self._position)
        if looked.last < self._position:  # the server came back without what it knew
            self._live, self._position, self._kept = _empty(self._background), 0, 0
            return await self._events.look(keys, found, position=0)
        return looked

    def _follow(self, news: Iterable[tuple[int, Remembered]]) -> None:
        for number, story in news:
            self._live.apply(story)
            self._position = number


def _empty(background: Mapping[int, float]) -> Live:
    return Live(Clusters(background), Clusters(background, broad=True))
