"""Quiet hours: local times in, the moment they end out. No IO.

They hold what happens, or let it come without a sound, as people choose.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from alertbot.alerts.daily import DAY, due_on


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From `start` to `end`, local time, over midnight when `end` is the earlier one.

    With `silent` messages come at once without a sound, on the channels of `SILENT`; elsewhere they wait.
    """

    start: time
    end: time
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hush:
    """What is sent within `hours`, local to `timezone` (an IANA name), makes no sound."""

    hours: QuietHours
    timezone: str


SILENT = frozenset({"telegram"})
"""Channels that can deliver without a sound."""


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
