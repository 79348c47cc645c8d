"""From what someone typed to a feed that can be read: the address itself, else what its page leads to. Edge."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from alertbot.errors import SourceError, sentence
from alertbot.sources.fetch import Fetched, Fetcher, NotModified
from alertbot.sources.links import shown
from alertbot.sources.parser import Parser
from alertbot.sources.sites import known_feeds
from alertbot.stories.story import Feed

MOST_TRIES: Final = 6
"""Candidates of one page that are fetched: enough for the usual places, few enough for the publisher."""


MOST_TRIES_BEHIND: Final = 3
"""Candidates that are fetched from a page which only lists feeds, as the "RSS" of many newspapers does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed and its address, with at least one story."""

    url: str
    feed: Feed


Links = Callable[[bytes, str], Awaitable[tuple[str, ...]]]
Look = Callable[[str], Awaitable[tuple[Fetched, Feed | SourceError]]]


async def find_feed(addresses: Sequence[str], fetcher: Fetcher, parser: Parser) -> Found:
    """The feed at the first address, or the first readable one its page leads to. Raises SourceError.

    The other addresses are for when nothing answers at the first.
    """

    async def look(at: str) -> tuple[Fetched, Feed | SourceError]:
        fetched = await fetcher.get(at)
        if isinstance(fetched, NotModified):  # nothing was asked that could be answered so
            raise SourceError(sentence("{url} answers 304 to a first visit", url=shown(at)), kind="status")
        try:
            feed = await parser.read(fetched.body, url=fetched.url, content_type=fetched.content_type)
        except SourceError as error:
            return fetched, error
        return fetched, feed

    return await first_reached(addresses, look, parser.links)


async def first_reached(addresses: Sequence[str], look: Look, links: Links) -> Found:
    """What `choose` finds at the first address where anything answers. Raises SourceError about the first one."""
    errors: list[SourceError] = []
    for url in addresses:
        try:
            return await choose(url, look, links)
        except SourceError as error:
            if error.kind != "unreachable" and not errors:
                raise
            errors.append(error)
    raise errors[0]


async def choose(url: str, look: Look, links: Links) -> Found:
    """The first of `url` and its candidates in which a story could be read. Raises SourceError.

    `look` fetches and reads one address; it raises SourceError when it cannot be fetched. `links` says where a
    page leads.
    """
    known = known_feeds(url)
    found, _ = await _first(known, look)
    if found is not None:
        return found
    try:
        fetched, read = await look(url)
    except SourceError as error:
        if error.kind != "forbidden":
            raise
        usual = await links(b"", url)  # the page may be for people only, and the feed for all
        found, _ = await _first(usual[:MOST_TRIES_BEHIND], look)
        if found is None:
            raise
        return found
    if isinstance(read, Feed):
        return _with_stories(url, read)
    return await _behind(url, fetched, known, look, links)


async def _behind(url: str, page: Fetched, known: Iterable[str], look: Look, links: Links) -> Found:
    """What a page leads to, or a page that lists feeds and to which it leads. Raises SourceError."""
    tried = {url, page.url, *known}
    candidates = [link for link in await links(page.body, page.url) if link not in tried][:MOST_TRIES]
    found, pages = await _first(candidates, look)
    if found is None and pages:
        tried.update(candidates)
        more = [link for link in await links(pages[0].body, pages[0].url) if link not in tried]
        found, _ = await _first(more[:MOST_TRIES_BEHIND], look)
    if found is None:
        raise SourceError(
            sentence("{url} leads to no feed with stories; give the address of a feed", url=shown(url)),
            kind="no-feed",
        )
    return found


async def _first(urls: Iterable[str], look: Look) -> tuple[Found | None, list[Fetched]]:
    """The first feed with stories, and the pages that were met before it."""
    pages = []
    for url in urls:
        try:
            fetched, read = await look(url)
        except SourceError:
            continue
        if not isinstance(read, Feed):
            pages.append(fetched)
        elif read.entries:
            return Found(url=url, feed=read), pages
    return None, pages


def _with_stories(url: str, feed: Feed) -> Found:
    if not feed.entries:
        raise SourceError(
            sentence("{url} is a feed without stories; try again when it has some", url=shown(url)), kind="empty"
        )
    return Found(url=url, feed=feed)
