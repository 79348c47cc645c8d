"""What feeds write as dates. Text in, aware UTC out. No IO. Never raises.

feedparser knows the forms; two that nearly every feed uses are read here first, to the same moment.
"""

import calendar
import re
from datetime import UTC, datetime, timedelta
from typing import Final

from feedparser.datetimes import _parse_date

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""Nothing was published on the web before; an earlier date (1970 above all) says that there was none."""
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
MOST_DATE: Final = 100
"""Characters; a longer text is no date."""

ZONES: Final[dict[str, float]] = {
    name: east
    for names, east in (
        ("HST", -10),
        ("AKST", -9),
        ("AKDT", -8),
        ("BRT", -3),
        ("WEST BST CET", 1),
        ("CEST SAST EET", 2),
        ("EEST MSK TRT", 3),
        ("PKT", 5),
        ("IST", 5.5),
        ("WIB", 7),
        ("HKT SGT AWST", 8),
        ("JST KST", 9),
        ("AEST", 10),
        ("AEDT", 11),
        ("NZST", 12),
        ("NZDT", 13),
    )
    for name in names.split()
}
"""Zones that newsrooms write and feedparser takes for UTC, in hours east of it; IST is nearly always India's."""
ZONE: Final = re.compile(rf"(\d:\d\d)\s+({'|'.join(ZONES)})$", re.IGNORECASE)

MONTHS: Final = {
    name: n
    for n, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}
RFC_822: Final = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2}) (?P<year>\d{4}) "
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d) (?:GMT|UTC|Z|(?P<sign>[+-])(?P<east>\d\d)(?P<past>\d\d))"
)
RFC_3339: Final = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)T(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.\d{1,9})?"
    r"(?:Z|(?P<sign>[+-])(?P<east>\d\d):(?P<past>\d\d))",
    re.ASCII,
)


PARTS: Final = ("day", "month", "year", "hour", "minute", "second", "sign", "east", "past")


def moment(text: object) -> datetime | None:
    """The moment that `text` names, to the second; None when it names none that can be a publication."""
    if not isinstance(text, str) or not 4 <= len(text) <= MOST_DATE:
        return None
    text = text.strip()
    found = _plain(text) or _judged(text)
    return found if found and EARLIEST <= found < LATEST else None


def _plain(text: str) -> datetime | None:
    """One of the two common forms, wholly as their RFCs want them; None for anything else."""
    match = RFC_822.fullmatch(text) or RFC_3339.fullmatch(text)
    if match is None:
        return None
    day, month, year, hour, minute, second, sign, east, past = match.group(*PARTS)
    number = MONTHS.get(month) or (int(month) if month.isdigit() else 0)
    try:
        local = datetime(int(year), number, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
        if sign is None:
            return local
        away = timedelta(hours=int(east), minutes=int(past))
        return local + away if sign == "-" else local - away
    except (ValueError, OverflowError):
        return None


def _judged(text: str) -> datetime | None:
    zone = ZONE.search(text)
    if zone:
        text = f"{text[: zone.end(1)]} GMT"
    try:
        parsed = _parse_date(text)
        found = datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except Exception:  # noqa: BLE001 — a form's reader may trip over anything; then it names no moment
        return None
    return found - timedelta(hours=ZONES[zone[2].upper()]) if found and zone else found
