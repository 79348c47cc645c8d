"""Nobody is written to because somebody else typed their address. Subscribers in, deliveries out. No IO.

An e-mail address that comes from a chat waits until its owner follows the link in the one message
that asks them (double opt-in). What the operator's configuration says is the operator's word.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from alertbot.alerts.alert import Address, Alert, Delivery, of_no_story
from alertbot.alerts.subscriber import Subscriber, with_stopped
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
    """The message that asks, for every address that waits and was not asked; an address always makes the same."""
    return tuple(
        Delivery(
            id=digest("confirm", subscriber.name, address.to),
            address=address,
            alert=_about(subscriber, now),
            created=now,
            confirms=True,
            lang=subscriber.lang,
        )
        for address in _unasked(subscriber)
    )


def asked(asking: Iterable[Delivery], subscriber: Subscriber | None) -> Subscriber | None:
    """`subscriber` when the messages `asking` are on their way: who did not answer is not asked twice."""
    to = {each.address for each in asking}
    if subscriber is None:
        return None
    stopped = (replace(each, asked=each.asked or each.address in to) for each in subscriber.stopped)
    return replace(subscriber, stopped=tuple(stopped))


def _unasked(subscriber: Subscriber) -> list[Address]:
    waiting = {each.address for each in subscriber.stopped if each.why == UNCONFIRMED and not each.asked}
    return [address for address in subscriber.addresses if address in waiting]


def _about(subscriber: Subscriber, now: datetime) -> Alert:
    watches = tuple(watch.query for watch in subscriber.watches)
    return of_no_story(subscriber.name, lang=subscriber.lang, at=now, watches=watches)
