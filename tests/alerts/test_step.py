"""What follows a send."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from alertbot.alerts.outcome import Gone, Outcome, Rejected, Retry, Sent, Unauthorised
from alertbot.alerts.step import (
    Bury,
    Edited,
    EditLater,
    Part,
    Record,
    Step,
    Unedited,
    Wait,
    next_step,
    step_in_bundle,
    step_of_edit,
)
from tests.made.values import delivery

DAYS = timedelta(days=3)


def step(outcome: Outcome, *, attempts: int = 0, after: timedelta = timedelta()) -> Step:
    tried = replace(delivery(), attempts=attempts)
    return next_step(tried, outcome, now=tried.created + after, give_up_after=DAYS)


def test_each_outcome_has_its_step() -> None:
    assert step(Sent(message_id="7")) == Record(message_id="7")
    assert step(Gone(why="blocked")) == Bury(why="blocked", gone=True)
    assert step(Rejected(why="refused")) == Bury(why="refused")
    assert step(Unauthorised(why="revoked"), after=timedelta(days=9)) == Wait(
        due=delivery().created + timedelta(days=9, minutes=1), why="revoked", channel=True
    )


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 2), (1, 4), (5, 64), (50, 600)])
def test_the_pause_doubles_up_to_ten_minutes(attempts: int, seconds: int) -> None:
    due = delivery().created + timedelta(seconds=seconds)
    assert step(Retry(why="503"), attempts=attempts) == Wait(due=due, why="503")


def test_the_provider_s_own_wish_goes_first() -> None:
    wish = Retry(why="429", after=timedelta(seconds=37))
    assert step(wish, attempts=9) == Wait(due=delivery().created + timedelta(seconds=37), why="429")


def test_news_that_old_are_none_but_what_was_held_is_not_old() -> None:
    assert step(Retry(why="503"), attempts=4, after=DAYS) == Bury(why="gave up after 5 attempts: 503")
    held = replace(delivery(), not_before=delivery().created + timedelta(days=7))
    now = delivery().created + timedelta(days=8)
    assert isinstance(next_step(held, Retry(why="503"), now=now, give_up_after=DAYS), Wait)


def test_a_refused_bundle_is_taken_apart() -> None:
    now = delivery().created
    assert step_in_bundle(delivery(), Rejected(why="long"), now=now, give_up_after=DAYS) == Part(why="long")
    assert isinstance(step_in_bundle(delivery(), Gone(why="left"), now=now, give_up_after=DAYS), Bury)


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (Sent(message_id="7"), Edited),
        (Gone(why="deleted"), Unedited),
        (Rejected(why="refused"), Unedited),
        (Unauthorised(why="revoked"), Wait),
        (Retry(why="429", after=timedelta(seconds=9)), Wait),
        (Retry(why="503"), EditLater),
    ],
)
def test_an_edit_is_worth_less_than_a_message(outcome: Outcome, kind: type[Step], now: datetime) -> None:
    assert isinstance(step_of_edit(delivery(), outcome, now=now), kind)


def test_an_old_message_is_not_edited_again(now: datetime) -> None:
    assert isinstance(step_of_edit(delivery(), Retry(why="503"), now=now + timedelta(days=2)), Unedited)
