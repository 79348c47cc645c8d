"""How much of the server's memory what we keep takes, by kind of key. Edge.

Large keys that there are few of are measured one by one; of the many small ones as many as a look
may cost, and the others are taken to be like them.
"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from redis.asyncio import Redis

from alertbot.store import keys
from alertbot.store.events import LOG_KEPT

MOST_MEASURED: Final = 20_000
TOGETHER: Final = 500
DAY: Final = timedelta(days=1)

KINDS: Final = {
    "recent": "stories",
    "stories": "stories",
    "events": "events",
    "known": "events",
    "articles": "events",
    "told": "events",
    "trail": "accounts",
    "delivery": "deliveries",
    "deliveries": "deliveries",
    "lane": "deliveries",
    "lanes": "deliveries",
    "digest": "summaries",
    "digests": "summaries",
    "source": "sources",
    "sources": "sources",
    "websub": "sources",
    "subscribers": "subscribers",
}
"""By the first word of a key; all others are `other`."""

ENDING: Final = frozenset({"recent", "known", "articles", "told", "trail", "delivery", "digest"})
"""First words of keys that come with the news and end by themselves."""


LARGE: Final = (
    *(keys.SOURCES, keys.SOURCES_STATES, keys.SOURCES_DUE, keys.STORIES, keys.SUBSCRIBERS),
    *(keys.EVENTS_WORDS, keys.COUNTS, keys.LANES_LATER, keys.DELIVERIES_DEAD),
)
"""Keys there is one of, and which may be large; so are those of each day's stories."""


@dataclass(slots=True, kw_only=True)
class Usage:
    """What keys of one kind take: bytes that stay, and `ending` bytes, which live for `life`.

    Of the ending ones the oldest came `oldest` ago, and `fresh` bytes within the last day.
    """

    kind: str
    staying: float = 0.0
    ending: float = 0.0
    fresh: float = 0.0
    oldest: timedelta = field(default_factory=timedelta)
    life: timedelta = keys.RETENTION


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    name: str
    size: int
    left: timedelta | None


async def measure(redis: Redis, *, retention: timedelta, now: datetime, most: int = MOST_MEASURED) -> list[Usage]:
    """The usage by kind, the largest first. `retention` is how long stories are kept.

    Of small keys at most `most` are measured. Raises what the client raises, also where MEMORY USAGE is refused.
    """
    found: dict[str, Usage] = {}
    large = [*LARGE, *_recent(retention, now)]
    known = frozenset(large)
    scanned = [name async for name in _names(redis, most)]
    share = int(await redis.dbsize()) / len(scanned) if len(scanned) >= most else 1.0
    several = [name for name in scanned if name not in known]
    asked = [*large, *several]
    for start in range(0, len(asked), TOGETHER):
        for each in await _measured(redis, asked[start : start + TOGETHER]):
            _count(found, each, share, retention, now)
    _date_stories(found)
    if log := await _log(redis, found.get("accounts")):
        found["event log"] = log
    return sorted(found.values(), key=lambda each: -(each.staying + each.ending))


def _recent(retention: timedelta, now: datetime) -> list[str]:
    days = [f"{now - back * DAY:%Y-%m-%d}" for back in range(retention // DAY + 2)]
    return [name for day in days for name in (keys.recent_words(day), keys.recent_stories(day))]


async def _names(redis: Redis, most: int) -> AsyncIterator[str]:
    """As many keys as may be measured; a scan comes by them in no order that has to do with their age."""
    count = 0
    async for name in redis.scan_iter(f"{keys.PREFIX}*", count=TOGETHER):
        yield str(name)
        count += 1
        if count >= most:
            return


async def _measured(redis: Redis, names: Iterable[str]) -> list[_Key]:
    async with redis.pipeline(transaction=False) as pipe:
        asked = [name for name in names if name != keys.EVENTS_LOG]
        for name in asked:
            pipe.memory_usage(name)
            pipe.pttl(name)
        answers: list[Any] = await pipe.execute()
    return [
        _Key(name=name, size=int(size), left=timedelta(milliseconds=left) if left >= 0 else None)
        for name, size, left in zip(asked, answers[::2], answers[1::2], strict=True)
        if size is not None
    ]


def _count(found: dict[str, Usage], key: _Key, share: float, retention: timedelta, now: datetime) -> None:
    first, _, rest = key.name.removeprefix(keys.PREFIX).partition(":")
    kind = KINDS.get(first, "other")
    usage = found.setdefault(kind, Usage(kind=kind))
    if key.left is None or first not in ENDING:
        usage.staying += key.size * (share if first in ENDING or first == "source" else 1)
        return
    is_story = first == "recent"
    usage.life = retention if is_story else keys.RETENTION
    age = _since(rest, now) if is_story else max(timedelta(), usage.life - key.left)
    usage.ending += key.size * (1 if is_story else share)
    usage.oldest = max(usage.oldest, age)
    usage.fresh += key.size * share if age < DAY and not is_story else 0


def _date_stories(found: dict[str, Usage]) -> None:
    """A day's stories began with the first of them, not at midnight: a young bot's accounts know when."""
    stories, accounts = found.get("stories"), found.get("accounts")
    if stories and accounts and timedelta() < accounts.oldest < keys.RETENTION - DAY:
        stories.oldest = min(stories.oldest, accounts.oldest)


def _since(rest: str, now: datetime) -> timedelta:
    """How long ago the day began that a key of recent stories is named after."""
    day = datetime.fromisoformat(rest.rpartition(":")[2]).replace(tzinfo=now.tzinfo)
    return max(timedelta(), now - day)


async def _log(redis: Redis, accounts: Usage | None) -> Usage | None:
    """The log of events, whose end is a number: it lives as long as that many stories take."""
    length = int(await redis.xlen(keys.EVENTS_LOG))
    if not length:
        return None
    size = float(await redis.memory_usage(keys.EVENTS_LOG) or 0)
    span = accounts.oldest if accounts else timedelta()
    decided = int(await redis.get(keys.EVENTS_COUNT) or length)
    if not span or length >= LOG_KEPT:
        return Usage(kind="event log", staying=size)
    pace = span / min(decided, length)
    return Usage(kind="event log", ending=size, oldest=pace * length, life=pace * LOG_KEPT)
