"""Deleting all that is kept about one subscriber, wherever it stands. Edge.

It is asked for seldom, so nothing is kept in order only to find it: every key is looked at once, and
deleting again changes nothing.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from redis.asyncio import Redis

from alertbot.alerts.alert import Address, Delivery
from alertbot.store import keys
from alertbot.store.codec import DELIVERY
from alertbot.store.scripts import script
from alertbot.store.subscribers import mark_of

PAGE = 1000


class Forgetting:
    """The deliveries, traces, questions and last mentions of a subscriber who was removed before."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._forget = script(redis, "forget", lanes=True)
        self._erase = script(redis, "erase")

    async def forget(self, name: str, addresses: Iterable[Address], *, now: datetime) -> None:
        """Deletes what was sent or waits for the subscriber `name`, and what was asked at `addresses`."""
        named = json.dumps(name, ensure_ascii=False)
        await self._erase(
            keys=[keys.SUBSCRIBERS_CHANGES, keys.SOURCES],
            args=[name, mark_of(name), f'"added_by":{named}', '"added_by":""'],
        )
        places = tuple(keys.asked(address.to, "") for address in addresses)
        cursor = 0
        while True:
            cursor, found = await self._redis.scan(cursor, match=f"{keys.PREFIX}*", count=PAGE)
            page = [str(key) for key in found]
            await self._forget_deliveries(name, page, now)
            await self._forget_marks(name, page, places)
            if not cursor:
                return

    async def _forget_deliveries(self, name: str, page: Iterable[str], now: datetime) -> None:
        kept = [key for key in page if key.startswith(keys.delivery(""))]
        async with self._redis.pipeline(transaction=False) as pipe:
            for key in kept:
                pipe.hget(key, "delivery")
            said: list[Any] = await pipe.execute()
        named = f'"subscriber":{json.dumps(name, ensure_ascii=False)}'
        mine = [DELIVERY.validate_json(each) for each in said if each and named in each]
        if mine:
            await self._forget(args=[now.timestamp(), *(part for each in mine for part in _parts(each))])

    async def _forget_marks(self, name: str, page: Iterable[str], places: tuple[str, ...]) -> None:
        async with self._redis.pipeline(transaction=False) as pipe:
            for key in page:
                if key.startswith(keys.trail("")):
                    pipe.hdel(key, name)
                elif key.startswith(keys.PREFIX + "source:") and key.endswith(":told"):
                    pipe.srem(key, name)
                elif places and key.startswith(places):
                    pipe.delete(key)
            await pipe.execute()


def _parts(delivery: Delivery) -> Iterator[str]:
    yield from (delivery.id, keys.lane(delivery.address), delivery.alert.event)
