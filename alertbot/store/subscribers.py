"""Who is told what, as all matchers see it. Edge."""

from collections.abc import Iterable

from redis.asyncio import Redis

from alertbot.alerts.subscriber import Subscriber
from alertbot.store import keys
from alertbot.store.codec import SUBSCRIBER, dump


class Subscribers:
    """Subscribers in Redis; `version` changes whenever any of them does."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def provision(self, subscribers: Iterable[Subscriber]) -> None:
        """Makes `subscribers` the provisioned ones; those people made in chats stay as they are."""
        wanted = {subscriber.name: subscriber for subscriber in subscribers}
        known = {subscriber.name: subscriber for subscriber in await self.all()}
        gone = [name for name, old in known.items() if old.provisioned and name not in wanted]
        changed = [subscriber for name, subscriber in wanted.items() if known.get(name) != subscriber]
        if not gone and not changed:
            return
        async with self._redis.pipeline(transaction=True) as pipe:
            for name in gone:
                pipe.hdel(keys.SUBSCRIBERS, name)
            for subscriber in changed:
                pipe.hset(keys.SUBSCRIBERS, subscriber.name, dump(SUBSCRIBER, subscriber))
            pipe.incr(keys.SUBSCRIBERS_VERSION)
            await pipe.execute()

    async def all(self) -> tuple[Subscriber, ...]:
        """Every subscriber, ordered by name."""
        known = await self._redis.hgetall(keys.SUBSCRIBERS)
        return tuple(SUBSCRIBER.validate_json(known[name]) for name in sorted(known))

    async def version(self) -> int:
        """A number that differs after every change."""
        return int(await self._redis.get(keys.SUBSCRIBERS_VERSION) or 0)
