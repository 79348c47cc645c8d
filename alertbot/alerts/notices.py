"""What is said elsewhere when an address is gone. A delivery and its subscriber in, deliveries out. No IO."""

from datetime import datetime

from alertbot.alerts.alert import Alert, Delivery
from alertbot.alerts.subscriber import Subscriber, told_at
from alertbot.stories.identity import digest

NAMES = {"slack": "Slack", "telegram": "Telegram", "email": "e-mail", "apprise": "Apprise"}


def notices(buried: Delivery, subscriber: Subscriber, *, why: str, now: datetime) -> tuple[Delivery, ...]:
    """Tells `subscriber` at every other address, once an address, that this one is not reached any more."""
    gone = buried.address
    place = NAMES.get(gone.channel, gone.channel)
    return tuple(
        Delivery(
            id=digest("gone", subscriber.name, gone.channel, gone.to, other.channel, other.to),
            address=other,
            alert=notice(subscriber, f"Your alerts cannot be delivered on {place} any more: {why}", now),
            created=now,
        )
        for other in told_at(subscriber)
        if other != gone
    )


def notice(subscriber: Subscriber, said: str, now: datetime) -> Alert:
    """What the bot says on its own account: a headline without watches, under which nothing can be muted."""
    return Alert(
        event="",
        story="",
        subscriber=subscriber.name,
        headline=said,
        headline_marks=(),
        url="",
        outlet="alertbot",
        published=now,
        lang=subscriber.lang,
        passages=(),
        watches=(),
    )
