"""How fast each provider lets a bot write. An address in, the buckets a message to it is taken from out. No IO.

Slack: https://docs.slack.dev/apis/web-api/rate-limits (a message a second a channel, several hundred a
minute a workspace). Telegram: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
(a message a second a chat, twenty a minute a group, thirty a second in all).
"""

from dataclasses import dataclass
from datetime import timedelta

from alertbot.alerts.alert import Address

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """One message each `every`, and at most `burst` at once. Who shares `name` shares the bucket."""

    name: str
    every: timedelta
    burst: int = 1


def buckets(address: Address) -> tuple[Bucket, ...]:
    """The limits a message to `address` must keep, all of them."""
    own = f"{address.channel}:{address.to}"
    match address.channel:
        case "slack":
            workspace = Bucket(name="slack", every=SECOND / 5, burst=20)
            return (Bucket(name=own, every=SECOND), workspace)
        case "telegram":
            chat = address.to.partition(":")[0]  # the topics of a group share its limit
            everyone = Bucket(name="telegram", every=SECOND / 30, burst=30)
            return (*_telegram_chat(chat), everyone)
        case "apprise":
            return (Bucket(name=own, every=SECOND),)
    return ()


def _telegram_chat(chat: str) -> tuple[Bucket, ...]:
    pace = Bucket(name=f"telegram:{chat}", every=SECOND)
    if not chat.startswith("-"):
        return (pace,)
    return (pace, Bucket(name=f"telegram:{chat}:group", every=SECOND * 3, burst=20))
