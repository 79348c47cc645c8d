"""When a source is polled next. What was observed in, a pause out. No IO."""

from datetime import timedelta


def next_poll(
    *,
    failures: int,
    floor: timedelta,
    ceiling: timedelta,
    retry_after: timedelta | None,
    jitter: float,
) -> timedelta:
    """The pause until the next poll, with up to a tenth of jitter on top; `jitter` lies in [0, 1).

    Every failure in a row doubles the pause up to `ceiling`; a Retry-After is obeyed up to there.
    """
    pause = min(floor * (1 << min(failures, 20)), ceiling)
    if retry_after is not None:
        pause = min(max(pause, retry_after), max(ceiling, floor))
    return pause * (1 + jitter / 10)
