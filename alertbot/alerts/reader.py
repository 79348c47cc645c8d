"""Links only alertbot can have made: who reads and what for in, an unguessable path out. No IO.

A token says whom it is about and carries a keyed checksum of that: nothing is kept a link, and a
link of last year still unsubscribes. It names an address, and goes to nobody but that address.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from typing import Literal

Purpose = Literal["unsubscribe", "confirm", "digest", "status", "visit", "form", "proof"]
CHECK_BYTES = 16
UNSUBSCRIBED = "unsubscribed by its reader"
"""Why nothing is sent to an address whose reader said so; only they take it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One address of one subscriber."""

    subscriber: str
    address: str


def token(key: bytes, purpose: Purpose, *parts: str) -> str:
    """A token for `parts`, good for `purpose` alone."""
    said = "\0".join(parts).encode()
    return _text(said) + "." + _text(_check(key, purpose, said))


def parts_of(key: bytes, purpose: Purpose, given: str) -> tuple[str, ...] | None:
    """The parts `given` was made of; None for one that was not made here, or for something else."""
    said_text, _, check_text = given.partition(".")
    try:
        said, check = _bytes(said_text), _bytes(check_text)
        if not hmac.compare_digest(check, _check(key, purpose, said)):
            return None
        return tuple(said.decode().split("\0"))
    except (NotBase64, ValueError):  # text that never was a token
        return None


def reader_of(key: bytes, purpose: Purpose, given: str) -> Reader | None:
    """The reader a token was made for."""
    parts = parts_of(key, purpose, given)
    return Reader(subscriber=parts[0], address=parts[1]) if parts and len(parts) == 2 else None


def _check(key: bytes, purpose: str, said: bytes) -> bytes:
    return hmac.digest(key, purpose.encode() + b"\0" + said, "sha256")[:CHECK_BYTES]


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
