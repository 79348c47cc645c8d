"""News about sources, from the poll that made them to the outbox. Edge.

A notice waits in its stream until what it leads to is committed, in one script: two processes may work it out,
one of them commits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from pydantic import TypeAdapter
from redis.asyncio import Redis

from alertbot.alerts.alert import Delivery
from alertbot.alerts.depending import News
from alertbot.store import keys
from alertbot.store.codec import DELIVERY, NOTICE, SOURCE, SOURCE_STATE, dump
from alertbot.store.outbox import TRACE
from alertbot.store.scripts import counted, script
from alertbot.stories.identity import story_id
from alertbot.stories.source import Notice, Source, SourceState

MOMENT: Final = TypeAdapter(datetime)
MOST_AT_ONCE: Final = 2_000
A_TRIP: Final = 200
MOST_LOOKED_UP: Final = 1_000
"""Stories of a source that are asked who they hit: those of its last weeks, or the most of them."""

GATHERED: Final = timedelta(hours=1)
"""The first notice is told at once, what follows gathered for so long: an outage of many is one message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Notices that nobody was told of: their entries in the stream, and what is known of each that still holds."""

    entries: tuple[str, ...]
    news: tuple[News, ...]


class Notices:
    """What waits to be told of sources."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._commit = script(redis, "commit_notices", lanes=True)

    async def waiting(self) -> Waiting | None:
        """What is to be told now, None when that is nothing."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.xrange(keys.SOURCES_NOTICES, count=MOST_AT_ONCE)
            pipe.exists(keys.SOURCES_TOLD)
            found, lately = await pipe.execute()
        if not found or lately:
            return None
        notices = [NOTICE.validate_json(fields["notice"]) for _, fields in found]
        return Waiting(entries=tuple(entry for entry, _ in found), news=await self._known(notices))

    async def commit(
        self, waiting: Waiting, told: Mapping[str, Iterable[str]], deliveries: Sequence[Delivery], *, now: datetime
    ) -> int | None:
        """Queues `deliveries`, keeps who was `told` of which broken source, and forgets the notices, together.

        Answers how many deliveries are new. None, and nothing is done, when another process was quicker or a
        source recovered meanwhile.
        """
        faults = [each.notice for each in waiting.news if each.notice.what != "back"]
        back = [each.notice for each in waiting.news if each.notice.what == "back"]
        made = await self._commit(
            keys=[keys.SOURCES_NOTICES, keys.SOURCES_STATES, keys.SOURCES_TOLD],
            args=[
                now.timestamp(),
                int(GATHERED.total_seconds()),
                *counted((entry,) for entry in waiting.entries),
                *counted((each.source, _as_kept(each.since)) for each in faults),
                *counted((keys.source_told(each.source),) for each in back),
                *counted((keys.source_told(source), name) for source, names in told.items() for name in names),
                *counted(_queued(each, now) for each in deliveries),
            ],
        )
        return None if int(made) < 0 else int(made)

    async def _known(self, notices: Iterable[Notice]) -> tuple[News, ...]:
        """What is known of each notice; those whose fault did not last are left out."""
        sources: Any = await self._redis.hgetall(keys.SOURCES)
        states: Any = await self._redis.hgetall(keys.SOURCES_STATES)
        fine = {name for name, state in states.items() if not SOURCE_STATE.validate_json(state).failures}
        found = []
        for notice in notices:
            if notice.source not in sources or not _lasts(notice, states.get(notice.source)):
                continue
            source = SOURCE.validate_json(sources[notice.source])
            found.append(await self._one(notice, source, last=not fine & sources.keys() - {source.id}))
        return tuple(found)

    async def _one(self, notice: Notice, source: Source, *, last: bool) -> News:
        news = News(notice=notice, url=source.url, added_by=source.added_by, last=last)
        if notice.what == "back":
            told = await self._redis.smembers(keys.source_told(source.id))
            return replace(news, told=frozenset(map(str, told)))
        return replace(news, heard=await self._heard(source.id))

    async def _heard(self, source: str) -> frozenset[str]:
        """Whose watches stories of `source` hit, as far back as is remembered."""
        marks: Any = await self._redis.hkeys(keys.source_seen(source))
        names: set[str] = set()
        known = marks[-MOST_LOOKED_UP:]
        for first in range(0, len(known), A_TRIP):
            async with self._redis.pipeline(transaction=False) as pipe:
                for key in known[first : first + A_TRIP]:
                    pipe.hvals(keys.trail(story_id(source, str(key))))
                traces = [TRACE.validate_json(each) for trail in await pipe.execute() for each in trail]
            names |= {each.subscriber for each in traces if each.subscriber}
        return frozenset(names)


def _lasts(notice: Notice, state: str | None) -> bool:
    """Whether a fault still lasts; a recovery is one whatever came after."""
    if notice.what == "back":
        return True
    known = SOURCE_STATE.validate_json(state) if state else SourceState()
    return known.told and known.failing_since == notice.since


def _as_kept(moment: datetime) -> str:
    """A moment as it stands in a kept state."""
    return dump(MOMENT, moment).strip('"')


def _queued(delivery: Delivery, now: datetime) -> tuple[str | float, ...]:
    return (
        delivery.id,
        keys.lane(delivery.address),
        (delivery.not_before or now).timestamp(),
        "held" if delivery.not_before else "queued",
        delivery.held,
        dump(DELIVERY, delivery),
    )
