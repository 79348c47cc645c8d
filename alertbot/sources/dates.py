"""What feeds write as dates. Text in, aware UTC out. No IO. Never raises.

feedparser knows the forms; two that nearly every feed uses are read here first, to the same moment, and what other
languages spell is put into English before it is asked.
"""

import calendar
import re
from datetime import UTC, datetime, timedelta
from typing import Final

from feedparser.datetimes import _parse_date

from alertbot.sources.months import in_english

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
        ("WEST BST CET MEZ", 1),
        ("CEST MESZ SAST EET", 2),
        ("EEST MSK МСК TRT", 3),
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
    name: f"{n:02}"
    for n, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}
RFC_822: Final = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) "
    r"(?:GMT|UTC|Z|([+-]\d\d)(\d\d))",
    re.ASCII,
)
RFC_3339: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:Z|([+-]\d\d:\d\d))", re.ASCII)
THE_JUDGE_S: Final = re.compile(
    r"\d{4}-\d\d|"
    rf"(?:[A-Z][a-z]{{2}}, )?\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}} \d\d:\d\d(?::\d\d)? [A-Z]{{3,4}}$",
    re.ASCII,
)
"""Forms that no other language spells otherwise."""


def moment(text: object) -> datetime | None:
    """The moment that `text` names, to the second; None when it names none that can be a publication."""
    if not isinstance(text, str) or not 4 <= len(text) <= MOST_DATE:
        return None
    text = text.strip()
    found = _plain(text) or _judged(text)
    return found if found and EARLIEST <= found < LATEST else None


def _plain(text: str) -> datetime | None:
    """One of the two common forms, wholly as their RFCs want them; None for anything else."""
    if match := RFC_822.fullmatch(text):
        day, month, year, time, east, past = match.groups()
        form, away = f"{year}-{MONTHS.get(month)}-{day:0>2}T{time}", f"{east}:{past}" if east else ""
    elif match := RFC_3339.fullmatch(text):
        form, away = match[1], match[2] or ""
    else:
        return None
    try:
        found = datetime.fromisoformat(form + (away or "+00:00"))
        return found.astimezone(UTC) if away else found
    except (ValueError, OverflowError):
        return None


def _judged(text: str) -> datetime | None:
    text = text if THE_JUDGE_S.match(text) else in_english(text)
    zone = ZONE.search(text)
    if zone:
        text = f"{text[: zone.end(1)]} GMT"
    try:
        parsed = _parse_date(text)
        found = datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except Exception:  # noqa: BLE001 — a form's reader may trip over anything; then it names no moment
        return None
    return found - timedelta(hours=ZONES[zone[2].upper()]) if found and zone else found
