"""Everything else, through Apprise: any of its URLs is an address. Behind the extra `apprise`. Edge.

https://appriseit.com: one library, over a hundred services, one plain message each. It says how a
service answered in words only, so the HTTP status is read from them.
"""

import asyncio
import logging
import re
from datetime import datetime, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING

from alertbot.alerts.alert import Delivery
from alertbot.alerts.outcome import Gone, Outcome, Rejected, Retry, Sent
from alertbot.channels import phrases, summary
from alertbot.channels.email.message import one_line
from alertbot.channels.plain import plain
from alertbot.errors import ChannelError
from alertbot.language import language
from alertbot.settings.environment import Secrets

if TYPE_CHECKING:
    from apprise import Apprise as Service

DEADLINE_SECONDS = 20.0
SLOW_DOWN = timedelta(minutes=1)
"""Apprise keeps a service's Retry-After to itself."""

MOST_BODY = 3000
MOST_TITLE = 90
"""Characters of the headline in a summary's title, so that the count behind it is seen."""


def connect(_: Secrets) -> "Apprise":
    """The channel. Raises ChannelError where the library is not installed."""
    if find_spec("apprise") is None:
        raise ChannelError("Apprise needs a library that is not installed; pip install 'alertbot[apprise]'")
    logging.getLogger("apprise").propagate = False  # what it says is in the outcome, without secrets
    return Apprise()


class Apprise:
    """The Apprise channel; `Address.to` is one of its URLs, which mostly is made of secrets."""

    def __init__(self, *, deadline_seconds: float = DEADLINE_SECONDS) -> None:
        self._deadline = deadline_seconds

    async def send(self, delivery: Delivery, *, now: datetime) -> Outcome:
        service = _service(delivery.address.to)
        if service is None:
            return Gone(why="Apprise does not understand the URL")
        try:
            async with asyncio.timeout(self._deadline):
                title = title_of(delivery)
                text = body(delivery, most=_room(service, title))
                result = await service.async_notify(title=title, body=text, body_format="text")
        except TimeoutError:
            return Retry(why="the service did not answer in time")
        if result:
            return Sent(message_id=delivery.id)
        return _refusal([entry.message for each in result for attempt in each.attempts for entry in attempt.logs])

    async def check(self) -> str:
        return "sends to Apprise URLs; each says for itself whether it works"

    async def close(self) -> None:
        """Nothing is kept open."""


def title_of(delivery: Delivery) -> str:
    """The headline; of a summary its top event, and how many there are besides."""
    if delivery.digest is None:
        return phrases.labelled(delivery.alert, language(delivery.lang), delivery.alert.headline)
    top = summary.top(delivery.digest)
    return summary.subject(delivery.digest, one_line(top.headline, most=MOST_TITLE) if top else "")


def body(delivery: Delivery, *, most: int) -> str:
    """The message below the title, in at most `most` characters of plain text; a link is never cut."""
    if delivery.digest:
        return plain(delivery.digest, most=most)
    alert = delivery.alert
    lines = [
        " · ".join(part for part in (alert.outlet, *alert.also) if part),
        *(f"“{passage.text}”" for passage in alert.passages),
        ", ".join(alert.watches),
    ]
    link = f"\n{alert.url}" if alert.url else ""
    return "\n".join(line for line in lines if line)[: max(most - len(link), 0)] + link


def _room(service: "Service", title: str) -> int:
    """How long a message the service takes; one that knows no titles gets the title in it."""
    return min(MOST_BODY, *(each.body_maxlen - (0 if each.title_maxlen else len(title) + 2) for each in service))


def understands(url: str) -> bool:
    """Whether Apprise knows the service and finds its parts in `url`. The library must be there."""
    logging.getLogger("apprise").propagate = False  # it would repeat the URL
    return _service(url) is not None


def _service(url: str) -> "Service | None":
    from apprise import Apprise, AppriseAsset, PersistentStoreMode

    asset = AppriseAsset(secure_logging=True, storage_mode=PersistentStoreMode.MEMORY)
    service = Apprise(asset=asset)
    return service if service.add(url) else None


def _refusal(said: list[str]) -> Outcome:
    """What the service's answer means. Nothing of it is repeated but its status: it may hold secrets."""
    found = re.search(r"\berror=(\d{3})\b", " ".join(said))
    status = int(found[1]) if found else 0
    if status == 429:
        return Retry(why="the service asks to slow down (429)", after=SLOW_DOWN)
    if status in (401, 403):
        return Gone(why=f"the service refuses the secrets in the URL ({status})")
    if status in (404, 410):
        return Gone(why=f"the service does not know the place in the URL ({status})")
    if 400 <= status < 500 and status != 408:
        return Rejected(why=f"the service refused the message ({status})")
    return Retry(why=f"the service is in trouble ({status})" if status else "the service could not be reached")
