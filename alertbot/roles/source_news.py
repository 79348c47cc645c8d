"""News about sources: notices in, deliveries to those who depend on them out. Part of the scheduler.

Every scheduler process looks; what one has committed the others find gone.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from alertbot.alerts.alert import Delivery
from alertbot.alerts.depending import concerns, deliveries
from alertbot.language import language
from alertbot.log import event
from alertbot.roles.waiting import sleep, until
from alertbot.store.notices import Waiting
from alertbot.store.store import Store

logger = logging.getLogger(__name__)

LOOK: Final = timedelta(seconds=5)
"""How often one looks for notices."""


class SourceNews:
    """Tells people about their sources; one of possibly many on the same Redis."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def run(self, stop: asyncio.Event) -> None:
        """Looks until `stop` is set."""
        await until(stop, partial(self._beat, stop), role="scheduler")

    async def _beat(self, stop: asyncio.Event) -> None:
        await self.step()
        await sleep(stop, LOOK.total_seconds())

    async def step(self) -> int | None:
        """Tells what waits; answers how many deliveries that made, None when another process was quicker."""
        waiting = await self._store.notices.waiting()
        if waiting is None:
            return 0
        now = self._clock()
        told: dict[str, set[str]] = {}
        queued: list[Delivery] = []
        async for subscriber in self._store.subscribers.each():
            queued += deliveries(waiting.news, subscriber, language(subscriber.lang), now=now)
            for news in waiting.news:
                if news.notice.what != "back" and concerns(news, subscriber, now=now):
                    told.setdefault(news.notice.source, set()).add(subscriber.name)
        made = await self._store.notices.commit(waiting, told, queued, now=now)
        _report(waiting, made)
        return made


def _report(waiting: Waiting, made: int | None) -> None:
    event(
        logger,
        logging.INFO,
        "sources told",
        sources=len({news.notice.source for news in waiting.news}),
        status="overtaken" if made is None else "queued",
        deliveries=made or 0,
    )
