"""A burst, and a day's summary: everything is there, inside every limit."""

from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from alertbot.alerts.alert import Delivery
from alertbot.alerts.folding import bundle, split
from alertbot.channels.slack.bundle import fit, render_bundle
from alertbot.channels.slack.digest import render_digest
from tests.channels.test_slack import texts
from tests.made import digests
from tests.made.values import NOW, delivery


def assert_inside_the_limits(messages: list[dict[str, Any]]) -> None:
    for message in messages:
        assert len(message["blocks"]) <= 50
        assert sum(map(len, texts(message))) < 13_000
        for raw in message["blocks"]:
            block = Block.parse(raw)
            assert block is not None
            block.validate_json()


def messages_of(waiting: list[Delivery]) -> list[Any]:
    pieces = split(bundle(waiting), lambda each: fit(each, now=NOW))
    return [render_bundle(piece, now=NOW) for piece in pieces]


@pytest.mark.parametrize("count", [6, 7, 40, 100])
def test_nothing_of_a_burst_is_left_out(count: int) -> None:
    waiting = [delivery(n, channel="slack", to="C1") for n in range(count)]
    messages = messages_of(waiting)
    assert_inside_the_limits(messages)
    shown = "".join(text for message in messages for text in texts(message["blocks"]))
    assert all(f"story {n}" in shown for n in range(count))
    assert messages[0]["text"].startswith(f"{count} stories while you were away: ")


def test_long_headlines_and_links_go_on_in_the_thread() -> None:
    one = delivery(channel="slack", to="C1")
    long = replace(
        one.alert, headline_marks=(), headline="word " * 400, url="https://news.example.com/" + "x" * 1_900
    )
    waiting = [replace(one, id=f"{n}", alert=long) for n in range(100)]
    messages = messages_of(waiting)
    assert_inside_the_limits(messages)
    assert sum(str(message).count("https://") for message in messages) == 100


def test_a_summary_is_told_by_watch() -> None:
    messages = render_digest(digests.busy())
    assert_inside_the_limits(messages)
    (first, *_) = messages
    shown = texts(first["blocks"])
    assert all(group.watch in shown for group in digests.busy().groups)


@pytest.mark.parametrize("made", [digests.empty, digests.quiet, digests.two_hundred])
def test_every_kind_of_day_fits(made: Any) -> None:
    assert_inside_the_limits(render_digest(made()))
