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

EDIT_RETRY = timedelta(minutes=5)
LAST_EDIT = timedelta(days=1)
"""An older message is not worth another attempt to edit it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """It was sent: keep the provider's message id."""

    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """One message of several was sent: keep its id if it is the first, and go on with number `page`, from 0."""

    message_id: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Try again at `due`; until then nothing goes to the address, or with `channel` to none of the channel."""

    due: datetime
    why: str
    channel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bury:
    """It will not be sent by itself any more; it stays as dead until someone decides.

    With `gone` it was the address that could not be reached, whatever was to be said.
    """

    why: str
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The bundle was refused: its members go one by one, so that one of them cannot hold up the others."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The message shows what it should."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditLater:
    """The edit is tried again at `due`; messages do not wait for it."""

    due: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unedited:
    """The message stays as it is."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Its reader does not want it before `until`; nothing was sent."""

    until: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Its reader does not want it any more; nothing was sent."""

    why: str


Step = Record | Onward | Wait | Held | Drop | Bury | Part | Edited | EditLater | Unedited


def next_step(delivery: Delivery, outcome: Outcome, *, now: datetime, give_up_after: timedelta) -> Step:
    """The step after the attempt number `delivery.attempts + 1` ended with `outcome`.

    `give_up_after` is counted from when the delivery could first be sent: news that old is none.
    """
    match outcome:
        case Sent(more=True):
            return Onward(message_id=outcome.message_id, page=delivery.page + 1)
        case Sent():
            return Record(message_id=delivery.first_message if delivery.page else outcome.message_id)
        case Gone():
            return Bury(why=outcome.why, gone=True)
        case Rejected():
            return Bury(why=outcome.why)
        case Retry():
            return _wait(delivery, outcome.after or _backoff(delivery.attempts), outcome.why, now, give_up_after)
        case Unauthorised():
            return Wait(due=now + PAUSED_RETRY, why=outcome.why, channel=True)
    assert_never(outcome)


def step_in_bundle(delivery: Delivery, outcome: Outcome, *, now: datetime, give_up_after: timedelta) -> Step:
    """The step of one member after its whole bundle was sent with `outcome`."""
    if isinstance(outcome, Rejected):
        return Part(why=outcome.why)
    return next_step(delivery, outcome, now=now, give_up_after=give_up_after)


def step_of_edit(delivery: Delivery, outcome: Outcome, *, now: datetime) -> Step:
    """The step after a message sent for `delivery` was edited: worth less than any message that waits."""
    match outcome:
        case Sent():
            return Edited()
        case Gone() | Rejected():
            return Unedited(why=outcome.why)
        case Unauthorised():
            return Wait(due=now + PAUSED_RETRY, why=outcome.why, channel=True)
        case Retry(after=None):
            old = now - delivery.created > LAST_EDIT
            return Unedited(why=outcome.why) if old else EditLater(due=now + EDIT_RETRY, why=outcome.why)
        case Retry():
            return Wait(due=now + (outcome.after or EDIT_RETRY), why=outcome.why)
    assert_never(outcome)


def _wait(delivery: Delivery, after: timedelta, why: str, now: datetime, give_up_after: timedelta) -> Step:
    if now + after - (delivery.not_before or delivery.created) > give_up_after:
        return Bury(why=f"gave up after {delivery.attempts + 1} attempts: {why}")
    return Wait(due=now + after, why=why)


def _backoff(attempts: int) -> timedelta:
    """2 s, 4 s, 8 s … up to ten minutes."""
    return min(FIRST_RETRY * (1 << min(attempts, 16)), LAST_RETRY)
