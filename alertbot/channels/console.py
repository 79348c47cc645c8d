"""Alerts on standard output, one line each; in a summary each event has one. Edge.

The line is for people and for pipes: outlet, whole headline, link, and the watches that hit. What a
feed says cannot move the cursor or change a colour: control characters are shown, not sent.
"""

import asyncio
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import TextIO

from alertbot.alerts.alert import Alert, Delivery, Digest
from alertbot.alerts.outcome import Outcome, Retry, Sent
from alertbot.channels import phrases, summary
from alertbot.language import ENGLISH, Language, language
from alertbot.settings.environment import Secrets


def connect(_: Secrets) -> "Console":
    """The channel; it needs nothing."""
    return Console(sys.stdout)


class Console:
    """Writes to `out`."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    async def send(self, delivery: Delivery, *, now: datetime) -> Outcome:
        try:
            await asyncio.to_thread(self._write, _said(delivery))  # a pipe may be full
        except OSError as error:
            return Retry(why=f"standard output cannot be written: {error.strerror}")
        return Sent(message_id=delivery.id)

    async def check(self) -> str:
        return "writes to standard output"

    async def close(self) -> None:
        pass

    def _write(self, text: str) -> None:
        self._out.write(text + "\n")
        self._out.flush()


def _said(delivery: Delivery) -> str:
    return "\n".join(lines(delivery.digest)) if delivery.digest else line(delivery.alert, language(delivery.lang))


def lines(digest: Digest) -> Iterator[str]:
    """A summary: its day and count, then one line an event that begins with its watch."""
    yield _calm(f"{summary.day(digest)} · {summary.intro(digest)}")
    for group in digest.groups:
        for item in group.items:
            yield " · ".join(map(_calm, (group.watch, ", ".join(item.outlets), item.headline, item.url)))
        for named in group.more:
            yield " · ".join(map(_calm, (group.watch, named.outlet, named.headline, named.url)))
    yield from (_calm(note) for note in (summary.quiet(digest), summary.held(digest)) if note)


def line(alert: Alert, words: Language = ENGLISH) -> str:
    """`outlet · headline · link · watches`, on one line whatever a feed says."""
    label = f"{phrases.label(alert, words).lower()}: " if alert.label else ""
    told = (f"{label}{alert.outlet}", alert.headline, alert.url, ", ".join(alert.watches))
    return " · ".join(_calm(part) for part in told if part)


def _calm(text: str) -> str:
    return "".join(char if char.isprintable() else " " if char.isspace() else "�" for char in text)
