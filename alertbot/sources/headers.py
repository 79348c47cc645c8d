"""What the headers of an answer say about asking again. Strings in, values out. No IO. Never raises."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST: Final = timedelta(days=365)
MOST_VALIDATOR: Final = 2_048

MAX_AGE: Final = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?([0-9]{1,12})", re.IGNORECASE)
NO_CACHE: Final = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b", re.IGNORECASE)


def max_age(cache_control: str) -> timedelta | None:
    """How long an answer stays fresh (RFC 9111), or None when it does not say."""
    found = MAX_AGE.search(cache_control)
    if found is None or NO_CACHE.search(cache_control):
        return None
    return _seconds(found[1])


def retry_after(value: str, *, now: datetime) -> timedelta | None:
    """How long a server asks to be left alone (RFC 9110), in seconds or until a date."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return _seconds(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta()), LONGEST)


def validator(value: str) -> str:
    """A validator to echo byte for byte, or nothing when that cannot be done."""
    return value if len(value) <= MOST_VALIDATOR and value.isprintable() else ""


def _seconds(digits: str) -> timedelta:
    return min(timedelta(seconds=int(digits[:12])), LONGEST)
