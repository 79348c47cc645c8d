"""A subscription to a hub that pushes what a source publishes. No IO."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

DAILY: Final = timedelta(days=1)
"""How often a source is polled whose hub pushes."""
RENEWAL_BEFORE: Final = timedelta(days=2)
ASK_AGAIN_AFTER: Final = timedelta(hours=6)
VERIFIED_WITHIN: Final = timedelta(minutes=10)
"""A hub that has not verified by then has its turn again when the others had theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What was agreed with a hub about a source.

    `secret` signs what it pushes. `asked` is when it was last asked, `until` when its lease ends (None until it
    verified that we asked, or since it refused). `pushed` is when it last pushed something signed; `missed` says
    that a poll has since found what it should have pushed. `tried` are the source's other hubs that were asked
    before it in vain.
    """

    hub: str
    topic: str
    secret: str
    asked: datetime
    until: datetime | None = None
    pushed: datetime | None = None
    missed: bool = False
    tried: tuple[str, ...] = ()

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


def hubs_to_ask(
    known: Subscription | None, *, hubs: tuple[str, ...], topic: str, now: datetime
) -> tuple[str, ...]:
    """The hubs to ask now, each only when the one before refuses at once; empty when it is not the time.

    The one that agreed is stayed with. Others have their turn when one does not agree in time, refuses another
    lease or missed something. `now` is any poll of the source, so renewal needs no clock of its own.
    """
    if known is None:
        return hubs
    others = tuple(hub for hub in hubs if hub not in (known.hub, *known.tried))
    if now - known.asked < _patience(known, now, others=bool(others)):
        return ()
    if known.topic != topic or known.hub not in hubs:
        return hubs
    if known.until is not None and now < known.until:
        if known.until - now >= RENEWAL_BEFORE:
            return ()
        return others if known.missed and others else (known.hub,)
    not_asked_since = known.until is not None and known.asked < known.until
    return (known.hub, *others) if not_asked_since else others or hubs


def asking(
    known: Subscription | None, *, hub: str, hubs: tuple[str, ...], topic: str, secret: str, now: datetime
) -> Subscription:
    """What to keep of asking `hub`; `secret` is for one that is not the one of before."""
    if known is None or known.topic != topic:
        return Subscription(hub=hub, topic=topic, secret=secret, asked=now)
    if known.hub == hub:
        return replace(known, asked=now, tried=())
    tried = tuple(each for each in (*known.tried, known.hub) if each in hubs)
    return Subscription(hub=hub, topic=topic, secret=secret, asked=now, tried=() if hub in tried else tried)


def _patience(known: Subscription, now: datetime, *, others: bool) -> timedelta:
    """How long a hub that was asked is waited for: less when there are `others` to ask or it pushes for short."""
    if others and not known.holds(now):
        return VERIFIED_WITHIN
    lease = known.until - known.asked if known.until else timedelta()
    return min(ASK_AGAIN_AFTER, lease / 2) if lease > timedelta() else ASK_AGAIN_AFTER
