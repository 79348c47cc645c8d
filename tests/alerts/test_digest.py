"""What a day's summary tells, where, and in which order."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alertbot.alerts.alert import Address, Digest, Span
from alertbot.alerts.digest import MOST_ITEMS, Facts, Noted, compose, digest_deliveries
from alertbot.alerts.subscriber import Subscriber
from tests.made.values import NOW, delivery, subscriber

DESK = replace(subscriber("desk", "Mistral", "data center", "tariffs"), timezone="Europe/Paris")
MOMENT = datetime(2026, 3, 12, 7, tzinfo=UTC)


def noted(
    event: str,
    *watches: str,
    hours_ago: int = 1,
    also: tuple[str, ...] = (),
    label: str = "",
    follows: str = "",
    headline: str = "",
) -> Noted:
    alert = replace(
        delivery().alert,
        event=event,
        headline=headline or f"Headline of {event}",
        headline_marks=(Span(start=0, end=8),),
        url=f"https://news.example.com/{event}",
        published=MOMENT - timedelta(hours=hours_ago),
        watches=watches or ("Mistral",),
        also=also,
        label=label,  # type: ignore[arg-type]
    )
    return Noted(alert=alert, follows=follows)


def composed(*all_noted: Noted, who: Subscriber = DESK, **facts: object) -> Digest:
    known: dict[str, object] = {"outlets": {}, "mentions": {}, "held": {}} | facts
    return compose(who, Facts(noted=all_noted, **known), moment=MOMENT)  # type: ignore[arg-type]


def test_an_event_stands_once_under_its_first_watch_with_the_others_named() -> None:
    digest = composed(noted("a", "data center", "Mistral"), noted("b", "data center"))
    assert [group.watch for group in digest.groups] == ["Mistral", "data center"]
    [item] = digest.groups[0].items
    assert (item.headline, item.others) == ("Headline of a", ("data center",))
    assert [item.headline for item in digest.groups[1].items] == ["Headline of b"]
    assert digest.events == 2


def test_the_most_covered_comes_first_and_then_the_newest() -> None:
    digest = composed(
        noted("old", hours_ago=9), noted("new", hours_ago=2), noted("big", hours_ago=20, also=("Reuters", "AFP"))
    )
    assert [item.headline[12:] for item in digest.groups[0].items] == ["big", "new", "old"]


def test_outlets_that_joined_after_the_alert_was_noted_count() -> None:
    digest = composed(noted("a"), noted("b", hours_ago=5), outlets={"b": ["The Example", "Reuters", "AFP"]})
    assert digest.groups[0].items[0].outlets == ("The Example", "Reuters", "AFP")


def test_what_is_related_is_folded_under_what_it_follows() -> None:
    digest = composed(
        noted("a", hours_ago=8),
        noted("b", label="related", follows="a"),
        noted("c", label="related", follows="b"),
        noted("d", "tariffs", label="related", follows="not here"),
    )
    [item] = digest.groups[0].items
    assert [line.headline for line in item.related] == ["Headline of b", "Headline of c"]
    assert [item.headline for item in digest.groups[1].items] == ["Headline of d"]
    assert digest.events == 4


def test_an_update_is_told_in_place_of_what_it_updates() -> None:
    digest = composed(
        noted("a", hours_ago=8, headline="A first count"),
        noted("a", hours_ago=1, headline="A second count", label="update", follows="a"),
    )
    [item] = digest.groups[0].items
    assert (item.headline, item.update, item.related) == ("A second count", True, ())


def test_a_watch_that_only_a_folded_event_hits_is_named_and_not_quiet() -> None:
    digest = composed(noted("a", hours_ago=8), noted("b", "tariffs", label="related", follows="a"))
    assert digest.groups[0].items[0].others == ("tariffs",)
    assert digest.quiet == ("data center",)


def test_the_most_covered_of_all_watches_are_told_and_each_watch_has_one() -> None:
    big = [noted(f"big{n}", "Mistral", also=("Reuters", "AFP")) for n in range(9)]
    digest = composed(*big, noted("small", "data center"), noted("smaller", "tariffs"))
    assert [(len(group.items), len(group.more)) for group in digest.groups] == [(5, 4), (1, 0), (1, 0)]


def test_events_that_follow_each_other_in_a_circle_are_told() -> None:
    digest = composed(noted("a", label="related", follows="b"), noted("b", label="related", follows="a"))
    assert digest.events == 2


def test_quiet_watches_and_what_was_held_back_are_named() -> None:
    digest = composed(noted("a", "Mistral"), held={"muted-source": 2, "joined": 5, "none": 0})
    assert digest.quiet == ("data center", "tariffs")
    assert digest.held == (("joined", 5), ("muted-source", 2))


def test_a_watch_that_was_removed_takes_its_alerts_along() -> None:
    assert composed(noted("a", "removed watch")).groups == ()


def test_nothing_stands_under_a_watch_that_was_muted_since() -> None:
    mistral, center, tariffs = DESK.watches
    muted = replace(DESK, watches=(replace(mistral, muted_until=MOMENT + timedelta(days=1)), center, tariffs))
    digest = composed(noted("a", "Mistral"), noted("b", "Mistral", "data center"), who=muted)
    [group] = digest.groups
    assert (group.watch, digest.events, group.items[0].others) == ("data center", 1, ())
    assert (digest.quiet, digest.held) == (("tariffs",), (("muted-watch", 1),))


def test_the_week_counts_days_that_end_with_the_summary() -> None:
    hours_ago = [0, 1, 23, 25, 6 * 24 + 1, 9 * 24]
    mentions = {DESK.watches[0].id: [MOMENT - timedelta(hours=hours) for hours in hours_ago]}
    digest = composed(noted("a"), mentions=mentions)
    assert digest.groups[0].week == (1, 0, 0, 0, 0, 1, 3)
    assert digest.day == date(2026, 3, 12)


def test_two_hundred_events_are_a_screen_or_two_and_the_rest_is_named() -> None:
    who = subscriber("desk", *(f"watch {n}" for n in range(8)))
    digest = composed(*(noted(f"e{n}", f"watch {n % 8}", hours_ago=n % 24) for n in range(200)), who=who)
    assert sum(len(group.items) for group in digest.groups) <= MOST_ITEMS
    assert sum(len(group.items) + len(group.more) for group in digest.groups) == digest.events == 200


def test_each_address_gets_one_and_a_replay_makes_the_same() -> None:
    who = replace(
        DESK, addresses=(Address(channel="email", to="a@example.com"), Address(channel="slack", to="C1"))
    )
    all_noted = [noted("a"), noted("b", also=("Reuters",))]
    digest = composed(*all_noted, who=who)
    first = digest_deliveries(who, digest, all_noted, moment=MOMENT, now=NOW)
    again = digest_deliveries(who, digest, all_noted, moment=MOMENT, now=NOW + timedelta(hours=1))
    assert len({each.id for each in first}) == 2
    assert [each.id for each in first] == [each.id for each in again]
    assert first[0].alert.event == "b"
    [empty, _] = digest_deliveries(who, composed(who=who), [], moment=MOMENT, now=NOW)
    assert (empty.alert.subscriber, empty.alert.headline) == ("desk", "")


@given(
    st.lists(
        st.tuples(
            st.integers(0, 30),
            st.sets(st.sampled_from(["Mistral", "data center", "tariffs"]), min_size=1),
            st.integers(0, 30),
            st.integers(0, 40),
        ),
        max_size=40,
    )
)
def test_every_event_is_counted_and_none_stands_twice(
    told: list[tuple[int, set[str], int, int]],
) -> None:
    events = {event: (watches, follows, hours) for event, watches, follows, hours in told}
    digest = composed(
        *(
            noted(str(event), *sorted(watches), follows=str(follows), label="related", hours_ago=hours)
            for event, (watches, follows, hours) in events.items()
        )
    )
    shown = [item.headline for group in digest.groups for item in group.items]
    named = [line.headline for group in digest.groups for line in group.more]
    folded = [line.headline for group in digest.groups for item in group.items for line in item.related]
    assert len(set(shown + named + folded)) == len(shown + named + folded) == digest.events
    assert bool(digest.groups) == bool(events)
