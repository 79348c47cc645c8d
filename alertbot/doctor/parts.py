"""Looks at the channels and the sources, all at once. Edge."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

from alertbot.channels.channel import Channel
from alertbot.channels.registry import CHANNELS
from alertbot.doctor.finding import Finding, fault, fine, off, warning
from alertbot.errors import ChannelError, SourceError
from alertbot.settings.environment import Secrets
from alertbot.sources.links import shown
from alertbot.sources.poll import Busy, Poller, Unchanged
from alertbot.stories.source import Source, SourceState

AT_ONCE = 16


async def look_at_channels(secrets: Secrets, wanted: Iterable[str]) -> list[Finding]:
    """A finding for each channel; one that a subscriber wants and that is off is a fault."""
    needed = frozenset(wanted)
    return list(await asyncio.gather(*(_look_at_channel(name, secrets, name in needed) for name in CHANNELS)))


async def look_at_sources(poller: Poller, sources: Iterable[Source], now: datetime) -> list[Finding]:
    """A finding for each source, in order: how many stories it lists, or why it cannot be read."""
    slots = asyncio.Semaphore(AT_ONCE)

    async def look(source: Source) -> Finding:
        async with slots:
            return await _look_at_source(poller, source, now)

    return list(await asyncio.gather(*map(look, sources)))


async def _look_at_channel(name: str, secrets: Secrets, needed: bool) -> Finding:
    try:
        channel = CHANNELS[name](secrets)
    except ChannelError as error:
        return fault(name, f"a subscriber wants it, but {error}") if needed else off(name, str(error))
    return await _answer(name, channel)


async def _answer(name: str, channel: Channel) -> Finding:
    try:
        return fine(name, await channel.check())
    except ChannelError as error:
        return fault(name, str(error))
    finally:
        await channel.close()


async def _look_at_source(poller: Poller, source: Source, now: datetime) -> Finding:
    about = source.name or shown(source.url)
    try:
        found = await poller.find(source, SourceState())
    except SourceError as error:
        return fault(about, str(error))
    if isinstance(found, Busy):
        return warning(about, "its host has enough to do at the moment; check again later")
    if isinstance(found, Unchanged) or not found.feed.entries:
        return warning(about, "it lists no stories at the moment; look whether it is the feed you mean")
    dates = [entry.published for entry in found.feed.entries if entry.published]
    newest = f", the newest {_age(now - max(dates))} old" if dates else ""
    return fine(about, f"{len(found.feed.entries)} stories{newest}")


def _age(past: timedelta) -> str:
    hours = int(past.total_seconds() // 3600)
    return f"{hours // 24} days" if hours >= 48 else f"{hours} hours" if hours >= 2 else "less than 2 hours"
