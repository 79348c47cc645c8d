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


def next_due(*, at: time, zone: ZoneInfo, last: datetime | None, now: datetime) -> datetime:
    """When the next summary is due; at `now` or before means at once.

    `last` is the moment the last one was due, None when there never was one: then the first comes the
    next time it is `at`, never at once. One that was missed today comes late; one missed on an earlier
    day does not, its news go with the next.
    """
    today = now.astimezone(zone).date()
    due = due_on(today, at, zone)
    done = due <= now if last is None else last.astimezone(zone).date() >= today
    return due_on(max(today, _day(last, zone, today)) + DAY, at, zone) if done else due


def zone_of(name: str) -> ZoneInfo:
    """The zone `name`; UTC for one this machine does not know (any more)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _day(last: datetime | None, zone: ZoneInfo, today: date) -> date:
    return today if last is None else last.astimezone(zone).date()
