"""Requests that were here before. Edge."""

from datetime import timedelta

from redis.asyncio import Redis

from alertbot.store import keys

LIFE = timedelta(minutes=11)
"""Longer than a provider's signature is valid, early and late clocks included."""


class Requests:
    """Signatures in Redis, so that no process takes one that another has taken."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def is_first(self, signature: str) -> bool:
        """Whether a request with this signature was never here; from now on it was."""
        return bool(await self._redis.set(keys.request(signature), 1, nx=True, ex=LIFE))
