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

from alertbot.alerts.alert import Alert, Delivery
from alertbot.alerts.outcome import Gone, Outcome, Rejected, Retry, Sent
from alertbot.errors import ChannelError
from alertbot.settings.environment import Secrets

if TYPE_CHECKING:
    from apprise import Apprise as Service

DEADLINE_SECONDS = 20.0
SLOW_DOWN = timedelta(minutes=1)
"""Apprise keeps a service's Retry-After to itself."""

MOST_BODY = 3000
LABELS = {"": "", "update": "Update: ", "related": "Related: "}


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
                result = await service.async_notify(
                    title=LABELS[delivery.alert.label] + delivery.alert.headline,
                    body=body(delivery.alert),
                    body_format="text",
                )
        except TimeoutError:
            return Retry(why="the service did not answer in time")
        if result:
            return Sent(message_id=delivery.id)
        return _refusal([entry.message for each in result for attempt in each.attempts for entry in attempt.logs])

    async def check(self) -> str:
        return "sends to Apprise URLs; each says for itself whether it works"

    async def close(self) -> None:
        """Nothing is kept open."""


def body(alert: Alert) -> str:
    """The message below the headline, in plain text."""
    lines = [
        " · ".join(part for part in (alert.outlet, *alert.also) if part),
        *(f"“{passage.text}”" for passage in alert.passages),
        ", ".join(alert.watches),
    ]
    return "\n".join([*(line for line in lines if line)])[:MOST_BODY] + (f"\n{alert.url}" if alert.url else "")


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
