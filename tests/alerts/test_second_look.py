"""What waited is looked at again, by what its reader wants now."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from alertbot.alerts.alert import Address, Delivery
from alertbot.alerts.quiet import QuietHours
from alertbot.alerts.second_look import is_stale, look_again
from alertbot.alerts.step import Drop, Held, Step
from alertbot.alerts.subscriber import MutedSource, Subscriber
from tests.made.digests import busy
from tests.made.values import NOW, delivery, subscriber

HOUR = timedelta(hours=1)
DESK = subscriber("desk", "Mistral", '"data center"')
NIGHT = QuietHours(start=time(9), end=time(17))


def look(reader: Subscriber, *, now: datetime = NOW, made: Delivery | None = None) -> Step | None:
    return look_again(made or delivery(), reader, now=now, give_up_after=timedelta(days=3))


def test_what_is_wanted_goes() -> None:
    assert look(DESK) is None


def test_only_what_waited_needs_a_second_look() -> None:
    assert not is_stale(delivery(), now=NOW)
    assert is_stale(delivery(), now=NOW + timedelta(seconds=5))
    assert is_stale(delivery(), now=NOW - HOUR)  # the clock was set back
    assert is_stale(replace(delivery(), attempts=1), now=NOW)
    assert not is_stale(replace(delivery(), digest=busy()), now=NOW + HOUR)
    assert not is_stale(replace(delivery(), confirms=True), now=NOW + HOUR)


def test_a_pause_and_the_night_hold_what_was_planned_before() -> None:
    assert look(replace(DESK, paused_until=NOW + HOUR)) == Held(until=NOW + HOUR, why="paused")
    assert look(replace(DESK, quiet_hours=NIGHT)) == Held(until=NOW.replace(hour=17, minute=0), why="quiet-hours")


def test_a_grouping_window_is_over_when_it_ends() -> None:
    assert look(replace(DESK, grouping=HOUR)) is None


def test_breaking_news_and_silent_messages_pass() -> None:
    joined = replace(delivery(), alert=replace(delivery().alert, also=("Reuters", "Le Monde")))
    assert look(replace(DESK, quiet_hours=NIGHT, breaking_outlets=3), made=joined) is None
    silent = replace(DESK, quiet_hours=replace(NIGHT, silent=True))
    assert look(silent, made=replace(delivery(), address=Address(channel="telegram", to="7"))) is None
    assert look(silent) is not None


def test_an_outlet_that_was_muted_meanwhile_is_silent() -> None:
    muted = replace(DESK, muted_sources=(MutedSource(outlet="The Example", until=NOW + HOUR),))
    assert look(muted) == Held(until=NOW + HOUR, why="muted-source")
    assert look(muted, now=NOW + HOUR) is None
    for_good = replace(DESK, muted_sources=(MutedSource(outlet="The Example"),))
    assert look(for_good) == Drop(why="muted-source")


def test_watches_that_were_all_muted_meanwhile_are_silent_until_one_may_speak() -> None:
    one, two = DESK.watches
    both = (replace(one, muted_until=NOW + HOUR), replace(two, muted_until=NOW + 2 * HOUR))
    assert look(replace(DESK, watches=both)) == Held(until=NOW + HOUR, why="muted-watch")
    assert look(replace(DESK, watches=(both[0], two))) is None
    assert look(replace(DESK, watches=())) is None
    assert look(replace(DESK, watches=(replace(one, muted_until=NOW + timedelta(days=9)),))) == Drop(
        why="muted-watch"
    )
