"""One consumer's view of a stream: new work, and the work of consumers that died. Edge.

An entry that was read belongs to its consumer until it is acknowledged in the transaction that
commits its result. A living consumer keeps what it holds by touching it; what nobody touched for
`idle` is taken over by the next one that asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ResponseError

FORGET_CONSUMER_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One stream entry: its id and its fields."""

    entry: str
    fields: dict[str, str]


class Inbox:
    """A consumer in a group that reads `stream` from its beginning."""

    def __init__(self, redis: Redis, stream: str, group: str, consumer: str, *, idle: timedelta) -> None:
        self._redis = redis
        self._stream, self._group, self._consumer = stream, group, consumer
        self._idle_ms = int(idle.total_seconds() * 1000)

    async def open(self) -> None:
        """Makes the stream and the group where they are missing, and clears long-dead consumers away."""
        if not await self._exists():  # making one needs memory, so it is not asked for without need
            try:
                await self._redis.xgroup_create(self._stream, self._group, id="0", mkstream=True)
            except ResponseError as error:
                if "BUSYGROUP" not in str(error):
                    raise
        consumers: Any = await self._redis.xinfo_consumers(self._stream, self._group)
        for consumer in consumers:
            if consumer["pending"] == 0 and consumer["idle"] > FORGET_CONSUMER_MS:
                await self._redis.xgroup_delconsumer(self._stream, self._group, consumer["name"])

    async def read(self, *, count: int, wait: timedelta) -> tuple[Item, ...]:
        """Up to `count` items, oldest first: those of dead consumers, else new ones.

        Waits at most `wait` for new ones.
        """
        taken = await self._take_over(count)
        if taken:
            return taken
        answer: Any = await self._redis.xreadgroup(
            self._group,
            self._consumer,
            {self._stream: ">"},
            count=count,
            block=max(1, int(wait.total_seconds() * 1000)),
        )
        return _items(answer[0][1]) if answer else ()

    async def touch(self, entries: Sequence[str]) -> None:
        """Says that this consumer is alive and still works on `entries`."""
        if entries:
            await self._redis.xclaim(self._stream, self._group, self._consumer, 0, list(entries), justid=True)

    async def _exists(self) -> bool:
        if not await self._redis.exists(self._stream):
            return False
        groups: Any = await self._redis.xinfo_groups(self._stream)
        return any(group["name"] == self._group for group in groups)

    async def _take_over(self, count: int) -> tuple[Item, ...]:
        answer: Any = await self._redis.xautoclaim(
            self._stream, self._group, self._consumer, self._idle_ms, count=count
        )
        return _items(answer[1])


def _items(entries: Any) -> tuple[Item, ...]:
    """The entries of an answer; one without fields was deleted while it was pending."""
    return tuple(Item(entry=entry, fields=fields) for entry, fields in entries if fields is not None)
