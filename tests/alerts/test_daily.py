"""Once a local day, whatever clocks and travellers do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from alertbot.alerts.daily import as_if_sent, due_on, next_due, zone_of

PARIS = ZoneInfo("Europe/Paris")
NEW_YORK = ZoneInfo("America/New_York")
TOKYO = ZoneInfo("Asia/Tokyo")
AUCKLAND = ZoneInfo("Pacific/Auckland")
EIGHT = time(8, 0)


def utc(day: int, hour: int, minute: int = 0, *, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_eight_in_paris_is_seven_utc_in_winter_and_six_in_summer() -> None:
    assert due_on(date(2026, 3, 28), EIGHT, PARIS) == utc(28, 7)
    assert due_on(date(2026, 3, 29), EIGHT, PARIS) == utc(29, 6)
    assert due_on(date(2026, 10, 24), EIGHT, PARIS) == utc(24, 6, month=10)
    assert due_on(date(2026, 10, 25), EIGHT, PARIS) == utc(25, 7, month=10)


def test_an_hour_that_spring_leaves_out_comes_an_hour_later_that_day() -> None:
    due = due_on(date(2026, 3, 29), time(2, 30), PARIS)
    assert due.astimezone(PARIS).time() == time(3, 30)


def test_an_hour_that_autumn_repeats_comes_once_at_the_first_of_the_two() -> None:
    half_past_two = time(2, 30)
    due = due_on(date(2026, 10, 25), half_past_two, PARIS)
    assert due == utc(25, 0, 30, month=10)
    again = next_due(at=half_past_two, zone=PARIS, last=due, now=utc(25, 1, 30, month=10))
    assert again == utc(26, 1, 30, month=10)


def test_a_first_summary_never_comes_at_once() -> None:
    for now, expected in ((utc(10, 6, 59), utc(10, 7)), (utc(10, 7, 1), utc(11, 7))):
        last = as_if_sent(at=EIGHT, zone=PARIS, now=now)
        assert last <= now
        assert next_due(at=EIGHT, zone=PARIS, last=last, now=now) == expected


def test_a_server_that_was_down_at_eight_is_late_once() -> None:
    late = utc(10, 9)
    due = next_due(at=EIGHT, zone=PARIS, last=utc(9, 7), now=late)
    assert due == utc(10, 7)
    assert next_due(at=EIGHT, zone=PARIS, last=due, now=late) == utc(11, 7)


def test_a_day_that_was_missed_whole_is_not_made_up_for_at_night() -> None:
    assert next_due(at=EIGHT, zone=PARIS, last=utc(7, 7), now=utc(10, 1)) == utc(10, 7)


def test_another_hour_today_does_not_bring_a_second_one_today() -> None:
    assert next_due(at=time(18), zone=PARIS, last=utc(10, 7), now=utc(10, 9)) == utc(11, 17)


def test_who_flies_west_gets_the_next_one_on_the_next_morning_there() -> None:
    assert next_due(at=EIGHT, zone=NEW_YORK, last=utc(10, 7), now=utc(10, 20)) == utc(11, 12)


def test_who_flies_east_gets_the_next_one_on_the_next_morning_there() -> None:
    assert next_due(at=EIGHT, zone=TOKYO, last=utc(10, 12), now=utc(10, 13)) == utc(10, 23)


def test_who_crosses_the_date_line_gets_one_on_the_day_they_live_again() -> None:
    sent = due_on(date(2026, 3, 11), EIGHT, AUCKLAND)
    honolulu = ZoneInfo("Pacific/Honolulu")
    due = next_due(at=EIGHT, zone=honolulu, last=sent, now=sent + timedelta(hours=9))
    assert due.astimezone(honolulu).date() == sent.astimezone(honolulu).date() + timedelta(days=1)


def test_an_unknown_zone_is_utc() -> None:
    assert zone_of("Mars/Olympus").key == "UTC"
    assert zone_of("../../etc/passwd").key == "UTC"


@given(
    zone=st.sampled_from([PARIS, NEW_YORK, TOKYO, AUCKLAND, ZoneInfo("Australia/Lord_Howe")]),
    at=st.times(max_value=time(23, 59)),
    start=st.integers(int(utc(1, 0).timestamp()) - 31_536_000, int(utc(1, 0).timestamp()) + 31_536_000),
    steps=st.lists(st.integers(1, 60 * 30), min_size=20, max_size=80),
)
def test_however_often_one_looks_no_local_day_has_two_and_the_next_is_ahead(
    zone: ZoneInfo, at: time, start: int, steps: list[int]
) -> None:
    now = datetime.fromtimestamp(start, UTC)
    last = as_if_sent(at=at, zone=zone, now=now)
    days = []
    for minutes in steps:
        now += timedelta(minutes=minutes)
        due = next_due(at=at, zone=zone, last=last, now=now)
        if due <= now:
            days.append(now.astimezone(zone).date())
            assert due.astimezone(zone).date() == days[-1]
            last = due
            assert next_due(at=at, zone=zone, last=last, now=now) > now
    assert len(days) == len(set(days))
