"""What was decided some time ago is looked at again before it goes. A delivery and its reader in, a step out.

Whoever pauses, mutes or goes to bed while a chat waits for its provider is not woken by what was planned before.
"""

from datetime import UTC, datetime, timedelta

from alertbot.alerts.alert import Delivery
from alertbot.alerts.holding import absence, is_muted
from alertbot.alerts.step import Drop, Held
from alertbot.alerts.subscriber import Subscriber

FRESH = timedelta(seconds=2)
"""What was decided so lately needs no second look."""

FOREVER = datetime.max.replace(tzinfo=UTC)


def is_stale(delivery: Delivery, *, now: datetime) -> bool:
    """Whether `delivery` is to be looked at again; summaries come when they are due, whatever the hour."""
    if delivery.digest or delivery.confirms:
        return False
    return delivery.attempts > 0 or not -FRESH < now - delivery.created < FRESH


def look_again(
    delivery: Delivery, subscriber: Subscriber, *, now: datetime, give_up_after: timedelta
) -> Held | Drop | None:
    """What keeps `delivery` from `subscriber` at `now`; None when nothing does.

    What is muted for longer than news stay news is dropped: it would not have been planned.
    """
    muted = _muted(delivery, subscriber, now)
    if muted is not None and muted.until - delivery.created > give_up_after:
        return Drop(why=muted.why)
    outlets = 1 + len(delivery.alert.also)
    away = absence(subscriber, outlets=outlets, now=now, address=delivery.address)
    return Held(until=away.until, why=away.reason) if away else muted


def _muted(delivery: Delivery, subscriber: Subscriber, now: datetime) -> Held | None:
    """Until its outlet may speak again, or one of its watches."""
    ends = [each.until or FOREVER for each in subscriber.muted_sources if each.outlet == delivery.alert.outlet]
    if (source := max(ends, default=now)) > now:
        return Held(until=source, why="muted-source")
    watches = [watch for watch in subscriber.watches if watch.query in delivery.alert.watches]
    if not watches or not all(is_muted(watch, now) for watch in watches):
        return None
    return Held(until=min(watch.muted_until or now for watch in watches), why="muted-watch")
