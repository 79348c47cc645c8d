"""Who may look at the status page, and how they prove it. Values and tokens in and out. No IO.

A link from a chat is good for minutes and says whose things it shows; the cookie it is changed for is
good for a day's work. Both are signed with a key of the page's own, each for its own purpose, so that none can
stand for another. The operator's token itself is never in a cookie or a link.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from alertbot.alerts.reader import Purpose, parts_of, token
from alertbot.secret import Secret
from alertbot.stories.identity import digest

LINK_LASTS = timedelta(minutes=15)
VISIT_LASTS = timedelta(hours=12)
OPERATOR = "operator"
READER = "reader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who looks: an operator sees everything, all others only what is `subscriber`'s.

    `proof` names the operator's token that was given, so that another token ends the visit; it is empty
    for those who came by a link.
    """

    operator: bool
    subscriber: str = ""
    proof: str = ""

    @property
    def name(self) -> str:
        """Under which their previews are counted."""
        return f"status:{OPERATOR if self.operator else READER}:{self.subscriber}"


def link_token(key: bytes, visit: Visit, *, now: datetime) -> str:
    """What a link from a chat carries."""
    return _signed(key, "status", visit, now + LINK_LASTS)


def visit_by_link(key: bytes, given: str, *, now: datetime) -> Visit | None:
    """Who a link was made for; None when it was not made here, or too long ago."""
    return _visit(key, "status", given, now)


def cookie_of(key: bytes, visit: Visit, *, now: datetime) -> str:
    return _signed(key, "visit", visit, now + VISIT_LASTS)


def visit_by_cookie(key: bytes, given: str, *, now: datetime, secret: Secret | None) -> Visit | None:
    """Who a cookie was made for; None when it has ended, or the operator's token is another one now."""
    visit = _visit(key, "visit", given, now)
    if visit is None or (visit.proof and (secret is None or visit.proof != proof_of(key, secret))):
        return None
    return visit


def form_token(key: bytes, cookie: str) -> str:
    """What the forms of one visit carry, so that no other site can send them."""
    return token(key, "form", digest(cookie))


def is_form_token(key: bytes, cookie: str, given: str) -> bool:
    return hmac.compare_digest(form_token(key, cookie).encode(), given.encode("utf-8", "replace"))


def is_operators(secret: Secret, given: str) -> bool:
    """Whether `given` is the operator's token; how long that takes says nothing about it."""
    return hmac.compare_digest(secret.reveal().encode(), given.encode("utf-8", "replace"))


def proof_of(key: bytes, secret: Secret) -> str:
    """A name of the operator's token that nobody can work it out from, not even who stole a cookie."""
    return token(key, "proof", secret.reveal()).rpartition(".")[2]


def _signed(key: bytes, purpose: Purpose, visit: Visit, until: datetime) -> str:
    role = OPERATOR if visit.operator else READER
    return token(key, purpose, role, visit.subscriber, visit.proof, str(int(until.timestamp())))


def _visit(key: bytes, purpose: Purpose, given: str, now: datetime) -> Visit | None:
    parts = parts_of(key, purpose, given)
    if parts is None or len(parts) != 4 or int(parts[3]) <= now.timestamp():
        return None
    role, subscriber, proof, _ = parts
    return Visit(operator=role == OPERATOR, subscriber=subscriber, proof=proof)
