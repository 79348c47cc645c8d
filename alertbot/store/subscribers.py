"""Who is told what, as all matchers see it. Edge.

Every change is one entry of a bounded log, so that a matcher follows by reading what is new there.
"""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from redis.asyncio import Redis

from alertbot.alerts.alert import Address
from alertbot.alerts.confirming import unconfirmed
from alertbot.alerts.subscriber import Subscriber, told_at
from alertbot.store import keys
from alertbot.store.codec import SUBSCRIBER, dump
from alertbot.store.scripts import script
from alertbot.stories.identity import digest

CHANGES = 10_000
"""Changes the log remembers; who is further behind reads all subscribers again."""

PAGE = 500

Decide = Callable[[Subscriber | None], Subscriber | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What happened since a place in the log: the names that changed, and the place now.

    `forgotten` are marks of names that must not be named any more, see `mark_of`.
    """

    names: frozenset[str]
    place: str
    forgotten: frozenset[str] = frozenset()


class Subscribers:
    """Subscribers in Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._change = script(redis, "change_subscriber")

    async def get(self, name: str) -> Subscriber | None:
        return _read(await self._redis.hget(keys.SUBSCRIBERS, name))

    async def several(self, names: Iterable[str]) -> dict[str, Subscriber | None]:
        """The subscribers of these names; None for one that is not there."""
        asked = list(names)
        answer = await self._redis.hmget(keys.SUBSCRIBERS, asked) if asked else []
        return {name: _read(raw) for name, raw in zip(asked, answer, strict=True)}

    async def all(self) -> tuple[Subscriber, ...]:
        """Every subscriber, ordered by name."""
        known = {subscriber.name: subscriber async for subscriber in self.each()}
        return tuple(known[name] for name in sorted(known))

    async def each(self) -> AsyncIterator[Subscriber]:
        """Every subscriber, page by page, in no order; one that changes meanwhile may come twice."""
        async for _, raw in self._redis.hscan_iter(keys.SUBSCRIBERS, count=PAGE):
            yield SUBSCRIBER.validate_json(raw)

    async def topics(self, chat: str) -> tuple[str, ...]:
        """The names of the subscribers of a chat that are not the chat itself but topics in it."""
        pattern = f"{chat}:*"
        return tuple(
            [str(name) async for name, _ in self._redis.hscan_iter(keys.SUBSCRIBERS, pattern, count=PAGE)]
        )

    async def update(self, name: str, decide: Decide, *, agreed: bool = False) -> Subscriber | None:
        """Puts what `decide` makes of the subscriber in its place, and answers it.

        `decide` is pure: it gets the subscriber, or None, and answers the new one, or None to remove
        it. It is asked again when somebody else changed the subscriber meanwhile. An e-mail address that
        comes from a chat waits for its owner, whoever adds it; with `agreed` they said yes before.
        """
        while True:
            raw: Any = await self._redis.hget(keys.SUBSCRIBERS, name)
            old = _read(raw)
            new = decide(old) if agreed else unconfirmed(old, decide(old))
            if new == old or await self._put(name, raw or "", new, _back(old, new)):
                return new

    async def provision(self, subscribers: Iterable[Subscriber]) -> None:
        """Makes `subscribers` the provisioned ones; those people made in chats stay as they are.

        What people pressed on the alerts of a provisioned one (pause, mute, unsubscribe) outlives a new start.
        """
        wanted = {subscriber.name: subscriber for subscriber in subscribers}
        known = {each.name async for each in self.each() if each.provisioned}
        for name in sorted(known - wanted.keys()):
            await self.update(name, _unprovisioned)
        for name, subscriber in wanted.items():
            await self.update(name, partial(provisioned_with, subscriber))

    async def place(self) -> str:
        """The end of the log, to read all subscribers from there on."""
        last: Any = await self._redis.xrevrange(keys.SUBSCRIBERS_CHANGES, count=1)
        return last[0][0] if last else ""

    async def changes(self, place: str) -> Changes | None:
        """What happened since `place`; None when the log does not know that place (any more)."""
        entries: Any = await self._redis.xrange(keys.SUBSCRIBERS_CHANGES, min=place or "-", count=CHANGES)
        if not place:
            return None if entries else Changes(names=frozenset(), place="")
        if not entries or entries[0][0] != place:
            return None
        said = [fields for _, fields in entries[1:]]
        return Changes(
            names=frozenset(fields["name"] for fields in said if "name" in fields),
            place=entries[-1][0],
            forgotten=frozenset(fields["gone"] for fields in said if "gone" in fields),
        )

    async def _put(self, name: str, seen: str, new: Subscriber | None, back: Iterable[Address]) -> bool:
        done = await self._change(
            keys=[keys.SUBSCRIBERS, keys.SUBSCRIBERS_CHANGES, *map(keys.gone, back)],
            args=[name, seen, dump(SUBSCRIBER, new) if new else "", CHANGES],
        )
        return bool(done)


def mark_of(name: str) -> str:
    """What stands for a name that is forgotten: who knows the name can tell, nobody else."""
    return digest("forgotten", name)


def _read(raw: Any) -> Subscriber | None:
    return SUBSCRIBER.validate_json(raw) if raw else None


def _back(old: Subscriber | None, new: Subscriber | None) -> set[Address]:
    """Addresses that are told from now on, and were not."""
    return set(told_at(new) if new else ()) - set(told_at(old) if old else ())


def _unprovisioned(old: Subscriber | None) -> Subscriber | None:
    return old if old and not old.provisioned else None


def provisioned_with(new: Subscriber, old: Subscriber | None) -> Subscriber:
    """What the configuration says now, with what was muted, paused and unsubscribed from under it."""
    if old is None or not old.provisioned:
        return new
    muted = {watch.id: watch.muted_until for watch in old.watches}
    return replace(
        new,
        paused_until=old.paused_until,
        muted_sources=old.muted_sources,
        stopped=old.stopped,
        watches=tuple(replace(watch, muted_until=muted.get(watch.id)) for watch in new.watches),
    )
