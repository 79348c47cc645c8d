"""Matchers take turns at judging: each judgement builds on the one before, and two at once undo each other's work.

A courtesy and no lock. A turn that nobody gives back ends by itself, and who waited long enough goes on all the
same: what keeps the order is the commit, which takes nothing that was judged on old news.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from uuid import uuid4

from redis.exceptions import RedisError

from alertbot.store.visits import Visits

LIFE = timedelta(seconds=1)
LOOK_SECONDS = 0.005
PATIENCE_LOOKS = 50


class Turns:
    """One matcher's place among all of them."""

    def __init__(self, visits: Visits) -> None:
        self._visits = visits
        self._token = uuid4().hex

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Begins when nobody else judges, or after a quarter of a second. Raises RedisError before it began."""
        for _ in range(PATIENCE_LOOKS):
            if await self._visits.lead("judging", self._token, LIFE):
                break
            await asyncio.sleep(LOOK_SECONDS)
        try:
            yield
        finally:
            with suppress(RedisError):
                await self._visits.leave("judging", self._token)
