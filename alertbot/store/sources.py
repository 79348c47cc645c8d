"""The sources and their polls: who may poll what, and what a poll changed. Edge."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from redis.asyncio import Redis

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


class Sources:
    """Sources in Redis. Schedulers share them: a claim holds until it is committed or its lease ends."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._claim_due = script(redis, "claim_due")
        self._commit_poll = script(redis, "commit_poll")

    async def provision(self, sources: Iterable[Source], *, now: datetime) -> None:
        """Makes `sources` the ones that are polled; new ones are due at once, gone ones forgotten."""
        wanted = {source.id: source for source in sources}
        known = {str(source_id) for source_id in await self._redis.hkeys(keys.SOURCES)}
        async with self._redis.pipeline(transaction=True) as pipe:
            for source_id in known - wanted.keys():
                pipe.hdel(keys.SOURCES, source_id)
                pipe.zrem(keys.SOURCES_DUE, source_id)
                pipe.hdel(keys.SOURCES_LEASES, source_id)
                pipe.delete(keys.source_state(source_id), keys.source_seen(source_id))
            for source in wanted.values():
                pipe.hset(keys.SOURCES, source.id, dump(SOURCE, source))
                pipe.zadd(keys.SOURCES_DUE, {source.id: now.timestamp()}, nx=True)
            await pipe.execute()

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
