"""A subscription to a hub that pushes what a source publishes. No IO."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

RENEWAL_BEFORE: Final = timedelta(days=2)
ASK_AGAIN_AFTER: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What was agreed with a hub about a source.

    `secret` signs what it pushes. `asked` is when it was last asked, `until` when its lease ends (None until it
    verified that we asked, or since it refused). `pushed` is when it last pushed something signed; `missed` says
    that a poll has since found what it should have pushed.
    """

    hub: str
    topic: str
    secret: str
    asked: datetime
    until: datetime | None = None
    pushed: datetime | None = None
    missed: bool = False

    def holds(self, now: datetime) -> bool:
        return self.until is not None and now < self.until

    def trusted(self, now: datetime) -> bool:
        """Whether pushes can be relied on, so that a poll a day is enough."""
        return self.holds(now) and self.pushed is not None and not self.missed


def wants_asking(known: Subscription | None, *, hub: str, topic: str, now: datetime) -> bool:
    """Whether a hub should be asked now: for the first time, for another lease, or once more.

    `now` is any poll of the source, so renewal needs no clock of its own.
    """
    if known is None or (known.hub, known.topic) != (hub, topic):
        return True
    if now - known.asked < ASK_AGAIN_AFTER:
        return False
    return known.until is None or known.until - now < RENEWAL_BEFORE
