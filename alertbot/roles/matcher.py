"""The matcher: stories in, deliveries out; each story's result and acknowledgement are one commit."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from alertbot.alerts.notes import notes
from alertbot.alerts.plan import plan
from alertbot.alerts.subscriber import Subscriber
from alertbot.events.verdict import Judged
from alertbot.log import event
from alertbot.roles.following import Following
from alertbot.roles.remembering import Memory
from alertbot.roles.turns import Turns
from alertbot.store import keys
from alertbot.store.background import common_words
from alertbot.store.codec import STORY
from alertbot.store.inbox import Item
from alertbot.store.outbox import ANOTHERS
from alertbot.store.recent import keepsake
from alertbot.store.store import Store
from alertbot.stories.story import Story
from alertbot.watches.document import document
from alertbot.watches.index import Match

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
        retention: timedelta = keys.RETENTION,
    ) -> None:
        self._store = store
        self._provisioned = tuple(provisioned)
        self._inbox = store.stories(consumer)
        self._clock = clock
        self._max_age = max_age
        self._retention = retention
        self._following = Following(store.subscribers)
        self._memory = Memory(store.events, common_words())
        self._turns = Turns(store.visits)

    async def open(self) -> None:
        await self._store.subscribers.provision(self._provisioned)
        await self._inbox.open()
        await self._memory.open()

    async def step(self) -> None:
        """Matches the stories that wait, or waits a second for one."""
        items = await self._inbox.read(count=BATCH, wait=WAIT)
        await self._following.catch_up()
        if items:
            hits = [await self._hits(item) for item in items]
            async with self._turns.turn():
                for item, (story, matches) in zip(items, hits, strict=True):
                    await self._match(item, story, matches)
        await self._memory.keep()

    async def _hits(self, item: Item) -> tuple[Story, list[Match]]:
        """The story, and which watches hit it: what each matcher works out on its own."""
        await asyncio.sleep(0)  # the other roles of this process are not kept waiting for a whole batch
        story = STORY.validate_json(item.fields["story"])
        return story, list(self._following.index.match(document(story)))

    async def _match(self, item: Item, story: Story, matches: Sequence[Match]) -> None:
        """Judges, plans and commits one story; again when another matcher decided something, or somebody was
        forgotten, meanwhile."""
        made = None
        while made is None:
            now = self._clock()
            decision, claim = await self._memory.judge(story)
            judged, owners = decision.judged, self._following.owners
            planned = plan(story, matches, owners, judged=judged, now=now, max_age=self._max_age)
            noted = notes(story, matches, owners, judged=judged, now=now, max_age=self._max_age)
            keep = keepsake(story, event=judged.normal.event, retention=self._retention)
            made = await self._store.outbox.commit_match(
                item.entry,
                planned.deliveries,
                now=now,
                story=story.id,
                traces=planned.traces,
                claim=claim,
                keep=keep,
                notes=noted,
                change=self._following.place,
            )
            if made is None:
                await self._following.catch_up()
        if made == ANOTHERS:  # this process hung with it: what became of the story is written down
            return
        self._memory.decided(decision)
        _report(story, judged, planned.reason, made)


def _report(story: Story, judged: Judged, reason: str, made: int) -> None:
    event(
        logger,
        logging.INFO,
        "matched",
        story=story.id,
        verdict=judged.normal.kind,
        event_id=judged.normal.event,
        why=judged.reason,
        deliveries=made,
        reason=reason,
    )
