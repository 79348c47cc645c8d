"""How an alert looks in Slack: inside every limit, whatever a feed says."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from alertbot.alerts.alert import Alert, Passage, Span
from alertbot.channels.slack.render import render
from tests.made.values import delivery

HOSTILE = [
    "<!channel> <@U123> <https://evil.example|click>",
    "a & b < c > d *bold* _it_ ~no~ `code` ```block```",
    ":rotating_light: :smile:",
    "x" * 10_000,
    "word " * 2_000,
    "\u202eright to left\u202c \u200f",
    "new\nlines\tand\x00nul",
    "",
]


def rendered(**other: Any) -> dict[str, Any]:
    one = delivery()
    return render(replace(one, alert=replace(one.alert, **other)), now=one.created)


def texts(value: Any) -> list[str]:
    """Every text a reader sees, in order."""
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for key, part in value.items() if key != "text" or not own for text in texts(part)]
    return [text for part in value for text in texts(part)] if isinstance(value, list) else []


def test_headline_passage_outlet_age_and_watches_are_shown() -> None:
    one = delivery()
    shown = render(one, now=one.created + timedelta(hours=2))
    assert shown["text"] == "Mistral story 1 — The Example"
    assert "".join(texts(shown["blocks"])) == (
        'Mistral story 1A data center.The Example · 2 hours ago🔎 Mistral · "data center"'
    )


def test_matching_words_are_bold_in_the_linked_headline_and_the_passage() -> None:
    rich = rendered()["blocks"][0]["elements"]
    headline, passage = rich[0]["elements"], rich[1]["elements"]
    assert headline[0] == {
        "type": "link",
        "url": "https://news.example.com/1",
        "text": "Mistral",
        "style": {"bold": True},
    }
    assert [part["text"] for part in passage if part.get("style") == {"bold": True}] == ["data center"]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_feed_says_is_text_inside_the_limits(text: str) -> None:
    shown = rendered(
        headline=text,
        headline_marks=(Span(start=0, end=3), Span(start=9_000, end=9_500)),
        outlet=text,
        passages=(Passage(text=text, marks=()),) * 3,
        watches=(text,) * 50,
        also=(text,) * 50,
        label="update",
        first_headline=text,
        first_outlet=text,
    )
    for raw in shown["blocks"]:
        block = Block.parse(raw)
        assert block is not None
        block.validate_json()
    assert len(shown["blocks"]) <= 50
    assert sum(map(len, texts(shown))) < 13_000
    assert "<" not in shown["text"]
    assert {part["type"] for part in _leaves(shown["blocks"])} <= {"text", "link", "plain_text"}


def test_an_update_says_what_it_follows(now: datetime) -> None:
    alert: Alert = replace(
        delivery().alert, label="update", first_headline="The first", first_outlet="Reuters", also=tuple("abcde")
    )
    shown = render(replace(delivery(), alert=alert), now=now)
    assert shown["text"].startswith("Update: Mistral story 1")
    assert "Told before: The first (Reuters)" in texts(shown["blocks"])
    assert "The Example · just now · also: a, b, c, +2" in texts(shown["blocks"])


def _leaves(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [leaf for part in value for leaf in _leaves(part)]
    below = [leaf for part in value.get("elements", []) for leaf in _leaves(part)]
    return below or [value]
