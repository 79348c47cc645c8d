"""A burst, and a day's summary, in a Telegram chat: nothing left out, each message within the limits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alertbot.alerts.alert import Delivery, Digest, Passage
from alertbot.alerts.folding import bundle, split
from alertbot.channels.telegram.markup import quiet as still
from alertbot.channels.telegram.pages import MOST_MARKS, fit, marked_in, packed, render_bundle, render_digest, seen
from tests.channels.telegram.test_render import HOSTILE, problems
from tests.made.digests import busy, empty, quiet, two_hundred
from tests.made.golden import assert_golden
from tests.made.values import NOW, delivery


def told(n: int, **other: object) -> Delivery:
    made = delivery(n, channel="telegram")
    return replace(made, alert=replace(made.alert, **other))  # type: ignore[arg-type]


def pages_of(burst: list[Delivery], now: datetime = NOW) -> list[str]:
    return [render_bundle(piece, now=now) for piece in split(bundle(burst), lambda each: fit(each, now=NOW))]


def test_a_burst_is_one_message_with_the_rest_as_headlines(request: pytest.FixtureRequest) -> None:
    (page,) = pages_of([told(n) for n in range(8)])
    assert_golden(request, "telegram/bundle.html", page + "\n")
    assert problems(page) == []


def test_nothing_of_a_long_burst_is_left_out_or_torn_apart() -> None:
    pages = pages_of([told(n, headline=f"No {n} " + "word " * 60) for n in range(100)])
    assert all(within_limits(page) for page in pages)
    assert all(f"No {n} word" in "".join(pages).replace("<b>", "").replace("</b>", "") for n in range(100))
    assert len(pages) < 6


def within_limits(page: str) -> bool:
    return seen(page) <= 4096 and marked_in(page) <= MOST_MARKS and problems(page) == []


def test_many_short_headlines_go_in_as_few_messages_as_telegram_takes() -> None:
    pages = pages_of([told(n, headline=f"No {n}", headline_marks=(), passages=()) for n in range(100)])
    assert all(within_limits(page) for page in pages)
    assert len(pages) == 2  # of a hundred links and quotes in a message


def test_a_piece_that_is_sent_a_day_later_still_fits() -> None:
    burst = [told(n, headline=f"No {n} " + "word " * n) for n in range(100)]
    assert all(within_limits(page) for page in pages_of(burst, now=NOW + timedelta(hours=23)))


def test_alerts_too_long_for_one_message_are_told_with_their_passages_in_the_next() -> None:
    passages = tuple(Passage(text="word " * 90, marks=()) for _ in range(3))
    pages = pages_of([told(n, headline=f"No {n} " + "word " * 90, passages=passages) for n in range(8)])
    assert sum(page.count("<blockquote>") for page in pages) == 15
    assert all(within_limits(page) for page in pages)


def test_a_summary(request: pytest.FixtureRequest) -> None:
    pages = render_digest(busy())
    assert_golden(request, "telegram/digest.html", "\n-----\n".join(pages) + "\n")
    assert [problem for page in pages for problem in problems(page)] == []


@pytest.mark.parametrize("made", [two_hundred, quiet, empty])
def test_a_summary_of_any_size_fits(made: Callable[[], Digest]) -> None:
    pages = render_digest(made())
    assert pages
    assert all(within_limits(page) for page in pages)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_feed_says_breaks_no_page(text: str) -> None:
    burst = [told(n, headline=text, headline_marks=(), outlet=text, url="") for n in range(8)]
    for page in pages_of(burst):
        assert problems(page) == []


@given(st.lists(st.text(min_size=1, max_size=3000), max_size=12))
def test_parts_keep_their_order_and_their_message(parts: list[str]) -> None:
    pages = packed(map(still, parts))
    assert all(seen(page) <= 4096 for page in pages)
    rest = "\n".join(pages)
    for part in map(still, parts):
        at = rest.find(part.strip("\n"))
        assert at >= 0
        rest = rest[at:]
