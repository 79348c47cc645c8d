"""What went wrong with a fetch, in one sentence and with a kind that stays. Errors in, errors out. No IO."""

from datetime import timedelta
from typing import Final

import aiohttp

from alertbot.errors import Sentence, SourceError, sentence
from alertbot.sources.guard import NotWebError, RefusedError
from alertbot.sources.links import shown

FAULTS: Final = (aiohttp.ClientError, OSError, ValueError)
"""All that a fetch raises by itself; TimeoutError is an OSError."""

STATUSES: Final = {
    401: ("forbidden", sentence("{url} asks for a user name and a password; write them into the address")),
    402: ("forbidden", sentence("{url} asks for money")),
    403: ("forbidden", sentence("{url} refuses us (403); look for another address of its feed")),
    404: ("not-found", sentence("{url} is not there (404); check the address")),
    410: ("gone", sentence("{url} is gone for good (410); remove it")),
    429: ("rate-limited", sentence("{url} asks us to come less often (429); try again later")),
    503: ("unavailable", sentence("{url} is out of service for now (503); try again later")),
}

PRIVATE: Final = sentence("{url} leads into a private network; allow it in fetch.allow_networks")
OTHER_PORT: Final = sentence("{url} leads to a port that is not the web's")

NETWORK: Final[tuple[tuple[type[Exception], str, Sentence], ...]] = (
    (
        aiohttp.ClientConnectorDNSError,
        "no-such-host",
        sentence("{url} has a host that cannot be found; check the address"),
    ),
    (aiohttp.ClientConnectorCertificateError, "tls", sentence("{url} has a certificate that cannot be trusted")),
    (aiohttp.ClientSSLError, "tls", sentence("{url} cannot be reached over a secure connection")),
    (TimeoutError, "timeout", sentence("{url} did not answer in time")),
    (aiohttp.ClientConnectorError, "unreachable", sentence("{url} cannot be reached")),
    (aiohttp.ClientResponseError, "bad-http", sentence("{url} does not answer in valid HTTP")),
    (aiohttp.ClientPayloadError, "cut-off", sentence("{url} breaks its answer off")),
    (aiohttp.InvalidURL, "bad-address", sentence("{url} leads to an address that cannot be read")),
    (aiohttp.ClientError, "cut-off", sentence("{url} breaks the connection off")),
    (OSError, "cut-off", sentence("{url} breaks the connection off")),
    (ValueError, "bad-address", sentence("{url} leads to an address that cannot be read")),
)


def trouble(url: str, error: Exception) -> SourceError:
    """What `error` means for the person who named `url`."""
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, RefusedError):
        what = OTHER_PORT if isinstance(error.os_error, NotWebError) else PRIVATE
        return SourceError(what.about(url=shown(url)), kind="refused")
    _, kind, what = next(each for each in NETWORK if isinstance(error, each[0]))
    return SourceError(what.about(url=shown(url)), kind=kind)


def told_off(url: str, status: int, retry_after: timedelta | None) -> SourceError:
    """What an answer that brings no document means."""
    fault = ("server-error", sentence("{url} has a fault ({status}); try again later", status=status))
    other = fault if status >= 500 else ("status", sentence("{url} answers {status}", status=status))
    kind, what = STATUSES.get(status, other)
    wish = None if retry_after is None else retry_after.total_seconds()
    return SourceError(what.about(url=shown(url)), kind=kind, retry_after_seconds=wish)
