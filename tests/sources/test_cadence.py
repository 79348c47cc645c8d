from datetime import timedelta

import pytest

from alertbot.sources.cadence import Pace, after_failure, after_success, usual_gap

PACE = Pace(floor=timedelta(minutes=5), ceiling=timedelta(hours=24))
NONE = timedelta()
HOUR = timedelta(hours=1)


def success(
    *, silence: timedelta = NONE, gap: timedelta = NONE, hint: timedelta = NONE, asked: timedelta = NONE
) -> timedelta:
    return after_success(pace=PACE, silence=silence, gap=gap, hint=hint, asked=asked, jitter=0.0)


def failure(failures: int, retry_after: timedelta | None = None) -> timedelta:
    return after_failure(pace=PACE, failures=failures, retry_after=retry_after, jitter=0.0)


def test_a_source_that_has_just_spoken_is_polled_at_the_floor() -> None:
    assert success() == success(gap=HOUR) == PACE.floor


def test_a_source_that_is_silent_is_polled_ever_less_and_daily_in_the_end() -> None:
    assert success(silence=8 * HOUR) == HOUR
    assert success(silence=80 * 24 * HOUR) == PACE.ceiling


def test_a_source_that_speaks_rarely_is_given_time_after_it_spoke() -> None:
    assert success(gap=32 * HOUR) == 2 * HOUR


def test_what_the_publisher_asks_for_lengthens_the_pause_and_never_shortens_it() -> None:
    assert success(asked=HOUR) == success(asked=HOUR, gap=HOUR) == HOUR
    assert success(silence=8 * HOUR, asked=timedelta(minutes=1)) == HOUR
    assert success(asked=365 * 24 * HOUR) == PACE.ceiling


def test_what_a_feed_says_of_itself_counts_as_far_as_its_rhythm_bears_it_out() -> None:
    assert success(hint=HOUR) == success(hint=HOUR, gap=12 * HOUR) == HOUR
    assert success(hint=24 * HOUR, gap=HOUR) == timedelta(minutes=15)
    assert success(hint=24 * HOUR, gap=timedelta(minutes=10)) == PACE.floor
    assert success(silence=8 * HOUR, hint=timedelta(minutes=1)) == HOUR


def test_failures_back_off_to_a_day_and_stay_there() -> None:
    assert [failure(n) / PACE.floor for n in (1, 2, 3)] == [2, 4, 8]
    assert failure(9) == failure(10_000) == PACE.ceiling


def test_a_retry_after_is_obeyed_up_to_a_day() -> None:
    assert failure(1, 3 * HOUR) == 3 * HOUR
    assert failure(3, timedelta(seconds=1)) == failure(3)
    assert failure(1, 1000 * HOUR) == PACE.ceiling


@pytest.mark.parametrize("jitter", [0.0, 0.5, 0.999])
def test_chance_keeps_within_the_bounds(jitter: float) -> None:
    for silence in (NONE, 8 * HOUR, 1000 * HOUR):
        pause = after_success(pace=PACE, silence=silence, gap=NONE, hint=NONE, asked=NONE, jitter=jitter)
        assert PACE.floor <= pause <= PACE.ceiling
    always = Pace(floor=HOUR, ceiling=HOUR)
    assert after_success(pace=always, silence=NONE, gap=NONE, hint=NONE, asked=NONE, jitter=jitter) == HOUR


@pytest.mark.parametrize("jitter", [0.0, 0.5, 0.999])
@pytest.mark.parametrize("hours", [1, 23, 24, 25])
def test_chance_shortens_nothing_that_was_asked_for(jitter: float, hours: int) -> None:
    asked = hours * HOUR
    well = after_success(pace=PACE, silence=1000 * HOUR, gap=NONE, hint=NONE, asked=asked, jitter=jitter)
    failed = after_failure(pace=PACE, failures=20, retry_after=asked, jitter=jitter)
    assert min(well, failed) >= min(asked, PACE.ceiling)


def test_the_usual_gap_follows_what_is_observed() -> None:
    first = usual_gap(0.0, silence=HOUR, new=2)
    assert first == 1800
    assert first < usual_gap(first, silence=HOUR, new=1) < 3600
