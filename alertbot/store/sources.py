"""The sources and their polls: who may poll what, and what a poll changed. Edge."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from alertbot.store import keys
from alertbot.store.codec import SOURCE, SOURCE_STATE, dump
from alertbot.store.commits import Commits
from alertbot.store.scripts import script
from alertbot.store.together import Together
from alertbot.stories.source import Polled, Source, SourceState

MOST_BELLS = 8
BELL_SECONDS = 10
LISTEN_SECONDS = 2.0
PAGE = 1_000
MARKS_AT_ONCE = 5_000
"""Ordinary sources have fewer. Of one that has many, reading all at once would hold up everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A due source that is ours to poll while the lease under `token` holds."""

    source: Source
    state: SourceState
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What was claimed, and when the next source is due; None when there is none."""

    claims: tuple[Claim, ...]
    next_due: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A source as people see it: with what its last polls left and when it is polled next, None for never."""

    source: Source
    state: SourceState
    due: datetime | None


class Sources:
    """Sources in Redis. Schedulers share them: a claim holds until it is committed or its lease ends."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._claim_due = script(redis, "claim_sources")
        self._together = Together(redis)
        self._commits = Commits(redis)
        self._poll_now = script(redis, "poll_now")
        self._put_off = script(redis, "put_off")

    async def provision(self, sources: Iterable[Source], *, now: datetime) -> None:
        """Makes `sources` the provisioned ones; new ones are due at once, gone ones forgotten.

        Sources that were added at run time stay; one that `sources` also names becomes provisioned.
        """
        wanted = {source.id: source for source in sources}
        known = {SOURCE.validate_json(source) for source in await self._redis.hvals(keys.SOURCES)}
        async with self._redis.pipeline(transaction=True) as pipe:
            for source in known:
                if source.origin == "provisioned" and source.id not in wanted:
                    _forget(pipe, source.id)
            changed: Mapping[Any, Any] = {
                each.id: dump(SOURCE, each) for each in wanted.values() if each not in known
            }
            if changed:
                pipe.hset(keys.SOURCES, mapping=changed)
            if wanted:
                pipe.zadd(keys.SOURCES_DUE, dict.fromkeys(wanted, now.timestamp()), nx=True)
            await pipe.execute()

    async def add(self, source: Source, *, now: datetime) -> bool:
        """Adds a source, due at once; False, and nothing done, when it is there already."""
        return await self.add_all((source,), now=now) == 1

    async def add_all(self, sources: Sequence[Source], *, now: datetime) -> int:
        """Adds those sources that are not there, due at once; how many they were."""
        added = 0
        for start in range(0, len(sources), PAGE):
            async with self._redis.pipeline(transaction=True) as pipe:
                for source in sources[start : start + PAGE]:
                    pipe.hsetnx(keys.SOURCES, source.id, dump(SOURCE, source))
                    pipe.zadd(keys.SOURCES_DUE, {source.id: now.timestamp()}, nx=True)
                added += sum((await pipe.execute())[::2])
        await self.ring()
        return added

    async def amend(self, source_id: str, change: Callable[[Source], Source]) -> tuple[Source, Source] | None:
        """What a source was and what `change` makes of it; None when it is not there. Its id and address stay."""

        async def amended(pipe: Pipeline) -> tuple[Source, Source] | None:
            kept = await pipe.hget(keys.SOURCES, source_id)
            pipe.multi()  # type: ignore[no-untyped-call]
            if kept is None:
                return None
            before = SOURCE.validate_json(kept)
            after = change(before)
            if after != before:
                pipe.hset(keys.SOURCES, source_id, dump(SOURCE, after))
            return before, after

        answer: tuple[Source, Source] | None = await self._redis.transaction(
            amended, keys.SOURCES, value_from_callable=True
        )
        return answer

    async def remove(self, source_id: str) -> bool:
        """Forgets a source and all that is known of it; False when it was not there.

        A poll of it that is under way commits nothing.
        """
        async with self._redis.pipeline(transaction=True) as pipe:
            _forget(pipe, source_id)
            gone, *_ = await pipe.execute()
        return bool(gone)

    async def listed(self) -> tuple[Listed, ...]:
        """All sources, by name, then URL."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hvals(keys.SOURCES)
            pipe.hgetall(keys.SOURCES_STATES)
            pipe.zrange(keys.SOURCES_DUE, 0, -1, withscores=True)
            values, states, due = await pipe.execute()
        sources = [SOURCE.validate_json(value) for value in values]
        moments = {source_id: datetime.fromtimestamp(seconds, UTC) for source_id, seconds in due}
        found = [
            Listed(source=source, state=_state(states.get(source.id, "")), due=moments.get(source.id))
            for source in sources
        ]
        return tuple(sorted(found, key=_by_name))

    async def claim_due(
        self, *, now: datetime, lease: timedelta, token: str, limit: int, latest: datetime | None = None
    ) -> Claimed:
        """Claims at most `limit` due sources, the longest overdue first.

        A claim that is never committed becomes due again when its lease ends. What is due after `latest` is due
        now: no poll puts anything there, only a clock that was wrong.
        """
        next_due, *facts = await self._claim_due(
            keys=[keys.SOURCES_DUE, keys.SOURCES_LEASES, keys.SOURCES, keys.SOURCES_STATES],
            args=[
                now.timestamp(),
                (now + lease).timestamp(),
                token,
                limit,
                "" if latest is None else latest.timestamp(),
            ],
        )
        claims = tuple(
            Claim(source=SOURCE.validate_json(source), state=_state(state), token=token)
            for source, state in zip(facts[::2], facts[1::2], strict=True)
        )
        return Claimed(claims=claims, next_due=datetime.fromtimestamp(float(next_due), UTC) if next_due else None)

    async def seen(self, source_id: str) -> Mapping[str, int]:
        """The marks of a source: identity key to the day number it was last listed."""
        found: dict[str, int] = {}
        cursor, unread = 0, True
        while unread:
            cursor, marks = await self._together.call(
                "HSCAN", keys.source_seen(source_id), cursor, "COUNT", MARKS_AT_ONCE
            )
            found |= zip(marks, map(int, marks.values()), strict=True)
            unread = bool(cursor)
        return found

    async def listing(self, key: str, sources: Sequence[str]) -> dict[str, int]:
        """Which of `sources` (ids) have a mark of the identity key `key`, and what it says."""
        found: dict[str, int] = {}
        for start in range(0, len(sources), PAGE):
            page = sources[start : start + PAGE]
            async with self._redis.pipeline(transaction=False) as pipe:
                for source in page:
                    pipe.hget(keys.source_seen(source), key)
                marks = await pipe.execute()
            found |= {source: int(mark) for source, mark in zip(page, marks, strict=True) if mark is not None}
        return found

    async def commit_poll(self, claim: Claim, polled: Polled) -> bool:
        """Commits state, marks, stories and notice together; False when the lease was lost.

        Then nothing was done, but for the first parts of a large poll.
        """
        return await self._commits(claim.source.id, claim.token, polled)

    async def poll_now(self, source_id: str, *, now: datetime) -> bool:
        """Makes a source due at once and rings for a scheduler; False when it is unknown or retired.

        One that is being polled is polled again when that poll is committed.
        """
        known = await self._poll_now(
            keys=[keys.SOURCES_DUE, keys.SOURCES_LEASES], args=[source_id, now.timestamp()]
        )
        await self.ring()
        return bool(known)

    async def ring(self) -> None:
        """Wakes a scheduler. Nobody may be there to hear it, so a bell is kept for a moment only."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.lpush(keys.SOURCES_BELL, "")
            pipe.ltrim(keys.SOURCES_BELL, 0, MOST_BELLS - 1)
            pipe.expire(keys.SOURCES_BELL, BELL_SECONDS)
            await pipe.execute()

    async def rung(self) -> bool:
        """Waits a while for a bell; whether there was one."""
        return await self._redis.blpop([keys.SOURCES_BELL], timeout=LISTEN_SECONDS) is not None

    async def put_off(self, claim: Claim, due: datetime) -> None:
        """Gives a claim back unpolled, until `due`."""
        await self._put_off(
            keys=[keys.SOURCES_DUE, keys.SOURCES_LEASES], args=[claim.source.id, claim.token, due.timestamp()]
        )


def _state(text: str) -> SourceState:
    return SOURCE_STATE.validate_json(text) if text else SourceState()


def _forget(pipe: Pipeline, source_id: str) -> None:
    pipe.hdel(keys.SOURCES, source_id)
    pipe.zrem(keys.SOURCES_DUE, source_id)
    pipe.hdel(keys.SOURCES_LEASES, source_id)
    pipe.hdel(keys.SOURCES_STATES, source_id)
    pipe.hdel(keys.WEBSUB, source_id)
    pipe.delete(keys.source_seen(source_id), keys.source_told(source_id), keys.websub_pushes(source_id))


def _by_name(listed: Listed) -> tuple[str, str]:
    return ((listed.source.name or listed.state.title).casefold(), listed.source.url)
