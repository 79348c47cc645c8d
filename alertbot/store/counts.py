"""What all processes have counted, in Redis. Edge."""

import json
from collections.abc import Mapping

from redis.asyncio import Redis

from alertbot.store import keys


class Counts:
    """Sums that only grow, by the keys of `metrics.Counts`. As many as there are labels: some hundred."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def add(self, counts: Mapping[tuple[str, ...], float]) -> None:
        """Adds all of `counts`, or nothing."""
        if not counts:
            return
        async with self._redis.pipeline(transaction=True) as pipe:
            for key, value in counts.items():
                pipe.hincrbyfloat(keys.COUNTS, json.dumps(key), value)
            await pipe.execute()

    async def all(self) -> dict[tuple[str, ...], float]:
        """Everything that was ever counted."""
        kept = await self._redis.hgetall(keys.COUNTS)
        return {tuple(json.loads(key)): float(value) for key, value in kept.items()}
