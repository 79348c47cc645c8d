"""Who is told, what they watch and how they want to be told. No IO."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal

from alertbot.alerts.alert import Address
from alertbot.alerts.quiet import QuietHours
from alertbot.events.verdict import Policy
from alertbot.stories.identity import digest

Mode = Literal["instant", "digest", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One standing query of one subscriber. `id` is a function of both, `query` what was typed.

    While `muted_until` lies ahead the watch is silent; None is never silent. `batch` marks what was
    added, or removed, together, so that it can be taken back together.
    """

    id: str
    query: str
    muted_until: datetime | None = None
    batch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MutedSource:
    """Stories of the outlet `outlet` are not told before `until`; None is for ever."""

    outlet: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """Nothing is sent to `address` any more, or not yet, and `why`: its reader said so, or it is gone.

    `asked` says that its owner got the one message that asks whether they want any.
    """

    address: Address
    why: str
    asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """Who is told: `addresses` are delivered to independently, one delivery each.

    A provisioned subscriber comes from the configuration and is read-only in the chats; a chat that
    talks to the bot is the subscriber `CHANNEL:TO` of its own address. `timezone` is an IANA name,
    `lang` the language of the bot's own words. `mode` and `digest_at` (local time) choose between alerts
    and the daily summary, which with `digest_empty` comes also when there is no news. `paused_until`,
    like a snooze, holds alerts until then. `policy` says how events are folded, `grouping` how long
    alerts are gathered into one message, and `breaking_outlets` how many outlets make an event pass
    through quiet hours (None: never). `removed` are the watches taken away last, for undo. `admins_only`
    says that in a group only its admins change things. `stopped` are the addresses that are not
    delivered to: see `told_at`. `previews` asks for a preview of the article under an alert.
    """

    name: str
    addresses: tuple[Address, ...]
    watches: tuple[Watch, ...]
    provisioned: bool
    timezone: str = "UTC"
    lang: str = "en"
    mode: Mode = "instant"
    digest_at: time | None = None
    digest_empty: bool = False
    quiet_hours: QuietHours | None = None
    paused_until: datetime | None = None
    muted_sources: tuple[MutedSource, ...] = ()
    policy: Policy = "normal"
    grouping: timedelta | None = None
    breaking_outlets: int | None = None
    removed: tuple[Watch, ...] = ()
    admins_only: bool = True
    stopped: tuple[Stopped, ...] = ()
    previews: bool = False


def watchlist(subscriber: str, queries: Iterable[str]) -> tuple[Watch, ...]:
    """The watches of one subscriber, in order, each query once."""
    return tuple(Watch(id=digest(subscriber, query), query=query) for query in dict.fromkeys(queries))


def told_at(subscriber: Subscriber) -> tuple[Address, ...]:
    """The addresses that may be delivered to now."""
    stopped = {each.address for each in subscriber.stopped}
    return tuple(address for address in subscriber.addresses if address not in stopped)


def with_stopped(subscriber: Subscriber, address: Address, why: str) -> Subscriber:
    """`subscriber` with nothing sent to `address` any more, for the reason `why`; empty sends to it again."""
    others = tuple(each for each in subscriber.stopped if each.address != address)
    return replace(subscriber, stopped=(*others, Stopped(address=address, why=why)) if why else others)


def why_stopped(subscriber: Subscriber, address: Address) -> str:
    """Why nothing is sent to `address`; empty when something is."""
    return next((each.why for each in subscriber.stopped if each.address == address), "")
