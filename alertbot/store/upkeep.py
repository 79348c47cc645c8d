"""How the work goes on, for whoever looks after the bot: who serves what, and what is given up. Edge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from alertbot.alerts.alert import Address
from alertbot.store import keys

MOST_ASKED = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """`depth` entries wait, the oldest for `age`; a consumer last asked for work `asked` ago, None: never."""

    depth: int
    age: timedelta
    asked: timedelta | None


class Upkeep:
    """Read when it is asked for; nothing of it is kept."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def stories(self, now: datetime) -> Queue:
        """The stories that wait for a matcher."""
        return await self._queue(keys.STORIES, now)

    async def channels(self, names: Iterable[str], now: datetime) -> dict[str, Queue]:
        """The lanes that wait for a notifier, by channel."""
        return {name: await self._queue(keys.lanes(name), now) for name in names}

    async def dead(self) -> int:
        """How many deliveries were given up."""
        return int(await self._redis.zcard(keys.DELIVERIES_DEAD))

    async def paused(self, names: Iterable[str]) -> dict[str, str]:
        """The channels that pause, each with why."""
        several = list(names)
        said: Any = await self._redis.mget([keys.pause(name) for name in several])
        return {name: str(why) for name, why in zip(several, said, strict=True) if why}

    async def gone(self, addresses: Iterable[Address]) -> dict[Address, str]:
        """Those of the first MOST_ASKED `addresses` that could not be reached, each with why."""
        several = list(addresses)[:MOST_ASKED]
        said: Any = await self._redis.mget([keys.gone(each) for each in several]) if several else []
        return {each: str(why) for each, why in zip(several, said, strict=True) if why}

    async def form(self) -> int | None:
        """The form of what is kept, as `migrations` number it; None where none was written yet."""
        form = await self._redis.get(keys.FORM)
        return int(form) if form else None

    async def led(self, what: str) -> bool:
        """Whether some process leads `what` at this moment."""
        return bool(await self._redis.exists(keys.leader(what)))

    async def contested(self, what: str) -> bool:
        """Whether somebody who is none of us was found doing `what`, a short while ago."""
        return bool(await self._redis.exists(keys.contested(what)))

    async def _queue(self, stream: str, now: datetime) -> Queue:
        depth = int(await self._redis.xlen(stream))
        oldest: Any = await self._redis.xrange(stream, count=1)
        began = int(oldest[0][0].partition("-")[0]) / 1000 if oldest else now.timestamp()
        age = timedelta(seconds=max(0.0, now.timestamp() - began))
        return Queue(depth=depth, age=age, asked=await self._asked(stream))

    async def _asked(self, stream: str) -> timedelta | None:
        try:
            groups: Any = await self._redis.xinfo_groups(stream)
        except ResponseError:  # nobody ever wrote to it or read it
            return None
        idle = [
            consumer["idle"]
            for group in groups
            for consumer in await self._redis.xinfo_consumers(stream, group["name"])
        ]
        return timedelta(milliseconds=min(idle)) if idle else None
