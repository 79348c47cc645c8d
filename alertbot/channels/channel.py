"""What every channel is: a pure renderer and a thin sender behind one protocol."""

from datetime import datetime
from typing import Protocol, runtime_checkable

from alertbot.alerts.alert import Delivery
from alertbot.alerts.folding import Bundle
from alertbot.alerts.outcome import Outcome


class Channel(Protocol):
    """A way to deliver.

    `send` makes one attempt and answers within its own deadline; it raises nothing a provider or
    a network can cause, that is what `Outcome` is for. It may be called concurrently. Of a summary that
    needs several messages it sends the one with the number `page`. `check`
    answers with one plain sentence that names the account it reached, and raises ChannelError with
    the mend when the channel cannot work.
    """

    async def send(self, delivery: Delivery, *, now: datetime) -> Outcome: ...

    async def check(self) -> str: ...

    async def close(self) -> None: ...


@runtime_checkable
class EditingChannel(Protocol):
    """A channel that can change a message it sent; one that cannot (e-mail) simply has no `edit`.

    `edit` renders `delivery` as it is now, in place of the message `message_id` that `Sent` named.
    It is one attempt, with the promises of `send`. A message that already looks so, or is not
    there any more, is no reason to try again: `Sent` for the first, `Gone` for the other.
    """

    async def edit(self, delivery: Delivery, message_id: str, *, now: datetime) -> Outcome: ...


@runtime_checkable
class BundlingChannel(Protocol):
    """A channel that can tell many alerts in one message; any other gets them one by one.

    `fit` says how many members of a bundle, in order, one message holds: those in `told` with their
    passages, those in `named` as linked headlines. It does nothing else. `send_bundle` sends one message
    with all of a bundle that fits; it is one attempt, with the promises of `send`. One that failed comes
    again with the same members and the same `bundle.id`.
    """

    def fit(self, bundle: Bundle, *, now: datetime) -> int: ...

    async def send_bundle(self, bundle: Bundle, *, now: datetime) -> Outcome: ...
