"""How an alert looks in a Telegram chat."""

from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alertbot.alerts.alert import Alert, Passage, Span
from alertbot.channels.telegram.markup import cut, marked, units
from alertbot.channels.telegram.render import plain, render
from tests.made.bot_api import strict_check
from tests.made.golden import assert_golden
from tests.made.values import NOW, delivery

ALERT = replace(
    delivery().alert,
    headline="Mistral AI raises $830 million for a data center near Paris",
    headline_marks=(Span(start=0, end=7), Span(start=37, end=48)),
    outlet="The Example",
    published=NOW - timedelta(minutes=18),
    passages=(
        Passage(
            text="It wants sovereign alternatives in the AI ecosystem.",
            marks=(Span(start=9, end=18), Span(start=39, end=41)),
        ),
    ),
    watches=("Mistral", '"data center"', "sovereign AI"),
)


def html(alert: Alert) -> str:
    return render(replace(delivery(channel="telegram"), alert=alert), now=NOW)


def visible(text: str) -> str:
    """What a reader sees of HTML that holds no link."""
    for tag in ("<b>", "</b>", "<blockquote>", "</blockquote>"):
        text = text.replace(tag, "")
    return unescape(text)


def problems(text: str) -> list[str]:
    return strict_check("sendMessage", {"chat_id": 1, "text": text, "parse_mode": "HTML"})


def test_an_alert(request: pytest.FixtureRequest) -> None:
    assert_golden(request, "telegram/alert.html", html(ALERT) + "\n")


def test_an_alert_that_other_outlets_joined(request: pytest.FixtureRequest) -> None:
    joined = replace(ALERT, also=("Reuters", "Le Monde", "The Register", "Les Echos"))
    assert_golden(request, "telegram/also.html", html(joined) + "\n")


def test_an_update_links_what_was_told_before(request: pytest.FixtureRequest) -> None:
    update = replace(
        ALERT,
        label="update",
        first_url="https://news.example.com/first?a=1&b=2",
        first_headline="Mistral AI raises money",
        first_outlet="Reuters",
    )
    assert_golden(request, "telegram/update.html", html(update) + "\n")


def test_an_alert_in_french(request: pytest.FixtureRequest) -> None:
    told = replace(delivery(channel="telegram"), alert=replace(ALERT, also=("Reuters",)), lang="fr")
    assert_golden(request, "telegram/french.html", render(told, now=NOW) + "\n")


def test_plain_text_keeps_the_links(request: pytest.FixtureRequest) -> None:
    assert_golden(request, "telegram/plain.txt", plain(html(replace(ALERT, also=("R&D News",)))) + "\n")


HOSTILE = [
    "<b>bold</b> & <script>alert(1)</script>",
    "a < b > c &nbsp; &copy; &#8217;",
    "<!channel> @everyone *bold* _it_ `x` [l](https://e.org)",
    "</a></blockquote></b>",
    "\u202egnp.exe \u2066x\u2069 \x00\x07\n\r\n",
    "\ud800 half a character",
    "😀" * 5000,
    "word " * 2000,
    "/forget @durov " * 400,
    "مرحبا \u200f بالعالم",
    "",
    " ",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_feed_says_is_text_and_nothing_else(text: str) -> None:
    mark = (Span(start=0, end=len(text)),) if text else ()
    passage = Passage(text=text, marks=mark)
    hostile = replace(
        ALERT,
        headline=text,
        headline_marks=mark,
        outlet=text,
        passages=(passage,) * 3,
        watches=(text,),
        also=(text,) * 9,
        label="update",
        first_headline=text,
    )
    message = html(hostile)
    assert problems(message) == []
    assert units(message.encode().decode()) > 0
    assert "\n@everyone" not in message
    assert strict_check("sendMessage", {"chat_id": 1, "text": plain(message)}) == []


def test_nobody_is_mentioned_and_nothing_is_a_command() -> None:
    message = html(replace(ALERT, passages=(Passage(text="/forget says @durov, not me@e.org", marks=()),)))
    assert "/forget" not in message
    assert "@durov" not in message
    assert "me@e.org" in message


def test_a_link_telegram_would_drop_leaves_the_headline_readable() -> None:
    for url in ("", "javascript:alert(1)", "https://e.org/" + "x" * 3000):
        assert "<a " not in html(replace(ALERT, url=url))


def test_without_a_headline_the_link_is_the_headline() -> None:
    assert ">https://news.example.com/1</a>" in html(replace(ALERT, headline="", headline_marks=()))


@given(st.text(max_size=300), st.integers(1, 120))
def test_a_cut_text_fits_and_is_the_beginning_of_the_whole(text: str, most: int) -> None:
    short = cut(text, most)
    assert units(short) <= most
    assert short == text or text.startswith(short[:-1])


def test_a_text_is_cut_at_a_word() -> None:
    assert cut("one two three", 9) == "one two…"
    assert cut("one two three", 8) == "one two…"
    assert cut("😀😀😀", 5) == "😀😀…"


@given(st.text(max_size=80), st.lists(st.integers(0, 90), max_size=6), st.integers(1, 100))
def test_marks_never_lose_or_add_a_character(text: str, places: list[int], most: int) -> None:
    places = sorted(set(places))
    pairs = zip(places[::2], places[1::2], strict=False)
    marks = [Span(start=start, end=end) for start, end in pairs if end <= len(text)]
    assert visible(marked(text, marks, most=most)) == visible(marked(text, (), most=most))
