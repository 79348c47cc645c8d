"""A subscription to a hub that pushes what a source publishes. No IO."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

DAILY: Final = timedelta(days=1)
"""How often a source is polled whose hub pushes."""
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

    def pause(self, now: datetime) -> timedelta:
        """How long a poll may wait while the hub pushes: a day, and never beyond the middle of what is left of
        the lease, for a poll is what renews it.
        """
        return min(DAILY, (self.until - now) / 2) if self.until and now < self.until else DAILY


def wants_asking(known: Subscription | None, *, hub: str, topic: str, now: datetime) -> bool:
    """Whether a hub should be asked now: for the first time, for another lease, or once more.

    `now` is any poll of the source, so renewal needs no clock of its own.
    """
    if known is None or (known.hub, known.topic) != (hub, topic):
        return True
    lease = known.until - known.asked if known.until else timedelta()
    if now - known.asked < (min(ASK_AGAIN_AFTER, lease / 2) if lease > timedelta() else ASK_AGAIN_AFTER):
        return False
    return known.until is None or known.until - now < RENEWAL_BEFORE
