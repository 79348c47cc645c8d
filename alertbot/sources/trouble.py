"""What went wrong with a fetch, in one sentence and with a kind that stays. Errors in, errors out. No IO."""

from datetime import timedelta
from typing import Final

import aiohttp

from alertbot.errors import SourceError
from alertbot.sources.guard import RefusedError
from alertbot.sources.links import shown

FAULTS: Final = (aiohttp.ClientError, OSError, ValueError)
"""All that a fetch raises by itself; TimeoutError is an OSError."""

STATUSES: Final = {
    401: ("forbidden", "asks for a user name and a password; write them into the address"),
    402: ("forbidden", "asks for money"),
    403: ("forbidden", "refuses us (403)"),
    404: ("not-found", "is not there (404); check the address"),
    410: ("gone", "is gone for good (410); remove it"),
    429: ("rate-limited", "asks us to come less often (429)"),
    503: ("unavailable", "is out of service for now (503)"),
}

NETWORK: Final[tuple[tuple[type[Exception], str, str], ...]] = (
    (aiohttp.ClientConnectorDNSError, "no-such-host", "has a host that cannot be found; check the address"),
    (aiohttp.ClientConnectorCertificateError, "tls", "has a certificate that cannot be trusted"),
    (aiohttp.ClientSSLError, "tls", "cannot be reached over a secure connection"),
    (TimeoutError, "timeout", "did not answer in time"),
    (aiohttp.ClientConnectorError, "unreachable", "cannot be reached"),
    (aiohttp.ClientResponseError, "bad-http", "does not answer in valid HTTP"),
    (aiohttp.ClientPayloadError, "cut-off", "breaks its answer off"),
    (aiohttp.InvalidURL, "bad-address", "is not an http or https address"),
    (aiohttp.ClientError, "cut-off", "breaks the connection off"),
    (OSError, "cut-off", "breaks the connection off"),
    (ValueError, "bad-address", "leads to an address that cannot be read"),
)


def trouble(url: str, error: Exception) -> SourceError:
    """What `error` means for the person who named `url`."""
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, RefusedError):
        return SourceError(
            f"{shown(url)} leads into a private network; allow it in fetch.allow_networks", kind="refused"
        )
    _, kind, what = next(each for each in NETWORK if isinstance(error, each[0]))
    return SourceError(f"{shown(url)} {what}", kind=kind)


def told_off(url: str, status: int, retry_after: timedelta | None) -> SourceError:
    """What an answer that brings no document means."""
    other = ("server-error", f"has a fault ({status})") if status >= 500 else ("status", f"answers {status}")
    kind, what = STATUSES.get(status, other)
    wish = None if retry_after is None else retry_after.total_seconds()
    return SourceError(f"{shown(url)} {what}", kind=kind, retry_after_seconds=wish)
