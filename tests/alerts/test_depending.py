"""Who is told that a source is broken, back or gone, and in what words."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from alertbot.alerts.alert import Address
from alertbot.alerts.depending import News, What, concerns, deliveries
from alertbot.alerts.quiet import QuietHours
from alertbot.alerts.subscriber import MutedSource, Subscriber
from alertbot.language import ENGLISH, language
from alertbot.stories.source import Notice
from tests.made.values import subscriber

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
DESK = subscriber("desk", "Mistral")


def news(name: str = "The Example", what: What = "broken", **other: object) -> News:
    notice = Notice(source=f"id-{name}", name=name, what=what, why="unreachable", since=NOON, at=NOON)
    fields: dict[str, object] = {"url": "https://news.example.com/feed"}
    return News(notice=notice, **(fields | other))  # type: ignore[arg-type]


def said(several: list[News], who: Subscriber = DESK, tag: str = "en") -> list[str]:
    return [each.alert.headline for each in deliveries(several, who, language(tag), now=NOON)]


@pytest.mark.parametrize(
    "query",
    [
        'source:"The Example"',
        "source:example Mistral",
        "Mistral AND (site:example.com OR nothing)",
        "site:example",
    ],
)
def test_who_watches_a_source_by_name_depends_on_it(query: str) -> None:
    assert concerns(news(), subscriber("desk", query), now=NOON)


@pytest.mark.parametrize(
    "query", ["Mistral", "Mistral -source:example", "site:other.com Mistral", 'source:"Other"']
)
def test_who_does_not_is_not_told(query: str) -> None:
    assert not concerns(news(), subscriber("desk", query), now=NOON)


def test_who_heard_from_it_or_added_it_depends_on_it_and_everybody_on_the_last_one() -> None:
    assert concerns(news(heard=frozenset({"desk"})), DESK, now=NOON)
    assert concerns(news(added_by="desk"), DESK, now=NOON)
    assert concerns(news(last=True), DESK, now=NOON)
    assert not concerns(news(heard=frozenset({"other"}), added_by="other"), DESK, now=NOON)


def test_who_muted_it_or_watches_nothing_is_not_told() -> None:
    muted = replace(DESK, muted_sources=(MutedSource(outlet="The Example"),))
    assert not concerns(news(last=True), muted, now=NOON)
    assert not concerns(news(last=True), replace(DESK, watches=()), now=NOON)


def test_a_recovery_is_told_to_those_who_were_told_of_the_fault() -> None:
    back = news(what="back", told=frozenset({"desk"}), heard=frozenset({"other"}))
    assert concerns(back, DESK, now=NOON)
    assert not concerns(back, subscriber("other"), now=NOON)


def test_the_words_are_the_readers() -> None:
    assert said([news(last=True)]) == [
        "The Example has been broken for a day: it cannot be reached. You hear when it is back."
    ]
    assert said([news(last=True)], tag="fr") == [
        "The Example est en panne depuis un jour : elle est injoignable. Vous serez prévenu de son retour."
    ]


def test_an_outage_of_many_is_one_message() -> None:
    many = [news(f"Outlet {n}", last=True) for n in range(7)]
    assert said(many) == [
        "These have been broken for a day: Outlet 0, Outlet 1, Outlet 2, Outlet 3, Outlet 4, +2. "
        "You hear when they are back."
    ]


def test_each_kind_of_news_is_a_message_and_the_same_news_the_same_one() -> None:
    several = [news(last=True), news("B", "gone", last=True), news("C", "back", told=frozenset({"desk"}))]
    first, again = (deliveries(order, DESK, ENGLISH, now=NOON) for order in (several, several[::-1]))
    assert [each.alert.headline.partition(" is ")[2][:4] for each in first] == ["back", "gone", "back"]
    assert {each.id for each in first} == {each.id for each in again}


def test_every_address_is_told() -> None:
    both = replace(DESK, addresses=(Address(channel="slack", to="C1"), Address(channel="email", to="a@b.example")))
    made = deliveries([news(last=True)], both, ENGLISH, now=NOON)
    assert [each.address.channel for each in made] == ["slack", "email"]
    assert len({each.id for each in made}) == 2


@pytest.mark.parametrize(
    ("who", "held", "until"),
    [
        (replace(DESK, paused_until=NOON + timedelta(hours=2)), "paused", NOON + timedelta(hours=2)),
        (
            replace(DESK, quiet_hours=QuietHours(start=time(11), end=time(14))),
            "quiet-hours",
            NOON + timedelta(hours=2),
        ),
        (replace(DESK, mode="digest", digest_at=time(14)), "digest-only", NOON + timedelta(hours=2)),
        (DESK, "", None),
    ],
)
def test_pauses_quiet_hours_and_summaries_are_respected(
    who: Subscriber, held: str, until: datetime | None
) -> None:
    (made,) = deliveries([news(last=True)], who, ENGLISH, now=NOON)
    assert (made.held, made.not_before) == (held, until)


def test_quiet_hours_that_are_silent_let_it_through_without_a_sound() -> None:
    telegram = Address(channel="telegram", to="7")
    hours = QuietHours(start=time(11), end=time(14), silent=True)
    (made,) = deliveries(
        [news(last=True)], replace(DESK, addresses=(telegram,), quiet_hours=hours), ENGLISH, now=NOON
    )
    assert made.not_before is None
    assert made.hush is not None
