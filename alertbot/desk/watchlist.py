"""A watchlist and what can be done to it. Subscribers in, subscribers out. No IO.

What is added or removed together carries one mark, its batch, and can be taken back together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from alertbot.alerts.alert import Address
from alertbot.alerts.subscriber import Subscriber, Watch, watchlist

MOST_WATCHES = 1000
"""Watches one subscriber may have: more is a feed, not an interest."""

MOST_REMOVED = 20
"""Watches kept for undo, beside those removed last."""


def batch_of(now: datetime, done: Literal["added", "removed", "exchanged"]) -> str:
    """The mark for what is done at `now`."""
    return f"{done[0]}{int(now.timestamp() * 1000):x}"


def find(subscriber: Subscriber, watch: str) -> Watch | None:
    """The watch with the id `watch`."""
    return next((each for each in subscriber.watches if each.id == watch), None)


def named(subscriber: Subscriber, which: str) -> Watch | None:
    """The watch people call `which`: its number in the list (from 1), its text in any case, or its id."""
    number = which.strip().lstrip("#").rstrip(".")
    if number.isdecimal() and len(number) < 6:
        place = int(number) - 1
        return subscriber.watches[place] if 0 <= place < len(subscriber.watches) else None
    said = _said(which)
    by_text = (each for each in subscriber.watches if _said(each.query) == said)
    return next(by_text, None) or find(subscriber, which.strip())


def add(subscriber: Subscriber, queries: Iterable[str], batch: str) -> tuple[Subscriber, tuple[Watch, ...]]:
    """The subscriber with those of `queries` that are new, as far as there is room, and what was added."""
    known = {each.id for each in subscriber.watches}
    room = MOST_WATCHES - len(subscriber.watches)
    new = [each for each in watchlist(subscriber.name, queries) if each.id not in known][: max(room, 0)]
    added = tuple(replace(each, batch=batch) for each in new)
    return replace(subscriber, watches=(*subscriber.watches, *added)), added


def remove(subscriber: Subscriber, ids: Sequence[str], batch: str) -> Subscriber:
    """The subscriber without the watches `ids`, which it remembers under `batch`."""
    gone = tuple(replace(each, batch=batch) for each in subscriber.watches if each.id in ids)
    kept = tuple(each for each in subscriber.watches if each.id not in ids)
    return replace(subscriber, watches=kept, removed=(*subscriber.removed[-MOST_REMOVED:], *gone))


def exchange(subscriber: Subscriber, watch: Watch, query: str, batch: str) -> Subscriber:
    """The subscriber with `query` in the place of `watch`, which it remembers under `batch`."""
    (new,) = watchlist(subscriber.name, [query])
    new = replace(new, batch=batch, muted_until=watch.muted_until)
    others = [each for each in subscriber.watches if each.id != new.id or each.id == watch.id]
    return replace(
        subscriber,
        watches=tuple(new if each.id == watch.id else each for each in others),
        removed=(*subscriber.removed[-MOST_REMOVED:], replace(watch, batch=batch)),
    )


def undo(subscriber: Subscriber, batch: str) -> tuple[Subscriber, tuple[Watch, ...]]:
    """The subscriber as before the removal marked `batch`, and what came back (nothing the second time)."""
    back = tuple(each for each in subscriber.removed if each.batch == batch)
    ids = {each.id for each in back}
    if not back:
        return subscriber, ()
    place = next((n for n, each in enumerate(subscriber.watches) if each.batch == batch), len(subscriber.watches))
    kept = [(n, each) for n, each in enumerate(subscriber.watches) if each.batch != batch and each.id not in ids]
    before = tuple(each for n, each in kept if n < place)
    after = tuple(each for n, each in kept if n >= place)
    restored = tuple(replace(each, batch="") for each in back)
    removed = tuple(each for each in subscriber.removed if each.batch != batch)
    return replace(subscriber, watches=(*before, *restored, *after), removed=removed), restored


def changed(subscriber: Subscriber, watch: Watch) -> Subscriber:
    """The subscriber with `watch` in the place of the one with its id."""
    return replace(
        subscriber, watches=tuple(watch if each.id == watch.id else each for each in subscriber.watches)
    )


def moved(subscriber: Subscriber, name: str, address: Address, there: Subscriber | None) -> Subscriber:
    """The subscriber under another name and address; the ids of its watches follow its name.

    Who is `there` already, because somebody spoke before the move was known, gets its watches in addition.
    """
    if there is not None:
        return add(there, (each.query for each in subscriber.watches), "")[0]
    old = {each.query: each for each in subscriber.watches}
    watches = watchlist(name, old)
    kept = tuple(replace(each, muted_until=old[each.query].muted_until) for each in watches)
    mail = (each for each in subscriber.addresses if each.channel == "email")
    return replace(subscriber, name=name, addresses=(address, *mail), watches=kept, removed=())


def _said(query: str) -> str:
    return " ".join(query.casefold().replace("“", '"').replace("”", '"').split()).strip('"')
