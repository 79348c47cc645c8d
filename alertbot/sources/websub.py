"""WebSub's words: what a hub is asked, and whether a push is its own. Values in, values out. No IO.

https://www.w3.org/TR/websub/
"""

import hmac
import re
from datetime import timedelta
from typing import Final

LEASE: Final = timedelta(days=10)
"""What a hub is asked for; it may give another."""

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


def linked(header: str, rel: str) -> str:
    """The address that a Link header (RFC 8288) gives as `rel`, or empty."""
    for link in LINK.finditer(header[:8192]):
        said = (quoted or bare for name, quoted, bare in PARAMETER.findall(link[2]) if name.lower() == "rel")
        if rel in next(said, "").lower().split():
            return link[1]
    return ""
