"""When the day's summary is due. A local time and zone in, moments out. No IO.

Once a local day: the day of the last summary, seen from the zone the subscriber lives in now, is
done. A change of zone or of the hour therefore neither repeats a day nor skips one.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DEFAULT_TIME = time(8, 0)
DAY = timedelta(days=1)


def due_on(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment (UTC) it is `at` on `day` in `zone`.

    An hour that spring leaves out comes as much later as the clock is moved; of an hour that autumn
    repeats, the first one counts.
    """
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def next_due(*, at: time, zone: ZoneInfo, last: datetime, now: datetime) -> datetime:
    """When the next summary is due; at `now` or before means at once.

    `last` is the moment the last one was due, `as_if_sent` where there never was one. One that was
    missed today comes late; one missed on an earlier day does not, its news go with the next.
    """
    today = now.astimezone(zone).date()
    done = last.astimezone(zone).date()
    return due_on(done + DAY if done >= today else today, at, zone)


def as_if_sent(*, at: time, zone: ZoneInfo, now: datetime) -> datetime:
    """The last moment before `now` that one would have been due: a first summary never comes at once."""
    today = now.astimezone(zone).date()
    due = due_on(today, at, zone)
    return due if due <= now else due_on(today - DAY, at, zone)


def zone_of(name: str) -> ZoneInfo:
    """The zone `name`; UTC for one this machine does not know (any more)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
