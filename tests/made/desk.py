"""A visit to the desk, so that a test names only what was said and what is already there."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from alertbot.alerts.alert import Address
from alertbot.alerts.subscriber import Subscriber, watchlist
from alertbot.desk.action import decode
from alertbot.desk.command import Command
from alertbot.desk.decide import decide
from alertbot.desk.facts import Decision, Facts
from alertbot.desk.reply import Button, Reply
from alertbot.desk.understand import understand
from alertbot.language import ENGLISH, language
from tests.made.values import NOW

CHAT = "telegram:4242"


def chat(*queries: str, provisioned: bool = False) -> Subscriber:
    return Subscriber(
        name=CHAT,
        addresses=(Address(channel="telegram", to="4242"),),
        watches=watchlist(CHAT, queries),
        provisioned=provisioned,
    )


@dataclass
class Visit:
    """Someone at the desk; each thing said or pressed happens a second after the last."""

    subscriber: Subscriber = field(default_factory=chat)
    now: datetime = NOW
    facts: dict[str, object] = field(default_factory=dict)
    last: Decision = field(default_factory=lambda: Decision(reply=Reply()))

    def ask(self, command: Command) -> Reply:
        self.now += timedelta(seconds=1)
        facts = Facts(subscriber=self.subscriber, now=self.now, words=ENGLISH)
        self.last = decide(command, replace(facts, **self.facts))  # type: ignore[arg-type]
        self.subscriber = self.last.subscriber or self.subscriber
        return self.last.reply

    def say(self, text: str) -> Reply:
        return self.ask(understand(text))

    def press(self, label: str) -> Reply:
        """Presses the button of the last reply that says `label`."""
        return self.ask(decode(button(self.last.reply, label).action))

    def in_french(self) -> "Visit":
        self.facts["words"] = language("fr")
        return self

    @property
    def queries(self) -> list[str]:
        return [each.query for each in self.subscriber.watches]


def buttons(reply: Reply) -> list[Button]:
    return [each for row in reply.rows for each in row]


def button(reply: Reply, label: str) -> Button:
    found = [each for each in buttons(reply) if each.label == label]
    assert found, f"no button {label!r} among {[each.label for each in buttons(reply)]}"
    return found[0]


def text(reply: Reply) -> str:
    """The words of a reply, one paragraph a line; in passing what is said in passing."""
    said = "\n".join(
        "".join(f"/{piece.text}" if piece.command else piece.text for piece in paragraph.pieces)
        for paragraph in reply.paragraphs
    )
    return said or reply.brief
