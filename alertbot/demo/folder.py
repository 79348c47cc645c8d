"""Channels that write what they would send into a folder, as it would be sent. Edge."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from alertbot.alerts.alert import Alert, Delivery
from alertbot.alerts.outcome import Outcome, Sent
from alertbot.channels.console import line
from alertbot.channels.email.message import Envelope, compose
from alertbot.channels.email.render import render as email
from alertbot.channels.slack.render import render as slack
from alertbot.channels.telegram.render import render as telegram

SENDER = "alertbot@example.com"
Render = Callable[[Delivery, datetime], bytes]


class Folder:
    """A channel that keeps each message as one file, `NN-headline.ENDING`; an edit rewrites it."""

    def __init__(self, folder: Path, ending: str, render: Render) -> None:
        self._folder, self._ending, self._render = folder, ending, render
        self._count = 0
        folder.mkdir(parents=True, exist_ok=True)

    async def send(self, delivery: Delivery, *, now: datetime) -> Outcome:
        self._count += 1
        return await self.edit(delivery, f"{self._count:02}-{_slug(delivery.alert.headline)}", now=now)

    async def edit(self, delivery: Delivery, message_id: str, *, now: datetime) -> Outcome:
        (self._folder / f"{message_id}.{self._ending}").write_bytes(self._render(delivery, now))
        return Sent(message_id=message_id)

    async def check(self) -> str:
        return f"writes to {self._folder}"

    async def close(self) -> None:
        pass


class Terminal:
    """A channel that says each alert through `say`: what happened, and the sentence that matched."""

    def __init__(self, say: Callable[[str], None], bold: Callable[[str], str]) -> None:
        self._say, self._bold = say, bold

    async def send(self, delivery: Delivery, *, now: datetime) -> Outcome:
        self._say(f"    ▶ {line(delivery.alert)}")
        for passage in delivery.alert.passages:
            shown, place = "", 0
            for mark in passage.marks:
                shown += passage.text[place : mark.start] + self._bold(passage.text[mark.start : mark.end])
                place = mark.end
            self._say(f"        “{shown}{passage.text[place:]}”")
        return Sent(message_id=delivery.id)

    async def edit(self, delivery: Delivery, message_id: str, *, now: datetime) -> Outcome:
        self._say(f"    ✎ {_edited(delivery.alert)}")
        return Sent(message_id=message_id)

    async def check(self) -> str:
        return "writes to the terminal"

    async def close(self) -> None:
        pass


def folders(out: Path) -> dict[str, Folder]:
    """One folder a provider below `out`, by channel name."""
    return {
        "slack": Folder(out / "slack", "json", lambda each, now: _json(slack(each, now=now))),
        "telegram": Folder(out / "telegram", "html", lambda each, now: telegram(each, now=now).encode()),
        "email": Folder(out / "email", "eml", _eml),
    }


def _eml(delivery: Delivery, now: datetime) -> bytes:
    envelope = Envelope(id=delivery.id, sender=SENDER, to=delivery.address.to, date=now)
    return compose(email(delivery.alert, now=now), envelope).as_bytes()


def _json(value: object) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode()


def _slug(headline: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", headline.lower())[:8]) or "alert"


def _edited(alert: Alert) -> str:
    return f"that message now says: also {', '.join(alert.also)}"
