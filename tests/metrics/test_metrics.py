"""The log's lines, as numbers."""

import logging

import pytest

from alertbot.log import event
from alertbot.metrics import INSTRUMENTS, SECONDS, Meter


@pytest.fixture
def meter() -> Meter:
    return Meter()


def logged(meter: Meter, said: str, **fields: object) -> dict[tuple[str, ...], float]:
    logger = logging.Logger("test")
    logger.addHandler(meter)
    event(logger, logging.INFO, said, **fields)
    return meter.take()


def test_a_poll_counts_itself_its_stories_and_its_time(meter: Meter) -> None:
    counted = logged(meter, "polled", source="x", status="ok", new=3, took="0.21s")
    assert counted == {
        ("alertbot_polls", "ok"): 1,
        ("alertbot_stories",): 3,
        ("alertbot_fetch_to_commit_seconds", "0.25"): 1,
        ("alertbot_fetch_to_commit_seconds", "+Inf"): 1,
        ("alertbot_fetch_to_commit_seconds", "sum"): 0.21,
    }


def test_what_was_sent_is_counted_by_channel_with_both_latencies(meter: Meter) -> None:
    counted = logged(meter, "sent", channel="slack", took="0.02s", age="7.00s")
    assert counted[("alertbot_deliveries", "slack", "sent")] == 1
    assert counted[("alertbot_commit_to_sent_seconds", "slack", "0.05")] == 1
    assert counted[("alertbot_publish_to_alert_seconds", "slack", "10.0")] == 1


def test_what_took_longer_than_a_day_is_in_the_last_bucket_only(meter: Meter) -> None:
    counted = logged(meter, "sent", channel="slack", age=f"{SECONDS[-1] + 1}s")
    assert counted[("alertbot_publish_to_alert_seconds", "slack", "+Inf")] == 1
    assert ("alertbot_publish_to_alert_seconds", "slack", str(SECONDS[-1])) not in counted


def test_a_line_that_is_no_unit_of_work_counts_nothing(meter: Meter) -> None:
    assert logged(meter, "running", roles="matcher") == {}


def test_what_could_not_be_kept_is_counted_again(meter: Meter) -> None:
    taken = logged(meter, "matched", verdict="new", reason="planned", deliveries=2)
    meter.give_back(taken)
    assert meter.take() == taken
    assert meter.take() == {}


def test_names_are_unique_and_say_their_unit() -> None:
    names = [each.name for each in INSTRUMENTS]
    assert len(set(names)) == len(names)
    assert all(each.name.endswith("_seconds") == each.seconds for each in INSTRUMENTS)
