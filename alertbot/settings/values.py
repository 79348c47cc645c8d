"""The kinds of values that settings hold. Text from a file or a variable in, checked types out. No IO.

Nothing here says what was wrong: the key's description in `file` or `environment` says what it must be.
"""

import re
from collections.abc import Callable
from datetime import time, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    HttpUrl,
    InstanceOf,
    PlainValidator,
    Strict,
    StringConstraints,
)

from alertbot.alerts.quiet import QuietHours
from alertbot.secret import Secret
from alertbot.settings.sentinels import sentinels_of

T = TypeVar("T")

SHORTEST_TOKEN = 16

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _duration(text: str) -> timedelta:
    match = re.fullmatch(r"([0-9]{1,6})([smhd])", text)
    if match is None:
        raise ValueError
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def _clock(text: str) -> time:
    if not re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", text):
        raise ValueError
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def _quiet_hours(text: str) -> QuietHours:
    start, _, end = text.partition("-")
    hours = QuietHours(start=_clock(start), end=_clock(end))
    if hours.start == hours.end:
        raise ValueError
    return hours


def _http_url(text: str) -> str:
    """The URL as typed: its publisher or provider knows it that way."""
    if not re.match(r"https?://\S+\Z", text, re.IGNORECASE):
        raise ValueError
    HttpUrl(text)
    return text


def _public_url(text: str) -> str:
    """People are sent this URL, so it is https and without credentials; plain http stays at home."""
    parts = urlsplit(_http_url(text))
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError
    if parts.scheme != "https" and not _is_loopback(parts.hostname or ""):
        raise ValueError
    return text.rstrip("/")


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ip_address(host).is_loopback


def _server(text: str, *schemes: str) -> Secret:
    """The URL of a server, which may hold a password."""
    parts = urlsplit(_one_word(text))
    _ = parts.port  # raises when it is no number
    if parts.scheme not in schemes or not (parts.hostname or parts.path):
        raise ValueError
    return Secret(text)


def _redis(text: str) -> Secret:
    """A server, or the Sentinels that know where it is."""
    if sentinels_of(_one_word(text)) is not None:
        return Secret(text)
    return _server(text, "redis", "rediss", "unix")


def _apprise_url(text: str) -> Secret:
    """Most of these URLs are made of tokens."""
    if not re.match(r"[A-Za-z][A-Za-z0-9]*://.", text):
        raise ValueError
    return Secret(_one_word(text))


def _one_word(text: str) -> str:
    if not re.fullmatch(r"\S+", text) or not text.isprintable():
        raise ValueError
    return text


def _long_word(text: str) -> str:
    """What nobody guesses, however long they try."""
    if len(_one_word(text)) < SHORTEST_TOKEN:
        raise ValueError
    return text


def from_text(parse: Callable[[str], object]) -> BeforeValidator:
    """Text goes through `parse`; whatever else was given is for the strict type to judge."""
    return BeforeValidator(lambda value: parse(value) if isinstance(value, str) else value)


def _digits(value: object) -> object:
    return str(value) if type(value) is int else value


Several = Annotated[tuple[T, ...], Strict(False)]
"""A TOML array."""

Duration = Annotated[timedelta, from_text(_duration)]
Clock = Annotated[time, from_text(_clock)]
Quiet = Annotated[InstanceOf[QuietHours], from_text(_quiet_hours)]
Network = Annotated[IPv4Network | IPv6Network, PlainValidator(lambda value: ip_network(str(value)))]
HttpAddress = Annotated[str, AfterValidator(_http_url)]
PublicAddress = Annotated[str, AfterValidator(_public_url)]

Label = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\p{Cc}\p{Zl}\p{Zp}]+$"),
]
"""A short name for people, on one line."""

SlackId = Annotated[str, StringConstraints(pattern=r"^[CGDUW][A-Z0-9]{2,20}$")]
SlackUser = Annotated[str, StringConstraints(pattern=r"^[UW][A-Z0-9]{2,20}$")]
TelegramChat = Annotated[
    str,
    BeforeValidator(_digits),
    StringConstraints(pattern=r"^-?[1-9][0-9]{0,15}(:[1-9][0-9]{0,9})?$"),
]
EmailAddress = Annotated[
    str, StringConstraints(max_length=254, pattern=r'^[^\s\p{C}@<>(),;:"\\]+@[^\s\p{C}@<>(),;:"\\]+$')
]

Token = Annotated[InstanceOf[Secret], from_text(lambda text: Secret(_one_word(text)))]
LongToken = Annotated[InstanceOf[Secret], from_text(lambda text: Secret(_long_word(text)))]
RedisUrl = Annotated[InstanceOf[Secret], from_text(_redis)]
SmtpUrl = Annotated[InstanceOf[Secret], from_text(lambda text: _server(text, "smtp", "smtp+starttls", "smtps"))]
AppriseUrl = Annotated[InstanceOf[Secret], from_text(_apprise_url)]
UserIds = Annotated[frozenset[int], from_text(lambda text: frozenset(map(int, re.split(r"[,\s]+", text))))]
