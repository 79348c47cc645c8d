"""The notifier: lanes in, messages out. It gathers, asks one pure function, and commits its answer.

Every address has a lane, which one notifier serves at a time: what goes to one chat keeps its order,
and a slow chat delays no other. Every channel has its own stream of lanes and its own room, so that one
that is limited or away delays no other channel.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from alertbot.channels.channel import Channel
from alertbot.roles.delivering import Deliverer
from alertbot.roles.waiting import sleep, until
from alertbot.store.inbox import Item
from alertbot.store.lanes import Serving
from alertbot.store.store import Store

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 128
"""Lanes of one channel that are served at the same time."""

WAIT = timedelta(seconds=0.5)
"""How long a read waits for lanes, and so how late one that another process put off may wake."""

TOUCH_SECONDS = 5.0
"""A third of the time after which a silent notifier is taken for dead."""

BREATH_SECONDS = 0.02
"""Lanes that were put off together are woken together."""


class Notifier:
    """One notifier of possibly many on the same Redis. `consumer` must differ between them."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        *,
        consumer: str,
        clock: Callable[[], datetime],
        give_up_after: timedelta,
    ) -> None:
        self._store = store
        self._consumer = consumer
        self._clock = clock
        self._inboxes = {name: store.deliveries(name, consumer) for name in channels}
        self._deliverer = Deliverer(store, channels, clock=clock, give_up_after=give_up_after)
        self._served: dict[str, dict[str, asyncio.Task[None]]] = {name: {} for name in channels}
        self._left = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Serves lanes until `stop` is set, then finishes the messages under way."""
        drained = asyncio.Event()
        heart = asyncio.create_task(until(drained, partial(self._touch, drained), role="notifier"))
        async with asyncio.TaskGroup() as group:
            group.create_task(until(stop, partial(self._wake, stop), role="notifier"))
            for name, inbox in self._inboxes.items():
                step = partial(self._read, name, stop)
                group.create_task(until(stop, step, role="notifier", opening=inbox.open))
        while tasks := [task for served in self._served.values() for task in served.values()]:
            await asyncio.wait(tasks)
        drained.set()
        await heart

    async def _read(self, channel: str, stop: asyncio.Event) -> None:
        """Takes on as many lanes as there is room for, or waits a moment for one."""
        served = self._served[channel]
        room = MOST_AT_ONCE - len(served)
        if room <= 0:
            await asyncio.wait(served.values(), return_when=asyncio.FIRST_COMPLETED)
            return
        for item in await self._inboxes[channel].read(count=room, wait=WAIT):
            if item.entry not in served:
                self._take_on(channel, item, stop)

    def _take_on(self, channel: str, item: Item, stop: asyncio.Event) -> None:
        serving = Serving(lane=item.fields["to"], entry=item.entry, consumer=self._consumer)
        task = asyncio.create_task(self._deliverer.serve(serving, stop))
        self._served[channel][item.entry] = task
        task.add_done_callback(partial(self._leave, channel, item.entry))

    def _leave(self, channel: str, entry: str, task: asyncio.Task[None]) -> None:
        del self._served[channel][entry]
        self._left.set()
        if not task.cancelled() and (error := task.exception()):
            logger.error("a lane was left by a fault in alertbot; it is taken up again", exc_info=error)

    async def _wake(self, stop: asyncio.Event) -> None:
        """Wakes the lanes whose time has come, and waits for the next of them, or until one was left."""
        following = await self._store.lanes.promote_due(now=self._clock())
        await sleep(stop, BREATH_SECONDS)
        pause = WAIT if following is None else min(WAIT, following - self._clock())
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0, pause.total_seconds())):
                await self._left.wait()
        self._left.clear()

    async def _touch(self, drained: asyncio.Event) -> None:
        """One beat of the heart that keeps what this notifier serves from being taken over."""
        for name, inbox in self._inboxes.items():
            await inbox.touch(sorted(self._served[name]))
        await sleep(drained, TOUCH_SECONDS)
