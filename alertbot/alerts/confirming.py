"""Nobody is written to because somebody else typed their address. Subscribers in, deliveries out. No IO.

An e-mail address that comes from a chat waits until its owner follows the link in the one message
that asks them (double opt-in). What the operator's configuration says is the operator's word.
"""

from datetime import datetime

from alertbot.alerts.alert import Alert, Delivery
from alertbot.alerts.subscriber import Subscriber, why_stopped, with_stopped
from alertbot.stories.identity import digest

UNCONFIRMED = "unconfirmed"


def unconfirmed(old: Subscriber | None, new: Subscriber | None) -> Subscriber | None:
    """`new` with every e-mail address it has and `old` had not waiting for its owner."""
    if new is None or new.provisioned:
        return new
    known = {*(old.addresses if old else ()), *(each.address for each in new.stopped)}
    for address in new.addresses:
        if address.channel == "email" and address not in known:
            new = with_stopped(new, address, UNCONFIRMED)
    return new


def confirmations(subscriber: Subscriber, *, now: datetime) -> tuple[Delivery, ...]:
    """The message that asks, for every address that waits; the same address always makes the same one."""
    return tuple(
        Delivery(
            id=digest("confirm", subscriber.name, address.to),
            address=address,
            alert=_about(subscriber, now),
            created=now,
            confirms=True,
            lang=subscriber.lang,
        )
        for address in subscriber.addresses
        if why_stopped(subscriber, address) == UNCONFIRMED
    )


def _about(subscriber: Subscriber, now: datetime) -> Alert:
    return Alert(
        event="",
        story="",
        subscriber=subscriber.name,
        headline="",
        headline_marks=(),
        url="",
        outlet="",
        published=now,
        lang=subscriber.lang,
        passages=(),
        watches=tuple(watch.query for watch in subscriber.watches),
    )
