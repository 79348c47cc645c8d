"""What the configuration file provisions, as the values the rest of alertbot works with. No IO."""

from dataclasses import replace

from alertbot.alerts.alert import Address
from alertbot.alerts.subscriber import Subscriber, watchlist
from alertbot.secret import Secret
from alertbot.settings.file import CHANNELS, File, SubscriberSettings
from alertbot.stories.source import Source, source_at
from alertbot.watches.query import parse_watches


def sources(file: File) -> tuple[Source, ...]:
    """The sources of the file, in its order."""
    return tuple(source_at(each.url, name=each.name or "", tags=each.tags) for each in file.sources)


def subscribers(file: File) -> tuple[Subscriber, ...]:
    """The subscribers of the file, in its order; each watch with commas outside quotes is several."""
    return tuple(_subscriber(each, str(file.bot.timezone)) for each in file.subscribers)


def _subscriber(said: SubscriberSettings, timezone: str) -> Subscriber:
    queries = [query.text for watches in said.watches for query in parse_watches(watches)]
    return Subscriber(
        name=said.name,
        addresses=tuple(_addresses(said)),
        watches=watchlist(said.name, queries),
        provisioned=True,
        timezone=str(said.timezone or timezone),
        lang=said.lang,
        mode=said.mode,
        digest_at=said.digest_at,
        digest_empty=said.digest_empty,
        quiet_hours=said.quiet_hours and replace(said.quiet_hours, silent=said.quiet_mode == "silent"),
        policy=said.policy,
        grouping=said.grouping,
        breaking_outlets=said.breaking,
    )


def _addresses(said: SubscriberSettings) -> list[Address]:
    told = [(channel, getattr(said, channel)) for channel in CHANNELS]
    return [Address(channel=channel, to=_to(said, to)) for channel, to in told if to]


def _to(said: SubscriberSettings, to: str | bool | Secret) -> str:
    if isinstance(to, Secret):
        return to.reveal()
    return said.name if to is True else str(to)
