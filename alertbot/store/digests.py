"""What waits for the daily summaries, and whose is due. Edge."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import chain
from typing import Any, Literal

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from alertbot.alerts.alert import Delivery
from alertbot.alerts.daily import DEFAULT_TIME, as_if_sent, next_due, zone_of
from alertbot.alerts.digest import Noted
from alertbot.alerts.notes import Note
from alertbot.alerts.subscriber import Subscriber
from alertbot.store import keys
from alertbot.store.codec import DELIVERY, NOTED, dump
from alertbot.store.scripts import script

KEPT = keys.RETENTION
"""Longer than the week a summary looks back: what was told must not be told again when an outlet joins late."""

MOST_NOTED = 1000
MOST_MARKS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestClaim:
    """A summary that is ours to make until the lease ends. `last` is the moment the last one was due."""

    subscriber: str
    last: datetime
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for one summary. `noted` is by what is told once; `held` are marks of reason and story.

    `outlets` are those that reported an event, in order of joining.
    """

    noted: Mapping[str, Noted]
    mentions: Mapping[str, tuple[datetime, ...]]
    held: tuple[str, ...]
    outlets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def held_by_reason(self) -> dict[str, int]:
        reasons = [mark.split("\0")[1] for mark in self.held]
        return {reason: reasons.count(reason) for reason in sorted(set(reasons))}


class Digests:
    """Summaries in Redis. Schedulers share them: a claim holds until it is committed or its lease ends."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._claim_due = script(redis, "claim_due")
        self._commit = script(redis, "commit_digest", lanes=True)

    async def schedule(self, subscribers: Iterable[Subscriber], *, now: datetime) -> None:
        """Makes the summaries of `subscribers`, and no others, due when each of them wants it next."""
        wanted = {each.name: each for each in subscribers}
        known = {str(name) for name in await self._redis.hkeys(keys.DIGESTS_LAST)}
        await self.reschedule({**dict.fromkeys(known), **wanted}, now=now)

    async def reschedule(self, changed: Mapping[str, Subscriber | None], *, now: datetime) -> None:
        """The same for those that `changed` alone; None is one that is gone."""
        names = list(changed)
        last = await self._redis.hmget(keys.DIGESTS_LAST, names) if names else []
        async with self._redis.pipeline(transaction=True) as pipe:
            for name, at in zip(names, last, strict=True):
                subscriber = changed[name]
                if subscriber is not None and subscriber.mode != "instant":
                    done = _moment(at) if at else first(subscriber, now=now)
                    pipe.hsetnx(keys.DIGESTS_LAST, name, done.timestamp())
                    pipe.zadd(keys.DIGESTS_DUE, {name: due(subscriber, last=done, now=now).timestamp()})
                elif at is not None:
                    _forget(pipe, name)
            await pipe.execute()

    async def claim_due(
        self, *, now: datetime, lease: timedelta, token: str, limit: int
    ) -> tuple[DigestClaim, ...]:
        """Claims at most `limit` due summaries, the longest overdue first.

        A claim that is never committed becomes due again when its lease ends.
        """
        names = [
            str(name)
            for name in await self._claim_due(
                keys=[keys.DIGESTS_DUE, keys.DIGESTS_LEASES],
                args=[now.timestamp(), (now + lease).timestamp(), token, limit],
            )
        ]
        last = await self._redis.hmget(keys.DIGESTS_LAST, names) if names else []
        return tuple(
            DigestClaim(subscriber=name, last=_moment(at), token=token)
            for name, at in zip(names, last, strict=True)
            if at is not None  # forgotten meanwhile
        )

    async def waiting(self, subscriber: str) -> Waiting:
        """What waits for the next summary of `subscriber`, and its week."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hgetall(keys.digest_noted(subscriber))
            pipe.zrange(keys.digest_marks(subscriber), 0, -1, withscores=True)
            noted, marks = await pipe.execute()
        mentions: dict[str, list[datetime]] = {}
        outlets: dict[str, list[str]] = {}
        for mark, at in marks:
            kind, about, *rest = mark.split("\0")
            if kind == "w":
                mentions.setdefault(about, []).append(_moment(at))
            elif kind == "o":
                outlets.setdefault(about, []).append(rest[0])
        return Waiting(
            noted={told: NOTED.validate_json(each) for told, each in noted.items()},
            outlets={event: tuple(names) for event, names in outlets.items()},
            mentions={watch: tuple(moments) for watch, moments in mentions.items()},
            held=tuple(mark for mark, _ in marks if mark.startswith("h\0")),
        )

    async def standing(self, subscriber: str, told: str) -> Literal["", "waits", "told"]:
        """Whether what is told once as `told` waits for the next summary of `subscriber`, or was in one."""
        if await self._redis.hexists(keys.digest_noted(subscriber), told):
            return "waits"
        score: Any = await self._redis.zscore(keys.digest_marks(subscriber), f"t\0{told}")
        return "" if score is None else "told"

    async def commit(
        self,
        claim: DigestClaim,
        deliveries: Iterable[Delivery],
        waiting: Waiting | None,
        *,
        moment: datetime,
        due: datetime,
        now: datetime,
    ) -> bool:
        """Queues `deliveries`, forgets what they tell, and is next due at `due`, together.

        `waiting` is None when nothing was told and everything waits on. False, and nothing done, when
        the lease was lost.
        """
        queued = tuple(deliveries)
        lists: list[list[str]] = [
            [part for each in queued for part in (each.id, keys.lane(each.address), dump(DELIVERY, each))],
            list(waiting.noted) if waiting else [],
            list(waiting.held) if waiting else [],
        ]
        name = claim.subscriber
        done = await self._commit(
            keys=[
                keys.DIGESTS_DUE,
                keys.DIGESTS_LEASES,
                keys.DIGESTS_LAST,
                keys.digest_noted(name),
                keys.digest_marks(name),
            ],
            args=[
                name,
                claim.token,
                due.timestamp(),
                moment.timestamp(),
                now.timestamp(),
                int(KEPT.total_seconds()),
                *chain.from_iterable([str(len(each)), *each] for each in lists),
            ],
        )
        return bool(done)

    async def keep(self, sent: Delivery) -> None:
        """Keeps a summary that somebody sent by hand, so that its page in the browser can be read."""
        key = keys.delivery(sent.id)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hset(key, mapping={"delivery": dump(DELIVERY, sent), "state": "sent"})
            pipe.expire(key, KEPT)
            await pipe.execute()

    async def forget(self, subscriber: str) -> None:
        """`subscriber` gets no summary any more; what waited for it goes, too."""
        async with self._redis.pipeline(transaction=True) as pipe:
            _forget(pipe, subscriber)
            await pipe.execute()


def due(subscriber: Subscriber, *, last: datetime, now: datetime) -> datetime:
    """When `subscriber` wants the summary after that of `last`."""
    return next_due(at=_at(subscriber), zone=zone_of(subscriber.timezone), last=last, now=now)


def first(subscriber: Subscriber, *, now: datetime) -> datetime:
    """The moment that counts as the last one for who never got any."""
    return as_if_sent(at=_at(subscriber), zone=zone_of(subscriber.timezone), now=now)


def mark_rows(notes: Iterable[Note]) -> Iterator[tuple[str, str]]:
    """What `notes` say of watches and outlets, told or not: subscriber and mark."""
    for note in notes:
        yield from ((note.subscriber, f"w\0{watch}\0{note.story}") for watch in note.watches)
        if note.noted:
            alert = note.noted.alert
            yield from ((note.subscriber, f"o\0{alert.event}\0{name}") for name in (alert.outlet, *alert.also))


def note_row(note: Note) -> tuple[str, ...]:
    """`note` as the matcher's commit takes it; keeping it again changes nothing."""
    return (
        note.subscriber,
        note.told,
        dump(NOTED, note.noted) if note.noted else "",
        f"h\0{note.held}\0{note.story}" if note.held else "",
        f"h\0too-many\0{note.story}",
    )


def _at(subscriber: Subscriber) -> time:
    return subscriber.digest_at or DEFAULT_TIME


def _forget(pipe: Pipeline, name: str) -> None:
    pipe.zrem(keys.DIGESTS_DUE, name)
    pipe.hdel(keys.DIGESTS_LEASES, name)
    pipe.hdel(keys.DIGESTS_LAST, name)
    pipe.delete(keys.digest_noted(name), keys.digest_marks(name))


def _moment(epoch: str | bytes | float) -> datetime:
    return datetime.fromtimestamp(float(epoch), UTC)
