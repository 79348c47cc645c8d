"""What a channel may answer to a send: a closed union. No IO.

`why` is the provider's last word or ours, one line, without secrets.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The provider accepted it; `message_id` finds the message again.

    With `more` it was one of several messages that a summary needs, and not the last.
    """

    message_id: str
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Not now. `after` is the provider's own wish (Retry-After), None leaves it to the backoff."""

    why: str
    after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The recipient is not there any more: blocked, kicked, archived, unknown mailbox."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """The provider refused this message itself, also as plain text."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unauthorised:
    """The channel's credentials are missing or refused; nothing can be sent until they are mended."""

    why: str


Outcome = Sent | Retry | Gone | Rejected | Unauthorised
