"""When an alert is held, until when and why; on the days the clocks change, too."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alertbot.alerts.alert import Address, Delivery
from alertbot.alerts.holding import Hold, holding, hushed_at, is_silent, muting
from alertbot.alerts.quiet import QuietHours, quiet_until
from alertbot.alerts.subscriber import MutedSource
from tests.made.values import delivery, subscriber

PARIS = ZoneInfo("Europe/Paris")
NIGHT = QuietHours(start=time(22), end=time(7))
ANNA = replace(subscriber("anna"), timezone="Europe/Paris")
SLEEPS = replace(ANNA, quiet_hours=NIGHT)


def paris(*moment: int, fold: int = 0) -> datetime:
    return datetime(*moment, tzinfo=PARIS, fold=fold).astimezone(UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (paris(2026, 3, 12, 21, 59), None),
        (paris(2026, 3, 12, 22, 0), paris(2026, 3, 13, 7, 0)),
        (paris(2026, 3, 13, 6, 59), paris(2026, 3, 13, 7, 0)),
        (paris(2026, 3, 13, 7, 0), None),
        (paris(2026, 3, 28, 23, 0), paris(2026, 3, 29, 7, 0)),  # the night is an hour shorter
        (paris(2026, 3, 29, 3, 30), paris(2026, 3, 29, 7, 0)),
        (paris(2026, 10, 24, 23, 0), paris(2026, 10, 25, 7, 0)),  # and here an hour longer
        (paris(2026, 10, 25, 2, 30, fold=1), paris(2026, 10, 25, 7, 0)),
    ],
)
def test_a_night_ends_in_the_morning_also_when_the_clocks_change(now: datetime, until: datetime | None) -> None:
    assert quiet_until(NIGHT, PARIS, now) == until


def test_an_hour_that_spring_leaves_out_is_not_quiet_for_a_day() -> None:
    hours = QuietHours(start=time(2, 15), end=time(2, 45))
    assert quiet_until(hours, PARIS, paris(2026, 3, 29, 3, 30)) == paris(2026, 3, 29, 3, 45)
    assert quiet_until(hours, PARIS, paris(2026, 3, 29, 4, 0)) is None


def test_an_hour_that_autumn_repeats_is_quiet_once() -> None:
    hours = QuietHours(start=time(22), end=time(2, 15))
    assert quiet_until(hours, PARIS, paris(2026, 10, 25, 2, 5)) == paris(2026, 10, 25, 2, 15)
    assert quiet_until(hours, PARIS, paris(2026, 10, 25, 2, 5, fold=1)) is None


@given(
    now=st.integers(1_735_689_600, 1_830_297_600).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    start=st.times(),
    end=st.times(),
    zone=st.sampled_from(["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_quiet_hours_always_end_within_a_day_and_then_are_over(
    now: datetime, start: time, end: time, zone: str
) -> None:
    hours = QuietHours(start=start, end=end)
    until = quiet_until(hours, ZoneInfo(zone), now)
    if until is not None and start != end:
        assert now < until <= now + timedelta(hours=26)
        assert quiet_until(hours, ZoneInfo(zone), until) is None


def test_quiet_hours_hold_until_they_end() -> None:
    now, morning = paris(2026, 3, 12, 23), paris(2026, 3, 13, 7)
    assert holding(SLEEPS, outlets=1, now=now) == Hold(until=morning, reason="quiet-hours")
    assert holding(SLEEPS, outlets=1, now=morning) is None
    assert holding(ANNA, outlets=1, now=now) is None


def test_a_pause_that_ends_at_night_goes_on_until_the_morning() -> None:
    now = paris(2026, 3, 12, 20)
    paused = replace(SLEEPS, paused_until=paris(2026, 3, 12, 23))
    assert holding(paused, outlets=1, now=now) == Hold(until=paris(2026, 3, 13, 7), reason="paused")


def test_breaking_news_pass_through_the_night_but_not_through_a_pause() -> None:
    now = paris(2026, 3, 12, 23)
    wants = replace(SLEEPS, breaking_outlets=3)
    assert holding(wants, outlets=2, now=now) is not None
    assert holding(wants, outlets=3, now=now) is None
    assert holding(replace(wants, paused_until=now + timedelta(hours=1)), outlets=3, now=now) is not None


def test_a_grouping_window_gathers_what_comes_in_it() -> None:
    hourly = replace(ANNA, grouping=timedelta(hours=1))
    ten = datetime(2026, 3, 12, 10, tzinfo=UTC)
    assert holding(hourly, outlets=1, now=ten) == Hold(until=ten + timedelta(hours=1), reason="grouping")
    later = ten + timedelta(minutes=59)
    assert holding(hourly, outlets=1, now=later) == Hold(until=ten + timedelta(hours=1), reason="grouping")


def test_a_muted_outlet_and_muted_watches_are_silent_for_their_time(now: datetime) -> None:
    (watch,) = ANNA.watches
    muted = replace(ANNA, muted_sources=(MutedSource(outlet="The Example", until=now + timedelta(hours=1)),))
    assert muting(muted, [watch], outlet="The Example", now=now) == "muted-source"
    assert muting(muted, [watch], outlet="Other", now=now) == ""
    assert muting(muted, [watch], outlet="The Example", now=now + timedelta(hours=1)) == ""
    quiet = replace(watch, muted_until=now + timedelta(hours=1))
    assert muting(ANNA, [quiet], outlet="The Example", now=now) == "muted-watch"
    assert muting(ANNA, [quiet, watch], outlet="The Example", now=now) == ""


CHAT, CHANNEL = Address(channel="telegram", to="7"), Address(channel="slack", to="C1")
SILENT = replace(SLEEPS, quiet_hours=replace(NIGHT, silent=True))


def silent_one(**other: object) -> Delivery:
    return replace(delivery(to="7", channel="telegram"), hush=hushed_at(SILENT, CHAT), **other)  # type: ignore[arg-type]


def test_who_chose_silence_is_told_at_night_where_that_is_possible() -> None:
    now, morning = paris(2026, 3, 12, 23), paris(2026, 3, 13, 7)
    assert holding(SILENT, outlets=1, now=now, address=CHAT) is None
    assert holding(SILENT, outlets=1, now=now, address=CHANNEL) == Hold(until=morning, reason="quiet-hours")
    assert hushed_at(SILENT, CHANNEL) is None
    assert hushed_at(SLEEPS, CHAT) is None


def test_silence_is_judged_when_the_message_goes_out() -> None:
    assert is_silent(silent_one(), paris(2026, 3, 12, 23))
    assert not is_silent(silent_one(), paris(2026, 3, 12, 21, 59))
    assert not is_silent(silent_one(), paris(2026, 3, 13, 7))


def test_a_pause_holds_also_what_would_be_silent() -> None:
    paused = replace(SILENT, paused_until=paris(2026, 3, 12, 23))
    hold = holding(paused, outlets=1, now=paris(2026, 3, 12, 20), address=CHAT)
    assert hold == Hold(until=paris(2026, 3, 12, 23), reason="paused")


def test_breaking_news_are_heard() -> None:
    broke = silent_one(breaking=3)
    assert is_silent(broke, paris(2026, 3, 12, 23))
    broke = replace(broke, alert=replace(broke.alert, also=("Reuters", "Le Monde")))
    assert not is_silent(broke, paris(2026, 3, 12, 23))
