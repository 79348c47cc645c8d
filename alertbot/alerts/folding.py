"""What goes to one chat next. Deliveries that wait for it in, one of them or a bundle out. No IO.

A burst, and what was held while someone was away, goes as one message; nothing of it is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from alertbot.alerts.alert import Address, Delivery
from alertbot.stories.identity import digest

MOST_APART = 5
"""More than so many that wait for one chat go as one message."""

MOST_TOLD = 5
"""Alerts of a bundle that show their passages; the others are linked headlines."""

MOST_IN_BUNDLE = 100
"""What a bundle may hold; beyond it the next bundle begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something that waits for one address: a delivery, or (`member` is not its id) an edit of its message.

    `state` is the delivery's, `why` its reason. `message_id` is the provider's for an edit. `bundle`
    names the bundle an earlier attempt sent it in; one that is `alone` goes in none. `version` is what
    the outbox calls the other outlets the delivery shows.
    """

    member: str
    delivery: Delivery
    state: str = "queued"
    why: str = ""
    message_id: str = ""
    bundle: str = ""
    alone: bool = False
    version: str = ""

    @property
    def edit(self) -> bool:
        return self.member != self.delivery.id

    @property
    def untried(self) -> bool:
        return not (self.edit or self.alone or self.bundle or self.delivery.attempts or self.delivery.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Deliveries to one address that go as one message, in as few pieces as the provider's limits allow.

    `told` are shown with their passages, the most important first; `named` as linked headlines, in the
    order they came. `id` is a function of the members, so that a bundle sent again after a crash is known
    as the same one; `attempts` are earlier attempts to send it.
    """

    id: str
    address: Address
    told: tuple[Delivery, ...]
    named: tuple[Delivery, ...]
    attempts: int = 0

    @property
    def members(self) -> tuple[Delivery, ...]:
        return (*self.told, *self.named)


def choose(waiting: Sequence[Waiting], *, bundles: bool) -> tuple[Waiting, ...]:
    """What goes next of `waiting` (at least one, in order); more than one go as a bundle.

    What was tried before goes as it was tried, so that a second copy can be recognised. Messages go
    before edits of older ones. `bundles` says whether the channel can send any.
    """
    messages = [each for each in waiting if not each.edit]
    if not messages:
        return (waiting[0],)
    head = messages[0]
    if head.bundle and bundles:
        return tuple(each for each in messages if each.bundle == head.bundle)
    if not bundles or not head.untried:
        return (head,)
    untried = [each for each in messages if each.untried]
    if len(untried) > MOST_APART:
        return tuple(untried[:MOST_IN_BUNDLE])
    held = tuple(each for each in untried if each.state == "held")
    return held if head in held and len(held) > 1 else (head,)


def bundle(deliveries: Sequence[Delivery]) -> Bundle:
    """All of `deliveries` (at least one, to one address, in order of waiting) as one bundle."""
    ranked = sorted(range(len(deliveries)), key=lambda place: (_weight(deliveries[place]), -place), reverse=True)
    told = ranked[:MOST_TOLD]
    return Bundle(
        id=digest(*sorted(each.id for each in deliveries)),
        address=deliveries[0].address,
        told=tuple(deliveries[place] for place in told),
        named=tuple(each for place, each in enumerate(deliveries) if place not in told),
        attempts=max(each.attempts for each in deliveries),
    )


def _weight(delivery: Delivery) -> tuple[int, int]:
    """Reported by more outlets first, then what more watches hit; of equals the one that waited longer."""
    return len(delivery.alert.also), len(delivery.alert.watches)
