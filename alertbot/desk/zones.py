"""What people call their time zone, as an IANA name. Strings in, strings out. No IO.

An IANA name, a city or a country of one zone in English or in the reader's language, or a distance from UTC.
"""

import re
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import get_global

from alertbot.desk.cities import CITIES
from alertbot.language import Language

OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-−])\s*(\d{1,2})(?::?(\d{2}))?")
SEASONS = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
PARTS = {
    (3, 30): "Asia/Tehran",
    (4, 30): "Asia/Kabul",
    (5, 30): "Asia/Kolkata",
    (5, 45): "Asia/Kathmandu",
    (6, 30): "Asia/Yangon",
    (8, 45): "Australia/Eucla",
    (9, 30): "Australia/Darwin",
    (-9, 30): "Pacific/Marquesas",
}
"""The places that are always so many hours and minutes from UTC."""


def zone_of(text: str, words: Language) -> str | None:
    """The IANA name for `text`, None when it is not known."""
    said = _plain(text)
    if said in ("utc", "gmt", "z"):
        return "UTC"
    match = OFFSET.fullmatch(said)
    if match:
        hours = int(match[2]) if match[1] == "+" else -int(match[2])
        minutes = int(match[3] or 0)
        return PARTS.get((hours, minutes)) if minutes else _fixed(hours)
    zones = _zones()
    return (
        zones.get(said)
        or next((zone for zone in zones.values() if _plain(words.city(zone)) == said), None)
        or _of_country(said, words)
    )


def _of_country(said: str, words: Language) -> str | None:
    """The zone of a country in which all clocks agree."""
    codes = [code for code, name in words.countries() if _plain(name) == said]
    zones = sorted(zone for zone, code in get_global("zone_territories").items() if code in codes)
    same = {tuple(moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in SEASONS) for zone in zones}
    return zones[0] if len(same) == 1 else None


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """IANA names by their plain names and by their cities."""
    names = sorted(get_global("zone_territories"))
    cities = {_plain(name.rsplit("/", 1)[-1]): name for name in names}
    others = {_plain(city): zone for city, zone in CITIES.items()}
    return others | cities | {_plain(name): name for name in names}


def _fixed(hours: int) -> str | None:
    """The zone that is always `hours` ahead of UTC; IANA counts these the other way round."""
    if not -12 <= hours <= 14:
        return None
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def _plain(text: str) -> str:
    """Folded: case, accents, underscores and blanks around do not matter."""
    folded = unicodedata.normalize("NFKD", text.replace("_", " ").replace("-", "-")).casefold()
    return " ".join("".join(char for char in folded if not unicodedata.combining(char)).split())
