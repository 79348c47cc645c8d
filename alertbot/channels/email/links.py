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
class From:
    """Who writes, and where they are reached.

    `public_url` may be empty; `unsubscribe_to` takes the mails that unsubscribe, empty stands for `address`.
    """

    address: str
    public_url: str = ""
    unsubscribe_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Empty where alertbot has no public address, but for `mailto`: a mail that unsubscribes."""

    confirm: str = ""
    unsubscribe: str = ""
    page: str = ""
    mailto: str = ""


def links_of(delivery: Delivery, key: bytes, sender: From) -> Links:
    """The links of one message; without a public address only a mail unsubscribes."""
    stop = token(key, "unsubscribe", delivery.alert.subscriber, delivery.address.to)
    mailto = _mailto(sender, stop)
    if not sender.public_url:
        return Links(mailto=mailto)
    confirm = token(key, "confirm", delivery.alert.subscriber, delivery.address.to)
    page = token(key, "digest", delivery.id) if delivery.digest else ""
    return Links(
        confirm=f"{sender.public_url}/confirm/{confirm}",
        unsubscribe=f"{sender.public_url}/unsubscribe/{stop}",
        page=f"{sender.public_url}/digest/{page}" if page else "",
        mailto=mailto,
    )


def list_headers(delivery: Delivery, links: Links, sender: From) -> dict[str, str]:
    """What makes a mail program show an unsubscribe button: RFC 2369, RFC 8058 and RFC 2919.

    One click needs https; the list is the subscriber's, so that filters can tell one from another.
    """
    subscriber = delivery.alert.subscriber
    domain = ascii_domain(sender.address).rpartition("@")[2]
    ways = [f"<{each}>" for each in (links.unsubscribe, links.mailto) if each]
    headers = {
        "List-Id": f'"{_listed(subscriber)}" <{digest(subscriber)}.alertbot.{domain}>',
        "List-Unsubscribe": ", ".join(ways),
    }
    if links.unsubscribe.startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _mailto(sender: From, stop: str) -> str:
    """RFC 6068; `alertbot email unsubscribe` reads the subject."""
    local, _, domain = ascii_domain(sender.unsubscribe_to or sender.address).rpartition("@")
    return f"mailto:{percent(local)}@{domain}?subject=unsubscribe%20{stop}"


def _listed(subscriber: str) -> str:
    """A name between quotes that any mail program can read."""
    shown = "".join(each if " " <= each <= "~" else "?" for each in subscriber)
    return quote(f"alertbot: {shown}"[:60])
