"""The sources and their polls: who may poll what, and what a poll changed. Edge."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from alertbot.store import keys
from alertbot.store.codec import SOURCE, SOURCE_STATE, STORY, dump
from alertbot.store.scripts import script
from alertbot.stories.source import Polled, Source, SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A due source that is ours to poll until the lease ends, with all a poll needs to know.

    `seen` maps identity keys to the day number they were last listed.
    """

    source: Source
    state: SourceState
    seen: Mapping[str, int]
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A source as people see it: with what its last polls left and when it is polled next."""

    source: Source
    state: SourceState
    due: datetime


class Sources:
    """Sources in Redis. Schedulers share them: a claim holds until it is committed or its lease ends."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._claim_due = script(redis, "claim_due")
        self._commit_poll = script(redis, "commit_poll")

    async def provision(self, sources: Iterable[Source], *, now: datetime) -> None:
        """Makes `sources` the provisioned ones; new ones are due at once, gone ones forgotten.

        Sources that were added at run time stay; one that `sources` also names becomes provisioned.
        """
        wanted = {source.id: source for source in sources}
        known = [SOURCE.validate_json(source) for source in await self._redis.hvals(keys.SOURCES)]
        async with self._redis.pipeline(transaction=True) as pipe:
            for source in known:
                if source.origin == "provisioned" and source.id not in wanted:
                    _forget(pipe, source.id)
            for source in wanted.values():
                _keep(pipe, source, now)
            await pipe.execute()

    async def add(self, source: Source, *, now: datetime) -> bool:
        """Adds a source, due at once; False, and nothing done, when it is there already."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hsetnx(keys.SOURCES, source.id, dump(SOURCE, source))
            pipe.zadd(keys.SOURCES_DUE, {source.id: now.timestamp()}, nx=True)
            added, _ = await pipe.execute()
        return bool(added)

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
            pipe.zrange(keys.SOURCES_DUE, 0, -1, withscores=True)
            values, due = await pipe.execute()
        sources = [SOURCE.validate_json(value) for value in values]
        async with self._redis.pipeline(transaction=False) as pipe:
            for source in sources:
                pipe.hget(keys.source_state(source.id), "state")
            states = await pipe.execute()
        moments = {source_id: datetime.fromtimestamp(seconds, UTC) for source_id, seconds in due}
        found = [
            Listed(
                source=source,
                state=SOURCE_STATE.validate_json(state) if state else SourceState(),
                due=moments.get(source.id, datetime.max.replace(tzinfo=UTC)),
            )
            for source, state in zip(sources, states, strict=True)
        ]
        return tuple(sorted(found, key=_by_name))

    async def claim_due(self, *, now: datetime, lease: timedelta, token: str, limit: int) -> tuple[Claim, ...]:
        """Claims at most `limit` due sources, the longest overdue first.

        A claim that is never committed becomes due again when its lease ends.
        """
        claimed = await self._claim_due(
            keys=[keys.SOURCES_DUE, keys.SOURCES_LEASES],
            args=[now.timestamp(), (now + lease).timestamp(), token, limit],
        )
        claims = [await self._facts(source_id, token) for source_id in claimed]
        return tuple(claim for claim in claims if claim)

    async def commit_poll(self, claim: Claim, polled: Polled) -> bool:
        """Commits state, marks and stories together; False, and nothing done, when the lease was lost."""
        source = claim.source.id
        marks = [str(part) for part in chain.from_iterable(polled.marks.items())]
        stories = [dump(STORY, story) for story in polled.stories]
        lists = [[len(part), *part] for part in (marks, polled.forgotten, stories)]
        done = await self._commit_poll(
            keys=[
                keys.SOURCES_DUE,
                keys.SOURCES_LEASES,
                keys.source_state(source),
                keys.source_seen(source),
                keys.STORIES,
            ],
            args=[
                source,
                claim.token,
                polled.due.timestamp(),
                dump(SOURCE_STATE, polled.state),
                *chain.from_iterable(lists),
            ],
        )
        return bool(done)

    async def _facts(self, source_id: str, token: str) -> Claim | None:
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hget(keys.SOURCES, source_id)
            pipe.hget(keys.source_state(source_id), "state")
            pipe.hgetall(keys.source_seen(source_id))
            source, state, seen = await pipe.execute()
        if source is None:  # removed between the claim and now
            return None
        return Claim(
            source=SOURCE.validate_json(source),
            state=SOURCE_STATE.validate_json(state) if state else SourceState(),
            seen={key: int(day) for key, day in seen.items()},
            token=token,
        )


def _keep(pipe: Pipeline, source: Source, now: datetime) -> None:
    pipe.hset(keys.SOURCES, source.id, dump(SOURCE, source))
    pipe.zadd(keys.SOURCES_DUE, {source.id: now.timestamp()}, nx=True)


def _forget(pipe: Pipeline, source_id: str) -> None:
    pipe.hdel(keys.SOURCES, source_id)
    pipe.zrem(keys.SOURCES_DUE, source_id)
    pipe.hdel(keys.SOURCES_LEASES, source_id)
    pipe.delete(keys.source_state(source_id), keys.source_seen(source_id))


def _by_name(listed: Listed) -> tuple[str, str]:
    return ((listed.source.name or listed.state.title).casefold(), listed.source.url)
