"""The matcher: stories in, deliveries out; each story's result and acknowledgement are one commit."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from alertbot.alerts.notes import notes
from alertbot.alerts.plan import plan
from alertbot.alerts.subscriber import Subscriber, Watch
from alertbot.events.verdict import Judged, Verdict
from alertbot.log import event
from alertbot.store.codec import STORY
from alertbot.store.inbox import Item
from alertbot.store.store import Store
from alertbot.stories.story import Story
from alertbot.watches.index import Index
from alertbot.watches.query import parse

logger = logging.getLogger(__name__)

BATCH = 50
WAIT = timedelta(seconds=1)


class Matcher:
    """One matcher of possibly many on the same Redis. `consumer` must differ between them."""

    def __init__(
        self,
        store: Store,
        provisioned: Iterable[Subscriber],
        *,
        consumer: str,
        clock: Callable[[], datetime],
        max_age: timedelta,
    ) -> None:
        self._store = store
        self._provisioned = tuple(provisioned)
        self._inbox = store.stories(consumer)
        self._clock = clock
        self._max_age = max_age
        self._index = Index()
        self._owners: dict[str, tuple[Subscriber, Watch]] = {}
        self._version = -1

    async def open(self) -> None:
        await self._store.subscribers.provision(self._provisioned)
        await self._inbox.open()

    async def step(self) -> None:
        """Matches the stories that wait, or waits a second for one."""
        items = await self._inbox.read(count=BATCH, wait=WAIT)
        await self._follow_watchlists()
        for item in items:
            await self._match(item)

    async def _match(self, item: Item) -> None:
        story = STORY.validate_json(item.fields["story"])
        belongs_to = await self._store.events.claim(story)
        matches = self._index.match(title=story.title, text=story.text)
        judged = _judged(story, belongs_to)
        planned = plan(story, matches, self._owners, judged=judged, now=self._clock(), max_age=self._max_age)
        noted = notes(story, matches, self._owners, judged=judged, now=self._clock(), max_age=self._max_age)
        await self._store.digests.note(noted, now=self._clock())  # before the commit: a replay notes nothing twice
        made = await self._store.outbox.commit_match(item.entry, planned.deliveries)
        self._report(story, belongs_to, planned.reason, made)

    async def _follow_watchlists(self) -> None:
        version = await self._store.subscribers.version()
        if version == self._version:
            return
        subscribers = await self._store.subscribers.all()
        owners = {watch.id: (subscriber, watch) for subscriber in subscribers for watch in subscriber.watches}
        for watch_id in self._owners.keys() - owners.keys():
            self._index.remove(watch_id)
        for watch_id in owners.keys() - self._owners.keys():
            self._index.add(watch_id, parse(owners[watch_id][1].query))
        self._owners, self._version = owners, version
        event(logger, logging.INFO, "watchlists", subscribers=len(subscribers), watches=len(owners))

    def _report(self, story: Story, belongs_to: str, reason: str, made: int) -> None:
        event(
            logger,
            logging.INFO,
            "matched",
            story=story.id,
            verdict="new" if belongs_to == story.id else "duplicate",
            event=belongs_to,
            deliveries=made,
            reason=reason,
        )


def _judged(story: Story, belongs_to: str) -> Judged:
    verdict = Verdict(kind="new" if belongs_to == story.id else "duplicate", event=belongs_to)
    return Judged(story=story.id, article=belongs_to, normal=verdict, broad=verdict, reason="identity keys")
