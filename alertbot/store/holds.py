"""What is held in lanes, and moving it to another moment. Edge."""

import json
from datetime import UTC, datetime
from typing import Any

from redis.asyncio import Redis

from alertbot.alerts.alert import Address
from alertbot.store import keys
from alertbot.store.codec import DELIVERY
from alertbot.store.scripts import script


class Holds:
    """Held deliveries in Redis, by the address they are for."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._hold_anew = script(redis, "hold_anew", lanes=True)

    async def subscribers(self) -> frozenset[str]:
        """The names of those for whom something is held."""
        lanes = [str(each) for each in await self._redis.zrange(keys.LANES_LATER, 0, -1)]
        names: set[str] = set()
        for lane in lanes:
            names |= await self._held_in(lane)
        return frozenset(names)

    async def _held_in(self, lane: str) -> set[str]:
        members = [str(each) for each in await self._redis.zrange(keys.PREFIX + f"lane:{lane}", 0, -1)]
        async with self._redis.pipeline(transaction=False) as pipe:
            for member in members:
                pipe.hmget(keys.delivery(member), "state", "delivery")
            said: list[Any] = await pipe.execute()
        return {DELIVERY.validate_json(made).alert.subscriber for state, made in said if state == "held" and made}

    async def move(self, address: Address, subscriber: str, *, until: datetime, why: str, now: datetime) -> int:
        """What is held for `subscriber` at `address` now waits until `until`, for `why`; answers how much."""
        named = f'"subscriber":{json.dumps(subscriber, ensure_ascii=False)}'
        moments: list[str | float] = [now.timestamp(), until.timestamp(), moment_of(until)]
        return int(await self._hold_anew(args=[keys.lane(address), *moments, why, named]))


def moment_of(until: datetime) -> str:
    """`until` as it stands in a delivery."""
    return until.astimezone(UTC).isoformat().replace("+00:00", "Z")
