"""The STORIES argument of a command: a file, standard input, or a URL that is fetched first."""

import asyncio
import sys
from collections.abc import Iterable

from alertbot.cli.configured import configured
from alertbot.sources.fetch import Fetched, Fetcher
from alertbot.sources.given import Given, given_feed, is_url, read_given
from alertbot.sources.guard import Network


def stories_of(argument: str) -> Iterable[Given]:
    """The stories `argument` names, in order. Raises UsageError for a bad line, SourceError for no feed.

    Only a URL needs the configuration: for the networks that may be fetched from.
    """
    if not is_url(argument):
        return read_given(argument, sys.stdin.buffer)
    return asyncio.run(fetched(argument, configured().file.fetch.allow_networks))


async def fetched(url: str, allow_networks: Iterable[Network]) -> tuple[Given, ...]:
    """The stories of the feed at `url`. Raises SourceError."""
    async with Fetcher(allow_networks=allow_networks) as fetcher:
        found = await fetcher.get(url)
    if not isinstance(found, Fetched):  # nothing was asked that could be answered so
        return ()
    return given_feed(found.body, url=found.url, content_type=found.content_type)
