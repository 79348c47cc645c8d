"""Quiet hours: local times in, the moment they end out. No IO."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from alertbot.alerts.daily import DAY, due_on


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From `start` to `end`, local time, over midnight when `end` is the earlier one."""

    start: time
    end: time


def quiet_until(hours: QuietHours, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the quiet hours that `now` is in end (UTC), None outside of them.

    They are judged as moments, not as readings of the clock: an hour that autumn repeats is quiet once.
    """
    today = now.astimezone(zone).date()
    over_midnight = timedelta() if hours.start < hours.end else DAY
    for day in (today - DAY, today):
        start, end = due_on(day, hours.start, zone), due_on(day + over_midnight, hours.end, zone)
        if start <= now < end:
            return end
    return None
