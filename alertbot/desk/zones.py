"""What people call their time zone, as an IANA name. Strings in, strings out. No IO.

An IANA name, a city in English or in the reader's language, or a distance from UTC in whole hours.
"""

import re
import unicodedata
from functools import lru_cache

from babel.core import get_global

from alertbot.language import Language

OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-−])\s*(\d{1,2})(?::?00)?")


def zone_of(text: str, words: Language) -> str | None:
    """The IANA name for `text`, None when it is not known."""
    said = _plain(text)
    if said in ("utc", "gmt", "z"):
        return "UTC"
    match = OFFSET.fullmatch(said)
    if match:
        return _fixed(-int(match[2]) if match[1] != "+" else int(match[2]))
    zones = _zones()
    return zones.get(said) or next((zone for zone in zones.values() if _plain(words.city(zone)) == said), None)


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """IANA names by their plain names and by their cities."""
    names = sorted(get_global("zone_territories"))
    cities = {_plain(name.rsplit("/", 1)[-1]): name for name in names}
    return cities | {_plain(name): name for name in names}


def _fixed(hours: int) -> str | None:
    """The zone that is always `hours` ahead of UTC; IANA counts these the other way round."""
    if not -12 <= hours <= 14:
        return None
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def _plain(text: str) -> str:
    """Folded: case, accents, underscores and blanks around do not matter."""
    folded = unicodedata.normalize("NFKD", text.replace("_", " ").replace("-", "-")).casefold()
    return " ".join("".join(char for char in folded if not unicodedata.combining(char)).split())
