"""How an alert looks in a mailbox."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alertbot.alerts.alert import Alert, Passage, Span
from alertbot.channels.email.message import Content, Envelope, compose
from alertbot.channels.email.render import render
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
    also=("Reuters", "Le Monde", "The Register", "Les Echos", "Wired"),
)
HOSTILE = "</a><script>alert(1)</script> & <b>bold\r\nBcc: victim@example.com\x00 \u202eevil *x* <!channel>"


def made(content: Content, *, to: str = "reader@example.com") -> bytes:
    return compose(content, Envelope(id="delivery-1", sender="alerts@example.org", to=to, date=NOW)).as_bytes()


def test_the_text_part_stands_alone(request: pytest.FixtureRequest) -> None:
    assert_golden(request, "email/alert.txt", render(ALERT, now=NOW).text)


def test_the_document_has_its_styles_inlined(request: pytest.FixtureRequest) -> None:
    assert_golden(request, "email/alert.html", render(ALERT, now=NOW).html)


def test_an_update_says_so_and_links_what_was_told_before(request: pytest.FixtureRequest) -> None:
    update = replace(
        ALERT,
        label="update",
        also=(),
        first_url="https://news.example.com/first",
        first_headline="Mistral AI raises money",
        first_outlet="Reuters",
    )
    content = render(update, now=NOW, lang="fr")
    assert content.subject.startswith("Mise à jour : Mistral AI raises $830 million")
    assert 'href="https://news.example.com/first"' in content.html
    assert_golden(request, "email/update-fr.txt", content.text)


def test_what_a_feed_says_is_text_and_nothing_else() -> None:
    hostile = replace(ALERT, headline=HOSTILE, headline_marks=(), outlet=HOSTILE, also=(HOSTILE,))
    content = render(hostile, now=NOW)
    raw = made(content)
    assert "<script" not in content.html
    assert b"\r\nBcc:" not in raw.partition(b"\r\n\r\n")[0]


def test_a_headline_of_ten_thousand_characters_is_cut() -> None:
    content = render(replace(ALERT, headline="word " * 2000, headline_marks=(Span(start=0, end=4),)), now=NOW)
    assert len(content.html) < 8_000
    assert max(map(len, made(content).splitlines())) < 998


def test_an_alert_without_a_link_or_a_headline_is_readable() -> None:
    bare = replace(ALERT, headline="", headline_marks=(), url="https://news.example.com/x", passages=())
    assert "https://news.example.com/x" in render(bare, now=NOW).subject
    assert "<a href" not in render(replace(ALERT, url=""), now=NOW).html


def test_messages_about_one_event_are_one_conversation() -> None:
    envelope = Envelope(
        id="b", sender="alerts@example.org", to="reader@example.com", date=NOW, references=("event.e", "a")
    )
    message = compose(render(ALERT, now=NOW), envelope)
    assert message["References"] == "<event.e@example.org> <a@example.org>"
    assert message["In-Reply-To"] == "<a@example.org>"


def test_a_domain_is_written_as_dns_knows_it() -> None:
    assert b"To: reader@xn--bcher-kva.example" in made(render(ALERT, now=NOW), to="reader@bücher.example")


@given(headline=st.text(max_size=400), outlet=st.text(max_size=100), passage=st.text(max_size=200))
def test_any_text_makes_a_message_of_two_parts(headline: str, outlet: str, passage: str) -> None:
    alert: Alert = replace(
        ALERT,
        headline=headline,
        headline_marks=(),
        outlet=outlet,
        passages=(Passage(text=passage, marks=()),),
    )
    raw = made(render(alert, now=NOW))
    head = raw.partition(b"\r\n\r\n")[0]
    assert head.count(b"\r\nSubject:") == 1
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
