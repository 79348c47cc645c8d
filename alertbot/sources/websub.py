"""WebSub's words: what a hub is asked, and whether a push is its own. Values in, values out. No IO.

https://www.w3.org/TR/websub/
"""

import hmac
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from alertbot.sources.links import absolute

LEASE: Final = timedelta(days=10)
"""What a hub is asked for; it may give another."""
MOST_HUBS: Final = 4

ALGORITHMS: Final = frozenset({"sha1", "sha256", "sha384", "sha512"})
LINK: Final = re.compile(
    r"<([^<>]{1,2048})>((?:\s*;\s*[^\s;,<>=\"]{1,100}\s*(?:=\s*(?:\"[^\"]{0,500}\"|[^;,\"]{0,200}))?)*)"
)
PARAMETER: Final = re.compile(r";\s*([^\s;,<>=\"]{1,100})\s*(?:=\s*(?:\"([^\"]{0,500})\"|([^;,\"]{0,200})))?")


def subscription(*, topic: str, callback: str, secret: str) -> dict[str, str]:
    """The form that asks a hub for `topic` (5.1)."""
    return {
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.callback": callback,
        "hub.secret": secret,
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
    }


def token(secret: str) -> str:
    """What makes a callback's address one that only its hub knows."""
    return hmac.new(secret.encode(), b"callback", "sha256").hexdigest()[:20]


def is_signed(body: bytes, *, signature: str, secret: str) -> bool:
    """Whether X-Hub-Signature says that who knows `secret` sent `body` (7.1)."""
    algorithm, _, digest = signature.strip().partition("=")
    if algorithm.lower() not in ALGORITHMS or not secret:
        return False
    expected = hmac.new(secret.encode(), body, algorithm.lower()).hexdigest()
    return hmac.compare_digest(expected.encode(), digest.strip().lower().encode("utf-8", "replace"))


def hubs_of(header: str, named: Iterable[str], *, at: str) -> tuple[str, ...]:
    """The hubs of a feed at `at`: those of its Link header first (4), then those `named` in it; four at most."""
    found = (absolute(link, at) for link in (*linked(header, "hub"), *named))
    return tuple(dict.fromkeys(hub for hub in found if hub))[:MOST_HUBS]


def topic_of(header: str, named: str, *, at: str) -> str:
    """What a feed at `at` calls its own address: in its Link header (4), else in itself (`named`); or empty."""
    return next((link for each in linked(header, "self") if (link := absolute(each, at))), named)


def linked(header: str, rel: str) -> tuple[str, ...]:
    """The addresses that a Link header (RFC 8288) gives as `rel`."""
    return tuple(link[1] for link in LINK.finditer(header[:8192]) if rel in _relations(link[2]))


def _relations(parameters: str) -> list[str]:
    said = (quoted or bare for name, quoted, bare in PARAMETER.findall(parameters) if name.lower() == "rel")
    return next(said, "").lower().split()
