"""From what someone typed to a feed that can be read: the address itself, else what its page leads to. Edge."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from alertbot.errors import SourceError, sentence
from alertbot.sources.discover import known_feeds
from alertbot.sources.fetch import Fetched, Fetcher, NotModified
from alertbot.sources.links import shown
from alertbot.sources.parser import Parser
from alertbot.stories.story import Feed

MOST_TRIES: Final = 6
"""Candidates of one page that are fetched: enough for the usual places, few enough for the publisher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed and its address, with at least one story."""

    url: str
    feed: Feed


Links = Callable[[bytes, str], Awaitable[tuple[str, ...]]]
Look = Callable[[str], Awaitable[tuple[Fetched, Feed | SourceError]]]


async def find_feed(url: str, fetcher: Fetcher, parser: Parser) -> Found:
    """The feed at `url`, or the first readable one its page leads to. Raises SourceError in one sentence."""

    async def look(at: str) -> tuple[Fetched, Feed | SourceError]:
        fetched = await fetcher.get(at)
        if isinstance(fetched, NotModified):  # nothing was asked that could be answered so
            raise SourceError(sentence("{url} answers 304 to a first visit", url=shown(at)), kind="status")
        try:
            feed = await parser.read(fetched.body, url=fetched.url, content_type=fetched.content_type)
        except SourceError as error:
            return fetched, error
        return fetched, feed

    return await choose(url, look, parser.links)


async def choose(url: str, look: Look, links: Links) -> Found:
    """The first of `url` and its candidates in which a story could be read. Raises SourceError.

    `look` fetches and reads one address; it raises SourceError when it cannot be fetched. `links` says where a
    page leads.
    """
    first = known_feeds(url)
    for candidate in first:
        found = await _try(candidate, look)
        if found is not None:
            return found
    fetched, read = await look(url)
    if isinstance(read, Feed):
        if not read.entries:
            raise SourceError(
                sentence("{url} is a feed without stories; try again when it has some", url=shown(url)),
                kind="empty",
            )
        return Found(url=url, feed=read)
    for candidate in [link for link in await links(fetched.body, fetched.url) if link not in first][:MOST_TRIES]:
        found = await _try(candidate, look)
        if found is not None:
            return found
    raise SourceError(
        sentence("{url} leads to no feed with stories; give the address of a feed", url=shown(url)), kind="no-feed"
    )


async def _try(url: str, look: Look) -> Found | None:
    try:
        _, read = await look(url)
    except SourceError:
        return None
    return Found(url=url, feed=read) if isinstance(read, Feed) and read.entries else None
