"""How things stand: what waits and since when, and how the sources are. Edge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from alertbot.store import keys
from alertbot.store.sources import Listed, Sources
from alertbot.store.usage import measure

MINUTE = timedelta(minutes=1)
MOST_MEASURED = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """`depth` entries that wait in `name`, the oldest for `age`. `paused` says why a channel sends nothing now."""

    name: str
    depth: int
    age: timedelta
    paused: str = ""


class Standing:
    """Read when it is asked for; nothing of it is kept but the last minute's memory by kind."""

    def __init__(self, redis: Redis, sources: Sources) -> None:
        self._redis, self._sources = redis, sources
        self._measured: tuple[datetime | None, dict[str, float]] = (None, {})

    async def queues(self, channels: Iterable[str], *, now: datetime) -> tuple[Queue, ...]:
        """What waits now: stories to be matched, the lanes of each channel that are ready, and those to come."""
        found = [await self._stream("stories", keys.STORIES, now)]
        for channel in channels:
            queue = await self._stream(channel, keys.lanes(channel), now)
            found.append(replace(queue, paused=str(await self._redis.get(keys.pause(channel)) or "")))
        later = await self._redis.zcard(keys.LANES_LATER)
        return (*found, Queue(name="later", depth=later, age=timedelta()))

    async def _stream(self, name: str, key: str, now: datetime) -> Queue:
        oldest: Any = await self._redis.xrange(key, count=1)
        age = timedelta(seconds=max(0.0, _age([entry for entry, _ in oldest], now)))
        return Queue(name=name, depth=await self._redis.xlen(key), age=age)

    async def gauges(self, now: datetime) -> dict[tuple[str, str], float]:
        """The gauges of `/metrics`, by name and label."""
        found: dict[tuple[str, str], float] = {}
        oldest: Any = await self._redis.xrange(keys.STORIES, count=1)
        lanes: Any = await self._redis.hvals(keys.LANES_QUEUED)
        found["alertbot_queue_depth", "stories"] = await self._redis.xlen(keys.STORIES)
        found["alertbot_queue_age_seconds", "stories"] = _age([entry for entry, _ in oldest], now)
        found["alertbot_queue_depth", "deliveries"] = len(lanes)
        found["alertbot_queue_age_seconds", "deliveries"] = _age(lanes, now)
        for listed in await self._sources.listed():
            key = ("alertbot_sources", _state(listed))
            found[key] = found.get(key, 0) + 1
        info: Any = await self._redis.info("memory")
        found["alertbot_redis_used_bytes", ""] = float(info["used_memory"])
        found["alertbot_dead_deliveries", ""] = await self._redis.zcard(keys.DELIVERIES_DEAD)
        for kind, size in (await self._memory(now)).items():
            found["alertbot_redis_kind_bytes", kind] = size
        return found

    async def _memory(self, now: datetime) -> dict[str, float]:
        """Bytes by kind of key, from some thousand keys, once a minute; nothing where that is refused."""
        measured, kinds = self._measured
        if measured is not None and now - measured < MINUTE:
            return kinds
        try:
            found = await measure(self._redis, retention=keys.RETENTION, now=now, most=MOST_MEASURED)
        except ResponseError:
            found = []
        kinds = {each.kind: each.staying + each.ending for each in found}
        self._measured = (now, kinds)
        return kinds


def _age(entries: Sequence[str], now: datetime) -> float:
    """How many seconds ago the oldest of these stream entries was added."""
    return max((now.timestamp() - int(entry.split("-")[0]) / 1000 for entry in entries), default=0.0)


def _state(listed: Listed) -> str:
    if listed.state.failures:
        return "failing"
    return "fine" if listed.state.last_ok else "new"
