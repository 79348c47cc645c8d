"""How much memory is used, and for how long it lasts. Edge to measure it, pure to predict.

What comes with the news lives for its time: at the pace so far it grows until as much ends as comes.
The pace is that of the last day or that of the whole time, whichever is the faster.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from redis.exceptions import RedisError

from alertbot.doctor.finding import Finding, fine, warning
from alertbot.store.store import Store
from alertbot.store.usage import DAY, Usage, measure

SHORT = warning(
    "memory-will-not-last",
    "at this pace the server's memory is full before old stories end",
    "raise maxmemory above where it settles, or shorten [bot] retention",
)
FAULTS = (SHORT,)

ABOUT = "memory"
YOUNG = timedelta(hours=1)
"""Before that, nothing can be said of a pace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Bytes of one kind: now, a day at this pace, and where that `settles` after `within`."""

    kind: str
    now: float
    daily: float
    settles: float
    within: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """All kinds together with what the server needs for itself. `full_in` is None when it lasts."""

    now: float
    daily: float
    settles: float
    within: timedelta
    full_in: timedelta | None


def growth(usage: Usage) -> Growth:
    """The pace of one kind, and where it leads."""
    now = usage.staying + usage.ending
    if usage.oldest < YOUNG or not usage.ending:
        return Growth(kind=usage.kind, now=now, daily=0.0, settles=now, within=timedelta())
    span = min(usage.oldest, usage.life)
    daily = max(usage.ending / (span / DAY), usage.fresh / (min(span, DAY) / DAY))
    settles = usage.staying + daily * (usage.life / DAY)
    return Growth(kind=usage.kind, now=now, daily=daily, settles=settles, within=usage.life - span)


def forecast(kinds: Sequence[Growth], *, used: float, limit: float) -> Forecast:
    """What becomes of `used` bytes, of which `limit` may be used (0: as many as there are)."""
    settles = used + sum(each.settles - each.now for each in kinds)
    return Forecast(
        now=used,
        daily=sum(each.daily for each in kinds),
        settles=settles,
        within=max((each.within for each in kinds if each.settles > each.now), default=timedelta()),
        full_in=_full_in(kinds, used, limit) if limit and settles > limit else None,
    )


def _full_in(kinds: Sequence[Growth], used: float, limit: float) -> timedelta:
    """When the sum of straight lines, each from now to where it settles, meets the limit."""
    before, size = timedelta(), used
    for end in sorted({each.within for each in kinds if each.within}):
        pace = sum((each.settles - each.now) / each.within.total_seconds() for each in kinds if each.within >= end)
        grown = size + pace * (end - before).total_seconds()
        if grown >= limit:
            return before + timedelta(seconds=max(0.0, limit - size) / pace) if pace else before
        before, size = end, grown
    return before


async def look_at_memory(store: Store, retention: timedelta, now: datetime) -> list[Finding]:
    """Findings about memory by kind of key, and the prediction."""
    try:
        info: Mapping[str, Any] = await store.redis.info("memory")
        kinds = [growth(each) for each in await measure(store.redis, retention=retention, now=now)]
    except RedisError as error:
        return [fine(ABOUT, f"it cannot be measured: the server refuses MEMORY USAGE ({type(error).__name__})")]
    limit = int(info.get("maxmemory", 0)) or int(info.get("total_system_memory", 0))
    return tell(kinds, forecast(kinds, used=float(info["used_memory"]), limit=limit), info)


def tell(kinds: Sequence[Growth], ahead: Forecast, info: Mapping[str, Any]) -> list[Finding]:
    """The prediction in a sentence, then a line a kind."""
    limit = int(info.get("maxmemory", 0))
    limited = f"maxmemory ({_size(limit)})" if limit else "the machine's memory"
    lines = [fine(f"{ABOUT} {each.kind}", _kind(each)) for each in kinds if each.now]
    if ahead.full_in is not None:
        said = f"{_size(ahead.now)} used; {limited} is full in {_long(ahead.full_in)}, it would settle at"
        return [SHORT.at(ABOUT, f"{said} {_size(ahead.settles)}"), *lines]
    if not ahead.daily:
        return [fine(ABOUT, f"{_size(ahead.now)} used; too young to say how it grows"), *lines]
    where = f"settles at about {_size(ahead.settles)} in {_long(ahead.within)}" if ahead.within else "has settled"
    said = f"{_size(ahead.now)} used; {_size(ahead.daily)} a day come in; it {where}, and {limited} lasts"
    return [fine(ABOUT, said), *lines]


def _kind(each: Growth) -> str:
    if not each.daily:
        return _size(each.now)
    return f"{_size(each.now)}, {_size(each.daily)} a day, settles at {_size(each.settles)}"


def _size(count: float) -> str:
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("KB", 1e3)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count:.0f} bytes"


def _long(time: timedelta) -> str:
    hours = time / timedelta(hours=1)
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours" if hours >= 2 else "less than 2 hours"
