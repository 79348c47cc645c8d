"""The counter with all it needs to gather facts: the settings, the store, and a way to look at feeds. Edge."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from alertbot.desk.facts import Preview
from alertbot.errors import SourceError, sentence
from alertbot.settings import provision
from alertbot.settings.environment import Secrets
from alertbot.settings.load import Settings
from alertbot.sources.fetch import Fetcher
from alertbot.sources.find import find_feed
from alertbot.sources.links import shown
from alertbot.sources.parser import Parser
from alertbot.sources.typed import addresses_of
from alertbot.store.store import Store
from alertbot.stories.source import Source, source_at
from alertbot.surfaces.counter import Counter, House
from alertbot.surfaces.preview import preview


def house(settings: Settings) -> House:
    """What the operator settled for everyone."""
    subscribers = provision.subscribers(settings.file)
    return House(
        timezone=str(settings.file.bot.timezone),
        open=settings.file.bot.open,
        public_url=settings.secrets.public_url or "",
        email=_can_mail(settings.secrets),
        provisioned={address: each.name for each in subscribers for address in each.addresses},
    )


def _can_mail(given: Secrets) -> bool:
    """Whether mail can be sent, and whoever is asked for their address finds the page to agree on."""
    return bool(given.smtp_url and given.email_from and given.public_url)


@asynccontextmanager
async def open_counter(
    settings: Settings, store: Store, *, clock: Callable[[], datetime]
) -> AsyncIterator[Counter]:
    """A counter for one surface; the processes that look at feeds start with the first look."""
    allowed = settings.file.fetch.allow_networks
    async with Fetcher(allow_networks=allowed) as fetcher, Parser() as parser:

        async def find_source(url: str) -> Source:
            addresses = addresses_of(url)
            if not addresses:
                raise SourceError(
                    sentence("{url} is not an http or https address", url=shown(url)), kind="address"
                )
            found = await find_feed(addresses, fetcher, parser)
            return source_at(found.url, name=found.feed.title, origin="added")

        async def find_preview(query: str) -> Preview:
            return await preview(store.recent, query, clock())

        yield Counter(store, house(settings), clock=clock, find_source=find_source, find_preview=find_preview)
