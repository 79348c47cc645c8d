"""How things stand: what waits and since when, and how the sources are. Edge."""

from datetime import datetime
from typing import Any

from redis.asyncio import Redis

from alertbot.store import keys
from alertbot.store.sources import Listed, Sources

QUEUES = {"stories": keys.STORIES, "deliveries": keys.DELIVERIES}


class Standing:
    """Read when it is asked for; nothing of it is kept."""

    def __init__(self, redis: Redis, sources: Sources) -> None:
        self._redis, self._sources = redis, sources

    async def gauges(self, now: datetime) -> dict[tuple[str, str], float]:
        """The gauges of `/metrics`, by name and label."""
        found: dict[tuple[str, str], float] = {}
        for queue, stream in QUEUES.items():
            found["alertbot_queue_depth", queue] = await self._redis.xlen(stream)
            found["alertbot_queue_age_seconds", queue] = await self._age(stream, now)
        for listed in await self._sources.listed():
            key = ("alertbot_sources", _state(listed))
            found[key] = found.get(key, 0) + 1
        info: Any = await self._redis.info("memory")
        found["alertbot_redis_used_bytes", ""] = float(info["used_memory"])
        found["alertbot_dead_deliveries", ""] = await self._redis.zcard(keys.DELIVERIES_DEAD)
        return found

    async def _age(self, stream: str, now: datetime) -> float:
        oldest: Any = await self._redis.xrange(stream, count=1)
        return max(0.0, now.timestamp() - int(oldest[0][0].split("-")[0]) / 1000) if oldest else 0.0


def _state(listed: Listed) -> str:
    if listed.state.failures:
        return "failing"
    return "fine" if listed.state.last_ok else "new"
