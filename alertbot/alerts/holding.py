"""When an alert is not for now. A subscriber and a moment in, a hold or a reason out. No IO.

Every suppression has a name, which `explain` shows: `paused`, `quiet-hours` and `grouping` hold a
delivery until a moment; `muted-source` and `muted-watch` keep it back for good, `digest-only` leaves it
to the daily summary.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from alertbot.alerts.alert import Address, Delivery
from alertbot.alerts.daily import zone_of
from alertbot.alerts.quiet import SILENT, Hush, quiet_until
from alertbot.alerts.subscriber import Subscriber, Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Not before `until`, for `reason`."""

    until: datetime
    reason: str


def holding(subscriber: Subscriber, *, outlets: int, now: datetime, address: Address | None = None) -> Hold | None:
    """What keeps an alert of an event with `outlets` outlets from `subscriber` at `now`, None when nothing does.

    One hold may end inside another: it is the last end that counts, and the first reason. A pause was
    asked for, so breaking news do not pass through it. Quiet hours do not hold what comes silently
    at `address`.
    """
    away = absence(subscriber, outlets=outlets, now=now, address=address)
    reason, until = (away.reason, away.until) if away else ("", now)
    grouped = _grouped(subscriber, until)
    if grouped is not None and not _is_breaking(subscriber, outlets):
        reason, until = reason or grouped.reason, grouped.until
    return Hold(until=until, reason=reason) if reason else None


def absence(subscriber: Subscriber, *, outlets: int, now: datetime, address: Address | None) -> Hold | None:
    """The pause or the quiet hours that `now` is in; the end of one may lie inside the other."""
    reason, until = "", now
    sleeps = subscriber if hushed_at(subscriber, address) is None else replace(subscriber, quiet_hours=None)
    for _ in range(3):
        hold = _paused(subscriber, until) or _quiet(sleeps, until, outlets)
        if hold is None:
            break
        reason, until = reason or hold.reason, hold.until
    return Hold(until=until, reason=reason) if reason else None


def hushed_at(subscriber: Subscriber, address: Address | None) -> Hush | None:
    """When messages to `address` make no sound; None where they always do, or wait instead."""
    hours = subscriber.quiet_hours
    if hours is None or not hours.silent or address is None or address.channel not in SILENT:
        return None
    return Hush(hours=hours, timezone=subscriber.timezone)


def is_silent(delivery: Delivery, now: datetime) -> bool:
    """Whether `delivery` makes no sound when it is sent at `now`; breaking news always do."""
    if delivery.hush is None:
        return False
    if delivery.breaking is not None and 1 + len(delivery.alert.also) >= delivery.breaking:
        return False
    return quiet_until(delivery.hush.hours, zone_of(delivery.hush.timezone), now) is not None


def muting(subscriber: Subscriber, watches: Sequence[Watch], *, outlet: str, now: datetime) -> str:
    """Why a story of `outlet` that hit `watches` is not for `subscriber` now, empty when it is."""
    if mutes(subscriber, outlet=outlet, now=now):
        return "muted-source"
    return "muted-watch" if all(is_muted(watch, now) for watch in watches) else ""


def mutes(subscriber: Subscriber, *, outlet: str, now: datetime) -> bool:
    """Whether `subscriber` wants to hear nothing of `outlet` now."""
    return any(each.outlet == outlet and _lies_ahead(each.until, now) for each in subscriber.muted_sources)


def is_muted(watch: Watch, now: datetime) -> bool:
    return watch.muted_until is not None and watch.muted_until > now


def _lies_ahead(until: datetime | None, now: datetime) -> bool:
    return until is None or until > now


def _paused(subscriber: Subscriber, now: datetime) -> Hold | None:
    until = subscriber.paused_until
    return Hold(until=until, reason="paused") if until is not None and until > now else None


def _quiet(subscriber: Subscriber, now: datetime, outlets: int) -> Hold | None:
    if subscriber.quiet_hours is None or _is_breaking(subscriber, outlets):
        return None
    until = quiet_until(subscriber.quiet_hours, zone_of(subscriber.timezone), now)
    return None if until is None else Hold(until=until, reason="quiet-hours")


def _grouped(subscriber: Subscriber, now: datetime) -> Hold | None:
    """Windows follow each other from midnight UTC on, so that all processes agree on them."""
    window = subscriber.grouping
    if not window:
        return None
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return Hold(until=midnight + window * ((now - midnight) // window + 1), reason="grouping")


def _is_breaking(subscriber: Subscriber, outlets: int) -> bool:
    return subscriber.breaking_outlets is not None and outlets >= subscriber.breaking_outlets
