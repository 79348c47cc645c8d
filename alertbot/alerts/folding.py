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
