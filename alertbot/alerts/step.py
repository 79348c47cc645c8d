"""What follows a send. A delivery and its outcome in, the next step out. No IO.

A delivery that cannot be sent now waits and is tried again, later each time; nothing is dropped
without a decision that `outbox` shows.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from alertbot.alerts.alert import Delivery
from alertbot.alerts.outcome import Gone, Outcome, Rejected, Retry, Sent, Unauthorised

FIRST_RETRY = timedelta(seconds=2)
LAST_RETRY = timedelta(minutes=10)
PAUSED_RETRY = timedelta(minutes=1)
"""How often a delivery looks whether its channel's credentials were mended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """It was sent: keep the provider's message id."""

    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Try again at `due`."""

    due: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bury:
    """It will not be sent by itself any more; it stays as dead until someone decides."""

    why: str


Step = Record | Wait | Bury


def next_step(delivery: Delivery, outcome: Outcome, *, now: datetime, give_up_after: timedelta) -> Step:
    """The step after the attempt number `delivery.attempts + 1` ended with `outcome`.

    `give_up_after` is counted from when the delivery was made: news that old is none.
    """
    match outcome:
        case Sent():
            return Record(message_id=outcome.message_id)
        case Gone() | Rejected():
            return Bury(why=outcome.why)
        case Retry():
            return _wait(delivery, outcome.after or _backoff(delivery.attempts), outcome.why, now, give_up_after)
        case Unauthorised():
            return _wait(delivery, PAUSED_RETRY, outcome.why, now, give_up_after)
    assert_never(outcome)


def _wait(delivery: Delivery, after: timedelta, why: str, now: datetime, give_up_after: timedelta) -> Step:
    if now + after - delivery.created > give_up_after:
        return Bury(why=f"gave up after {delivery.attempts + 1} attempts: {why}")
    return Wait(due=now + after, why=why)


def _backoff(attempts: int) -> timedelta:
    """2 s, 4 s, 8 s … up to ten minutes."""
    return min(FIRST_RETRY * (1 << min(attempts, 16)), LAST_RETRY)
