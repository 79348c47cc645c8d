"""What goes to one chat next. Deliveries that wait for it in, one of them or a bundle out. No IO.

A burst, and what was held while someone was away, goes as one message; nothing of it is left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from alertbot.alerts.alert import Address, Delivery
from alertbot.stories.identity import digest

MOST_APART = 5
"""More than so many that wait for one chat go as one message."""

MOST_TOLD = 5
"""Alerts of a bundle that show their passages; the others are linked headlines."""

MOST_IN_BUNDLE = 100
"""What a bundle may hold; beyond it the next bundle begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One message of a bundle: who goes in it is settled before it is first sent, and stays so.

    `number` counts from 1, `told` says how many of it show their passages, `size` how many alerts the whole
    bundle has, and `head` is the id of a delivery of the first piece, in whose thread the others go.
    """

    bundle: str
    number: int
    told: int
    size: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something that waits for one address: a delivery, or (`member` is not its id) an edit of its message.

    `state` is the delivery's, `why` its reason. `message_id` is the provider's, for an edit and for what
    was sent of a summary. `piece` is the message of a bundle it goes in, once that is settled; one that is
    `alone` goes in none. `version` is what the outbox calls the other outlets the delivery shows.
    """

    member: str
    delivery: Delivery
    state: str = "queued"
    why: str = ""
    message_id: str = ""
    piece: Piece | None = None
    alone: bool = False
    version: str = ""

    @property
    def edit(self) -> bool:
        return self.member != self.delivery.id

    @property
    def untried(self) -> bool:
        return not (self.edit or self.alone or self.piece or self.delivery.attempts or self.delivery.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Deliveries to one address that go as one message, or as one piece of it where it needs several.

    `told` are shown with their passages, the most important first; `named` as linked headlines, in the
    order they came. `piece` says of which bundle it is which piece.
    `attempts` are earlier attempts to send this piece, and `first_message` is the provider's id of the
    first one, which the notifier fills in.
    """

    piece: Piece
    address: Address
    told: tuple[Delivery, ...]
    named: tuple[Delivery, ...]
    attempts: int = 0
    first_message: str = ""

    @property
    def id(self) -> str:
        """A function of the members of the whole bundle and the piece's number: a copy is known as one."""
        return self.piece.bundle if self.piece.number == 1 else f"{self.piece.bundle}:{self.piece.number}"

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
    if head.piece and bundles:
        pieces = {each.piece for each in messages if each.piece and each.piece.bundle == head.piece.bundle}
        first = min(pieces, key=lambda piece: piece.number)
        return tuple(each for each in messages if each.piece == first)
    if not bundles or not head.untried:
        return (head,)
    untried = [each for each in messages if each.untried]
    if len(untried) > MOST_APART:
        return tuple(untried[:MOST_IN_BUNDLE])
    held = tuple(each for each in untried if each.state == "held")
    return held if head in held and len(held) > 1 else (head,)


def bundle(deliveries: Sequence[Delivery], piece: Piece | None = None) -> Bundle:
    """All of `deliveries` (at least one, to one address, in order of waiting) as one, or again as its `piece`.

    Who is told is a function of the members and what they say, which stays as it is once it is settled.
    """
    ranked = sorted(range(len(deliveries)), key=lambda place: (_weight(deliveries[place]), -place), reverse=True)
    told = ranked[: piece.told if piece else MOST_TOLD]
    return Bundle(
        piece=piece or _whole(deliveries, told),
        address=deliveries[0].address,
        told=tuple(deliveries[place] for place in told),
        named=tuple(each for place, each in enumerate(deliveries) if place not in told),
        attempts=max(each.attempts for each in deliveries),
    )


def split(whole: Bundle, fit: Callable[[Bundle], int]) -> tuple[Bundle, ...]:
    """`whole` in pieces of one message each; `fit` says how many members of a bundle one holds, in order."""
    pieces, rest = [], whole
    while rest.members:
        most = max(1, fit(rest))
        pieces.append(_part(rest, rest.told[:most], rest.named[: max(0, most - len(rest.told))]))
        rest = _part(rest, rest.told[most:], rest.named[max(0, most - len(rest.told)) :])
        rest = replace(rest, piece=replace(rest.piece, number=rest.piece.number + 1))
    return tuple(pieces)


def _part(whole: Bundle, told: tuple[Delivery, ...], named: tuple[Delivery, ...]) -> Bundle:
    return replace(whole, piece=replace(whole.piece, told=len(told)), told=told, named=named)


def _whole(deliveries: Sequence[Delivery], told: Sequence[int]) -> Piece:
    name = digest(*sorted(each.id for each in deliveries))
    return Piece(bundle=name, number=1, told=len(told), size=len(deliveries), head=deliveries[told[0]].id)


def _weight(delivery: Delivery) -> tuple[int, int]:
    """Reported by more outlets first, then what more watches hit; of equals the one that waited longer."""
    return len(delivery.alert.also), len(delivery.alert.watches)
