"""Putting deliveries into the outbox the way a matcher does, and serving a lane the way a notifier does."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from alertbot.alerts.alert import Delivery
from alertbot.alerts.folding import Bundle
from alertbot.alerts.outcome import Outcome, Sent
from alertbot.alerts.plan import Trace
from alertbot.store import keys
from alertbot.store.events import UNDECIDED, Joined
from alertbot.store.lanes import Serving
from alertbot.store.store import Store
from tests.made.values import NOW

SOON = timedelta(milliseconds=1)


async def queue(
    store: Store,
    *deliveries: Delivery,
    now: datetime = NOW,
    traces: Iterable[Trace] = (),
    joined: Joined | None = None,
) -> int:
    """Puts deliveries through a match; answers how many were new."""
    await store.redis.xadd(keys.STORIES, {"story": "{}"})
    matcher = store.stories("m")
    await matcher.open()
    (item,) = await matcher.read(count=1, wait=SOON)
    claim = replace(UNDECIDED, joined=(joined,) if joined else ())
    made = await store.outbox.commit_match(
        item.entry, deliveries, now=now, story="story-1", traces=traces, claim=claim
    )
    assert made is not None
    return made


async def lanes(store: Store, channel: str = "console", consumer: str = "n") -> list[Serving]:
    """The lanes that `consumer` now serves besides those it served before."""
    inbox = store.deliveries(channel, consumer)
    await inbox.open()
    items = await inbox.read(count=100, wait=SOON)
    return [Serving(lane=item.fields["to"], entry=item.entry, consumer=consumer) for item in items]


async def serve(store: Store, channel: str = "console", consumer: str = "n") -> Serving:
    (serving,) = await lanes(store, channel, consumer)
    return serving


class Recorder:
    """A channel of the test's own: it keeps what it is asked to send, and answers as `answer` says."""

    def __init__(
        self, answer: Callable[[Delivery], Outcome] = lambda each: Sent(message_id=f"m-{each.id}")
    ) -> None:
        self.answer = answer
        self.sent: list[Delivery] = []
        self.edits: list[tuple[Delivery, str]] = []
        self.pause = asyncio.Event()
        self.pause.set()

    async def send(self, delivery: Delivery, *, now: datetime) -> Outcome:
        self.sent.append(delivery)
        await self.pause.wait()
        return self.answer(delivery)

    async def edit(self, delivery: Delivery, message_id: str, *, now: datetime) -> Outcome:
        self.edits.append((delivery, message_id))
        return self.answer(delivery)

    async def check(self) -> str:
        return "it records"

    async def close(self) -> None:
        pass

    @property
    def ids(self) -> list[str]:
        return [each.id for each in self.sent]


class BundlingRecorder(Recorder):
    """The same, for a channel that tells many alerts in one message."""

    def __init__(
        self, answer: Callable[[Delivery], Outcome] = lambda each: Sent(message_id=f"m-{each.id}")
    ) -> None:
        super().__init__(answer)
        self.bundles: list[Bundle] = []
        self.room = 100

    def fit(self, bundle: Bundle, *, now: datetime) -> int:
        return self.room

    async def send_bundle(self, bundle: Bundle, *, now: datetime) -> Outcome:
        self.bundles.append(bundle)
        return self.answer(bundle.members[0])
