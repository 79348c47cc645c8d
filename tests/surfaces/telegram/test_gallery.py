"""What people see in a chat with the bot, pinned in both languages: a change of a picture is a diff to look at."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from alertbot.alerts.alert import Passage, Span
from alertbot.desk.facts import Example, Preview
from alertbot.desk.reply import Reply
from alertbot.language import language, languages
from alertbot.surfaces.telegram.render import messages
from tests.made.desk import Visit, chat
from tests.made.golden import assert_golden
from tests.made.values import NOW, delivery

EXAMPLE = Example(
    headline="Europe looks for <alternatives>",
    url="https://news.example.com/1",
    outlet="The Example",
    published=NOW - timedelta(hours=5),
    passage=Passage(
        text="Sovereign alternatives in AI & elsewhere.", marks=(Span(start=0, end=9), Span(start=26, end=28))
    ),
)
PREVIEW = Preview(count=14, days=7, examples=(EXAMPLE, replace(EXAMPLE, passage=None)), splitting=("wind",))
SAID = (
    "start", "watch sovereign AI", "/Refine", "watch Mistral, \"data center\"", "list", "/1. sovereign AI",
    "/Snooze…", "unwatch 2", "pause 2h", "quiet 22-7 silent", "digest 8:00", "timezone Paris", "mute Le Monde 2h",
    "sources", "watch mistral AND", "dance", "help", "privacy", "forget",
)  # fmt: skip
"""In order; what begins with a slash is a button, by its English name."""


def shown(reply: Reply) -> Iterator[str]:
    """A reply as Telegram gets it: HTML, and a line a row of buttons."""
    yield from messages(reply)
    for row in reply.rows:
        yield "  ".join(f"[{each.label}]" for each in row)


@pytest.mark.parametrize("tag", languages())
def test_a_conversation_looks_as_it_did(tag: str, request: pytest.FixtureRequest) -> None:
    visit = Visit(subscriber=chat())
    visit.facts |= {"words": language(tag), "previews": {"sovereign AI": PREVIEW}, "alert": delivery().alert}
    scene: list[str] = []
    for said in SAID:
        button = said.removeprefix("/")
        reply = visit.press(language(tag).say(button)) if said.startswith("/") else visit.say(said)
        scene += [f"> {said}", *shown(reply), ""]
    assert_golden(request, f"telegram/chat-{tag}.txt", "\n".join(scene))
