"""When a source is polled next. What was observed in, a pause out. No IO.

A source that has just spoken is listened to closely, one that has been silent for long is not: the pause is
a part of the silence so far, and of what usually lies between two of its stories. Both are observed, not
read from dates, which feeds invent. What the publisher asks for (Cache-Control, Retry-After) makes the pause
longer, never shorter. What a feed says of itself (`<ttl>`, `sy:`) does too, as far as its own rhythm bears it out:
most often nobody chose it, the software that writes the feed says it by itself.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

PART_OF_SILENCE: Final = 8
"""A story that ends a silence is found after at most an eighth of it."""

PART_OF_GAP: Final = 16
HINTED_PART_OF_GAP: Final = 4
"""However long a feed says it stays, a source that speaks hourly is polled every quarter of an hour."""

WEIGHT_OF_NEWEST: Final = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often a source is polled: never sooner than `floor`, never later than `ceiling`."""

    floor: timedelta
    ceiling: timedelta


def after_success(
    *, pace: Pace, silence: timedelta, gap: timedelta, hint: timedelta, asked: timedelta, jitter: float
) -> timedelta:
    """The pause after a poll that worked.

    `silence` is the time since something was new, `gap` how long that usually takes (zero: unknown), `hint` how
    long the feed says it stays, `asked` how long its server says so. `jitter` is chance, in [0, 1).
    """
    hinted = min(hint, gap / HINTED_PART_OF_GAP) if gap else hint
    pause = max(silence / PART_OF_SILENCE, gap / PART_OF_GAP, hinted, asked)
    return _spread(pause, pace, jitter, asked=asked)


def after_failure(*, pace: Pace, failures: int, retry_after: timedelta | None, jitter: float) -> timedelta:
    """The pause after `failures` in a row: twice as long each time; a Retry-After is obeyed too."""
    asked = retry_after or timedelta()
    return _spread(max(pace.floor * (1 << min(failures, 20)), asked), pace, jitter, asked=asked)


def usual_gap(before_seconds: float, *, silence: timedelta, new: int) -> float:
    """What lies between two stories, in seconds, now that `new` came after `silence`."""
    sample = silence.total_seconds() / new
    if not before_seconds:
        return sample
    return before_seconds + WEIGHT_OF_NEWEST * (sample - before_seconds)


def _spread(pause: timedelta, pace: Pace, jitter: float, *, asked: timedelta) -> timedelta:
    """Up to a tenth longer, so that what was polled together once is not for ever. At the ceiling shorter, but not
    than what was asked for.
    """
    if pause < pace.ceiling:
        return min(max(pause, pace.floor) * (1 + jitter / 10), pace.ceiling)
    return min(max(pace.ceiling * (1 - jitter / 10), pace.floor, asked), pace.ceiling)
