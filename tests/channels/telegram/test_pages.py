"""A burst, and a day's summary, in a Telegram chat: nothing left out, each message within the limits."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alertbot.alerts.alert import Delivery, Digest
from alertbot.alerts.folding import bundle
from alertbot.channels.telegram.markup import units
from alertbot.channels.telegram.pages import packed, render_bundle, render_digest
from tests.channels.telegram.test_render import HOSTILE, problems
from tests.made.digests import busy, empty, quiet, two_hundred
from tests.made.golden import assert_golden
from tests.made.values import NOW, delivery


def told(n: int, **other: object) -> Delivery:
    made = delivery(n, channel="telegram")
    return replace(made, alert=replace(made.alert, **other))  # type: ignore[arg-type]


def test_a_burst_is_one_message_with_the_rest_as_headlines(request: pytest.FixtureRequest) -> None:
    (page,) = render_bundle(bundle([told(n) for n in range(8)]), now=NOW)
    assert_golden(request, "telegram/bundle.html", page + "\n")
    assert problems(page) == []


def test_nothing_of_a_long_burst_is_left_out_or_torn_apart() -> None:
    pages = render_bundle(bundle([told(n, headline=f"No {n} " + "word " * 60) for n in range(100)]), now=NOW)
    assert all(units(page) <= 4096 and problems(page) == [] for page in pages)
    assert all(f"No {n} word" in "".join(pages).replace("<b>", "").replace("</b>", "") for n in range(100))
    assert len(pages) < 12


def test_a_summary(request: pytest.FixtureRequest) -> None:
    pages = render_digest(busy())
    assert_golden(request, "telegram/digest.html", "\n-----\n".join(pages) + "\n")
    assert [problem for page in pages for problem in problems(page)] == []


@pytest.mark.parametrize("made", [two_hundred, quiet, empty])
def test_a_summary_of_any_size_fits(made: Callable[[], Digest]) -> None:
    pages = render_digest(made())
    assert pages
    assert all(units(page) <= 4096 and problems(page) == [] for page in pages)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_feed_says_breaks_no_page(text: str) -> None:
    burst = [told(n, headline=text, headline_marks=(), outlet=text, url="") for n in range(8)]
    for page in render_bundle(bundle(burst), now=NOW):
        assert problems(page) == []


@given(st.lists(st.text(min_size=1, max_size=3000), max_size=12))
def test_parts_keep_their_order_and_their_message(parts: list[str]) -> None:
    pages = packed(parts)
    assert all(units(page) <= 4096 for page in pages)
    rest = "\n".join(pages)
    for part in parts:
        at = rest.find(part.strip("\n"))
        assert at >= 0
        rest = rest[at:]
