"""When a source is polled next. What was observed in, a pause out. No IO.

A source that has just spoken is listened to closely, one that has been silent for long is not: the pause is
a part of the silence so far, and of what usually lies between two of its stories. Both are observed, not
read from dates, which feeds invent. What the publisher asks for (Cache-Control, `<ttl>`, `sy:`, Retry-After)
makes the pause longer, never shorter.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

PART_OF_SILENCE: Final = 8
"""A story that ends a silence is found after at most an eighth of it."""

PART_OF_GAP: Final = 16
WEIGHT_OF_NEWEST: Final = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often a source is polled: never sooner than `floor`, never later than `ceiling`."""

    floor: timedelta
    ceiling: timedelta


def after_success(*, pace: Pace, silence: timedelta, gap: timedelta, stays: timedelta, jitter: float) -> timedelta:
    """The pause after a poll that worked.

    `silence` is the time since something was new, `gap` how long that usually takes (zero: unknown),
    `stays` how long the publisher says nothing will change. `jitter` is chance, in [0, 1).
    """
    wish = max(silence / PART_OF_SILENCE, gap / PART_OF_GAP, stays)
    return _spread(min(max(wish, pace.floor), pace.ceiling), pace, jitter)


def after_failure(*, pace: Pace, failures: int, retry_after: timedelta | None, jitter: float) -> timedelta:
    """The pause after `failures` in a row: twice as long each time; a Retry-After is obeyed too."""
    pause = pace.floor * (1 << min(failures, 20))
    return _spread(min(max(pause, retry_after or pause), pace.ceiling), pace, jitter)


def usual_gap(before_seconds: float, *, silence: timedelta, new: int) -> float:
    """What lies between two stories, in seconds, now that `new` came after `silence`."""
    sample = silence.total_seconds() / new
    if not before_seconds:
        return sample
    return before_seconds + WEIGHT_OF_NEWEST * (sample - before_seconds)


def _spread(pause: timedelta, pace: Pace, jitter: float) -> timedelta:
    """Up to a tenth longer, so that what was polled together once is not for ever; at the ceiling, shorter."""
    if pause < pace.ceiling:
        return min(pause * (1 + jitter / 10), pace.ceiling)
    return max(pause * (1 - jitter / 10), pace.floor)
