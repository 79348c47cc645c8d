"""What hubs agreed to and what they pushed, until a scheduler takes it. Edge."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from pydantic import TypeAdapter
from redis.asyncio import Redis

from alertbot.store import keys
from alertbot.store.codec import dump
from alertbot.stories.push import Subscription

SUBSCRIPTION: Final = TypeAdapter(Subscription)
MOST_WAITING: Final = 8
KEPT: Final = timedelta(hours=1)
PING_EVERY: Final = timedelta(seconds=60)
"""How often what anybody may send makes us poll."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """A document that a hub pushed, its signature checked."""

    body: bytes
    content_type: str


class Pushes:
    """Subscriptions and pushed documents in Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def subscription(self, source_id: str) -> Subscription | None:
        kept = await self._redis.hget(keys.WEBSUB, source_id)
        return SUBSCRIPTION.validate_json(kept) if kept else None

    async def keep(self, source_id: str, subscription: Subscription) -> None:
        await self._redis.hset(keys.WEBSUB, source_id, dump(SUBSCRIPTION, subscription))

    async def deliver(self, source_id: str, known: Subscription, push: Push, *, now: datetime) -> None:
        """Puts a push where the scheduler that claims the source finds it; the oldest give way."""
        text = f"{push.content_type}\n{base64.b64encode(push.body).decode()}"
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.rpush(keys.websub_pushes(source_id), text)
            pipe.ltrim(keys.websub_pushes(source_id), -MOST_WAITING, -1)
            pipe.expire(keys.websub_pushes(source_id), KEPT)
            pipe.hset(keys.WEBSUB, source_id, dump(SUBSCRIPTION, replace(known, pushed=now, missed=False)))
            await pipe.execute()

    async def waiting(self, source_id: str) -> tuple[Push, ...]:
        """What was pushed and not taken, oldest first."""
        texts = await self._redis.lrange(keys.websub_pushes(source_id), 0, -1)
        return tuple(_push(str(text)) for text in texts)

    async def taken(self, source_id: str, pushes: Sequence[Push]) -> None:
        """Forgets `pushes`, once what they brought is committed."""
        await self._redis.ltrim(keys.websub_pushes(source_id), len(pushes), -1)

    async def may_ping(self, source_id: str) -> bool:
        """Whether what anybody may send may make us poll the source now."""
        return bool(await self._redis.set(keys.websub_ping(source_id), "", nx=True, ex=PING_EVERY))


def _push(text: str) -> Push:
    content_type, _, body = text.partition("\n")
    return Push(body=base64.b64decode(body), content_type=content_type)
