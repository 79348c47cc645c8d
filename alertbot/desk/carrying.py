"""A watchlist with its settings as a text people can read, and back. Subscribers in, subscribers out. No IO.

One watch a line; a line that begins with # says how they are told: `# quiet: 22:00-07:00 silent`. A line
that is neither a watch nor one of these settings is left alone.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import get_args

from alertbot.alerts.quiet import QuietHours
from alertbot.alerts.subscriber import Mode, MutedSource, Subscriber
from alertbot.desk.when import read_clock, read_quiet
from alertbot.desk.zones import zone_of
from alertbot.language import Language

OFF = "off"
SILENT = " silent"
MOST_MUTED = 200


def written(subscriber: Subscriber) -> str:
    settings = [
        f"timezone: {subscriber.timezone}",
        f"mode: {subscriber.mode}",
        f"digest: {subscriber.digest_at:%H:%M}" if subscriber.digest_at else f"digest: {OFF}",
        f"quiet: {_span(subscriber.quiet_hours)}",
        *(["previews: on"] if subscriber.previews else []),
        *(f"muted: {each.outlet}" for each in subscriber.muted_sources if each.until is None),
    ]
    return "\n".join([*(f"# {each}" for each in settings), *(each.query for each in subscriber.watches), ""])


def with_settings(subscriber: Subscriber, text: str, words: Language) -> Subscriber:
    """The subscriber with the settings that stand in `text`; what cannot be read stays as it was."""
    for line in text.splitlines():
        name, colon, value = line.strip().removeprefix("#").partition(":")
        if line.strip().startswith("#") and colon and name.strip().lower() in SETTINGS:
            subscriber = SETTINGS[name.strip().lower()](subscriber, value.strip(), words)
    return subscriber


def _span(hours: QuietHours | None) -> str:
    return f"{hours.start:%H:%M}-{hours.end:%H:%M}{SILENT * hours.silent}" if hours else OFF


def _timezone(subscriber: Subscriber, value: str, words: Language) -> Subscriber:
    return replace(subscriber, timezone=zone_of(value, words) or subscriber.timezone)


def _mode(subscriber: Subscriber, value: str, words: Language) -> Subscriber:
    modes: tuple[Mode, ...] = get_args(Mode)
    return replace(subscriber, mode=next((each for each in modes if each == value), subscriber.mode))


def _digest(subscriber: Subscriber, value: str, words: Language) -> Subscriber:
    at = read_clock(value)
    return replace(subscriber, digest_at=at) if at or value == OFF else subscriber


def _quiet(subscriber: Subscriber, value: str, words: Language) -> Subscriber:
    hours = read_quiet(value.removesuffix(SILENT))
    if hours:
        return replace(subscriber, quiet_hours=replace(hours, silent=value.endswith(SILENT)))
    return replace(subscriber, quiet_hours=None) if value == OFF else subscriber


def _previews(subscriber: Subscriber, value: str, words: Language) -> Subscriber:
    return replace(subscriber, previews=value == "on")


def _muted(subscriber: Subscriber, value: str, words: Language) -> Subscriber:
    known = {each.outlet for each in subscriber.muted_sources}
    if not value or value in known or len(known) >= MOST_MUTED:
        return subscriber
    return replace(subscriber, muted_sources=(*subscriber.muted_sources, MutedSource(outlet=value)))


SETTINGS: dict[str, Callable[[Subscriber, str, Language], Subscriber]] = {
    "timezone": _timezone,
    "mode": _mode,
    "digest": _digest,
    "quiet": _quiet,
    "previews": _previews,
    "muted": _muted,
}
