"""All sources and subscribers: what the configuration names, and what is in the store. Edge."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from alertbot.alerts.subscriber import Subscriber
from alertbot.settings import provision
from alertbot.settings.file import File
from alertbot.store.sources import Listed
from alertbot.store.store import Store
from alertbot.stories.source import SourceState
from alertbot.watches.reading import Reading

AGGREGATORS = ("news.google.", "bing.", "news.yahoo.")
"""Their entries name outlets of their own."""

MOST_SUBSCRIBERS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Whom and what the bot knows. `led`: a process of ours polls Telegram; `contested`: another one too."""

    sources: Sequence[Listed]
    subscribers: Sequence[Subscriber]
    led: bool = False
    contested: bool = False

    def names(self) -> list[Reading]:
        """What the sources are called; empty when not everything they could be called is known."""
        called = [each.source.name or each.state.title for each in self.sources]
        hosts = [urlsplit(each.source.url).hostname or "" for each in self.sources]
        is_open = any(host.startswith(each) or f".{each}" in host for host in hosts for each in AGGREGATORS)
        return [] if is_open or not all(called) else [Reading(name) for name in called]


def from_file(file: File) -> Known:
    """What the configuration alone says."""
    return Known(
        sources=[Listed(source=each, state=SourceState(), due=None) for each in provision.sources(file)],
        subscribers=provision.subscribers(file),
    )


async def from_store(store: Store, file: File) -> Known:
    """What the configuration says, with what is kept of it, and everything people added."""
    named = from_file(file)
    kept = {each.source.id: each for each in await store.sources.listed()}
    sources = [replace(kept.pop(each.source.id, each), source=each.source) for each in named.sources]
    subscribers = {each.name: each for each in named.subscribers}
    async for each in store.subscribers.each():
        if each.name in subscribers or not each.provisioned:
            in_file = subscribers.get(each.name)
            subscribers[each.name] = replace(in_file, stopped=each.stopped) if in_file else each
        if len(subscribers) >= MOST_SUBSCRIBERS:
            break
    return Known(
        sources=[*sources, *(each for each in kept.values() if each.source.origin == "added")],
        subscribers=list(subscribers.values()),
        led=await store.upkeep.led("telegram"),
        contested=await store.upkeep.contested("telegram"),
    )
