"""Deliveries from the moment they are decided until the provider has them. Edge."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from redis.asyncio import Redis

from alertbot.alerts.alert import Delivery
from alertbot.alerts.step import Bury, Record, Step, Wait
from alertbot.store import keys
from alertbot.store.codec import DELIVERY, dump
from alertbot.store.recent import NOTHING, Keepsake
from alertbot.store.scripts import script

MATCHERS = "matchers"
NOTIFIERS = "notifiers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A delivery as the outbox keeps it. `message_id` is the provider's once it was sent."""

    delivery: Delivery
    state: str
    why: str
    message_id: str


class Outbox:
    """The durable queue of deliveries: streams for what is due, a sorted set for what waits."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._commit_match = script(redis, "commit_match")
        self._commit_step = script(redis, "commit_step")
        self._promote = script(redis, "promote_due")

    async def commit_match(self, entry: str, deliveries: Sequence[Delivery], *, keep: Keepsake = NOTHING) -> int:
        """Queues the deliveries that are new, keeps the story for previews and acknowledges its `entry`,
        together.

        Answers how many were new; those already known, sent or not, stay as they are.
        """
        made = await self._commit_match(
            keys=[keys.STORIES, keys.DELIVERIES, *keep.keys, *(keys.delivery(each.id) for each in deliveries)],
            args=[
                MATCHERS,
                entry,
                *keep.arguments,
                *(part for each in deliveries for part in (each.id, dump(DELIVERY, each))),
            ],
        )
        return int(made)

    async def commit_step(self, entry: str, delivery: Delivery, step: Step, *, now: datetime) -> bool:
        """Records what follows an attempt and acknowledges `entry`, together.

        False when another notifier took the entry over meanwhile and this step is void.
        """
        state, at, fields = _fields(step, now)
        done = await self._commit_step(
            keys=[
                keys.DELIVERIES,
                keys.delivery(delivery.id),
                keys.DELIVERIES_LATER,
                keys.DELIVERIES_DEAD,
            ],
            args=[
                NOTIFIERS,
                entry,
                delivery.id,
                state,
                at.timestamp(),
                int(keys.RETENTION.total_seconds()),
                *fields,
            ],
        )
        return bool(done)

    async def promote_due(self, *, now: datetime, limit: int = 1000) -> int:
        """Queues waiting deliveries whose time has come; answers how many."""
        return int(
            await self._promote(keys=[keys.DELIVERIES_LATER, keys.DELIVERIES], args=[now.timestamp(), limit])
        )

    async def get(self, delivery_id: str) -> Kept | None:
        """A delivery with its state, None when it is not known (any more)."""
        answer = await self._redis.hgetall(keys.delivery(delivery_id))
        fields = {str(field): str(value) for field, value in answer.items()}
        if not fields:
            return None
        return Kept(
            delivery=replace(DELIVERY.validate_json(fields["delivery"]), attempts=int(fields.get("attempts", 0))),
            state=fields["state"],
            why=fields.get("why", ""),
            message_id=fields.get("message_id", ""),
        )

    async def drop_entry(self, entry: str) -> None:
        """Acknowledges an entry that has nothing to send: its delivery was sent, or is gone."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.xack(keys.DELIVERIES, NOTIFIERS, entry)
            pipe.xdel(keys.DELIVERIES, entry)
            await pipe.execute()


def _fields(step: Step, now: datetime) -> tuple[str, datetime, tuple[str, ...]]:
    match step:
        case Record():
            return "sent", now, ("message_id", step.message_id, "sent", now.isoformat(), "why", "")
        case Wait():
            return "retrying", step.due, ("why", step.why, "due", step.due.isoformat())
        case Bury():
            return "dead", now, ("why", step.why)
    assert_never(step)
