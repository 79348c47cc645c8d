"""Where a message leads besides its news, and the headers that say so to mail programs. No IO but the store's."""

from dataclasses import dataclass
from email.utils import quote
from typing import Protocol
from urllib.parse import quote as percent

from alertbot.alerts.alert import Delivery
from alertbot.alerts.reader import Reader, token
from alertbot.channels.email.message import ascii_domain
from alertbot.stories.identity import digest


class Readers(Protocol):
    """What the channel asks the store about the people it writes to."""

    async def key(self) -> bytes:
        """The secret that all processes of this bot sign links with."""
        ...

    async def stopped(self, reader: Reader) -> str:
        """Why nothing may be sent to `reader`; empty when something may."""
        ...

    async def stop(self, reader: Reader, why: str) -> None:
        """Sends nothing to `reader` any more, for the named reason."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Empty where alertbot has no public address. `stop` is the token a mail to the sender may carry."""

    confirm: str = ""
    unsubscribe: str = ""
    page: str = ""
    stop: str = ""


def links_of(delivery: Delivery, key: bytes, public_url: str) -> Links:
    """The links of one message; without `public_url` only a mail to the sender unsubscribes."""
    stop = token(key, "unsubscribe", delivery.alert.subscriber, delivery.address.to)
    confirm = token(key, "confirm", delivery.alert.subscriber, delivery.address.to)
    page = token(key, "digest", delivery.id) if delivery.digest else ""
    if not public_url:
        return Links(stop=stop)
    return Links(
        confirm=f"{public_url}/confirm/{confirm}",
        unsubscribe=f"{public_url}/unsubscribe/{stop}",
        page=f"{public_url}/digest/{page}" if page else "",
        stop=stop,
    )


def list_headers(delivery: Delivery, links: Links, sender: str) -> dict[str, str]:
    """What makes a mail program show an unsubscribe button: RFC 2369, RFC 8058 and RFC 2919.

    One click needs https; the list is the subscriber's, so that filters can tell one from another.
    """
    local, _, domain = ascii_domain(sender).rpartition("@")
    subscriber = delivery.alert.subscriber
    mailto = f"<mailto:{percent(local)}@{domain}?subject=unsubscribe%20{links.stop}>"
    headers = {
        "List-Id": f'"{_listed(subscriber)}" <{digest(subscriber)}.alertbot.{domain}>',
        "List-Unsubscribe": f"<{links.unsubscribe}>, {mailto}" if links.unsubscribe else mailto,
    }
    if links.unsubscribe.startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _listed(subscriber: str) -> str:
    """A name between quotes that any mail program can read."""
    shown = "".join(each if " " <= each <= "~" else "?" for each in subscriber)
    return quote(f"alertbot: {shown}"[:60])
