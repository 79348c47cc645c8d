"""One poll end to end: a server, the fetcher and the parsing processes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from ipaddress import ip_network

import pytest

from alertbot.sources.fetch import Fetcher
from alertbot.sources.poll import Poller, Read, Unchanged
from alertbot.stories.source import SourceState, source_at
from tests.made.server import Visit, serving

FEED = b"""<rss version="2.0"><channel><title>The Example</title>
<item><guid>1</guid><title>One</title><link>https://example.com/1</link></item></channel></rss>"""


@pytest.fixture
async def poller() -> AsyncIterator[Poller]:
    async with Fetcher(allow_networks=[ip_network("127.0.0.0/8")]) as fetcher, Poller(fetcher) as poller:
        yield poller


async def publish(visit: Visit) -> None:
    await visit.answer(FEED, "ETag: a", "Content-Type: application/rss+xml")


async def test_a_feed_is_read_once_and_skipped_while_its_body_stays(poller: Poller) -> None:
    async with serving(publish) as server:
        source = source_at(f"{server.url}/feed")
        first = await poller.find(source, SourceState())
        assert isinstance(first, Read)
        assert [(first.feed.title, entry.title) for entry in first.feed.entries] == [("The Example", "One")]
        state = SourceState(etag=first.answer.etag, body=first.answer.body)
        again = await poller.find(source, state)
        assert isinstance(again, Unchanged)
        assert (again.answer.etag, again.answer.body) == ("a", first.answer.body)
        changed = await poller.find(source, replace(state, body="another"))
        assert isinstance(changed, Read)


async def test_a_304_confirms_the_validators_it_leaves_out(poller: Poller) -> None:
    async def unchanged(visit: Visit) -> None:
        await visit.send(b"HTTP/1.1 304 Not Modified\r\n\r\n")

    async with serving(unchanged) as server:
        found = await poller.find(source_at(server.url), SourceState(etag="a", last_modified="b", body="c"))
        assert isinstance(found, Unchanged)
        assert (found.answer.etag, found.answer.last_modified, found.answer.body) == ("a", "b", "c")
