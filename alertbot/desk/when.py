"""How people say when: `2h`, `until tomorrow`, `22-7`. Strings in, times out. No IO."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from alertbot.alerts.quiet import QuietHours

MORNING = time(8)
LONGEST = timedelta(days=365)
FOREVER = datetime(9999, 12, 31, tzinfo=ZoneInfo("UTC"))
"""Until someone says otherwise."""

UNITS = {
    "m": "minutes", "min": "minutes", "mins": "minutes", "minute": "minutes", "minutes": "minutes",
    "h": "hours", "hr": "hours", "hour": "hours", "hours": "hours", "heure": "hours", "heures": "hours",
    "d": "days", "day": "days", "days": "days", "j": "days", "jour": "days", "jours": "days",
    "w": "weeks", "week": "weeks", "weeks": "weeks", "semaine": "weeks", "semaines": "weeks",
}  # fmt: skip
LENGTH = re.compile(r"(\d{1,4})\s*([a-z]+)")
CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2})|h)?\s*(am|pm)?")
RANGE = re.compile(r"\s*(?:-|–|—|to|until|à)\s*")
TOMORROW = ("tomorrow", "demain", "morning")
ALWAYS = ("ever", "forever", "always", "toujours")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """How long something shall last: a `length`, or until a `clock` time, `days` ahead at the least.

    Neither is for ever.
    """

    length: timedelta | None = None
    clock: time | None = None
    days: int = 0

    def end(self, now: datetime, timezone: str) -> datetime:
        """The moment it ends, in UTC."""
        if self.length is not None:
            return now + self.length
        if self.clock is None:
            return FOREVER
        local = now.astimezone(ZoneInfo(timezone))
        day = local.date() + timedelta(days=self.days)
        end = datetime.combine(day, self.clock, local.tzinfo)
        if end <= local:
            end = datetime.combine(day + timedelta(days=1), self.clock, local.tzinfo)
        return end.astimezone(ZoneInfo("UTC"))


FOR_EVER = When()


def read_when(text: str) -> When | None:
    """`2h`, `for 3 days`, `until tomorrow`, `until 8:00`, `forever`; None when it is nothing of these."""
    said = text.strip().lower()
    said = re.sub(r"^(for|until|till|jusqu'à|jusqu’à|pendant|pour)\s+", "", said)
    if said in TOMORROW:
        return When(clock=MORNING, days=1)
    if said in ALWAYS:
        return FOR_EVER
    match = LENGTH.fullmatch(said)
    if match and match[2] in UNITS:
        length = timedelta(**{UNITS[match[2]]: int(match[1])})
        return When(length=length) if timedelta(0) < length <= LONGEST else None
    clock = read_clock(said) if ":" in said else None
    return When(clock=clock) if clock else None


def read_clock(text: str) -> time | None:
    """`8:00`, `8`, `08.00`, `8h30`, `8pm`; None when it is no time of day."""
    match = CLOCK.fullmatch(text.strip().lower())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    return time(hour % 24, minute) if hour <= 24 and minute < 60 and (hour < 24 or minute == 0) else None


def read_quiet(text: str) -> QuietHours | None:
    """`22:00-07:00`, `22-7`, `10pm to 7am`; None when it is no span of two different times."""
    ends = [read_clock(part) for part in RANGE.split(text.strip().lower(), maxsplit=1)]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] == ends[1]:
        return None
    return QuietHours(start=ends[0], end=ends[1])
