"""One poll end to end: a server, the fetcher and the parsing processes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from ipaddress import ip_network

import pytest

from alertbot.sources.fetch import Fetcher
from alertbot.sources.lanes import Lane
from alertbot.sources.poll import Poller, Read, Seen, Shown, Unchanged, lane_of
from alertbot.store.codec import unfiled
from alertbot.stories.source import SourceState, source_at
from tests.made.server import Visit, serving
from tests.made.values import NOW

FEED = b"""<rss version="2.0"><channel><title>The Example</title>
<item><guid>1</guid><title>One</title><link>https://example.com/1</link></item></channel></rss>"""


@pytest.fixture
async def poller() -> AsyncIterator[Poller]:
    async with Fetcher(allow_networks=[ip_network("127.0.0.0/8")]) as fetcher, Poller(fetcher) as poller:
        yield poller


async def publish(visit: Visit) -> None:
    await visit.answer(FEED, "ETag: a", "Content-Type: application/rss+xml")


async def nothing_seen() -> Seen:
    return Seen(marks={}, now=NOW)


async def test_a_feed_is_read_once_and_skipped_while_its_body_stays(poller: Poller) -> None:
    async with serving(publish) as server:
        source = source_at(f"{server.url}/feed")
        first = await poller.find(source, SourceState(), nothing_seen)
        assert isinstance(first, Read)
        assert (first.feed.title, first.feed.entries) == ("The Example", ())
        assert (len(first.judgement.marks), len(first.judgement.stories)) == (2, 0)
        state = SourceState(etag=first.answer.etag, body=first.answer.body)
        again = await poller.find(source, state, nothing_seen)
        assert isinstance(again, Unchanged)
        assert (again.answer.etag, again.answer.body) == ("a", first.answer.body)
        changed = await poller.find(source, replace(state, body="another"), nothing_seen)
        assert isinstance(changed, Read)


async def test_what_is_new_is_a_story_of_the_source_by_its_own_name_or_its_feed_s(poller: Poller) -> None:
    async with serving(publish) as server:
        source, known = source_at(f"{server.url}/feed"), SourceState(last_ok=NOW)
        for name, outlet in (("", "The Example"), ("Ours", "Ours")):
            found = await poller.find(replace(source, name=name), known, nothing_seen)
            assert isinstance(found, Read)
            (told,) = unfiled(found.judgement.stories)
            assert (told.title, told.source, told.outlet, told.seen) == ("One", source.id, outlet, NOW)


async def test_who_asks_is_shown_all_that_a_source_has(poller: Poller) -> None:
    async with serving(publish) as server:
        found = await poller.show(source_at(f"{server.url}/feed"))
    assert isinstance(found, Shown)
    assert [(found.feed.title, entry.title) for entry in found.feed.entries] == [("The Example", "One")]


@pytest.mark.parametrize(
    ("state", "lane"),
    [
        (SourceState(), Lane.UNPROVEN),
        (SourceState(last_ok=NOW), Lane.QUICK),
        (SourceState(last_ok=NOW, failures=1, why="timeout"), Lane.UNPROVEN),
        (SourceState(last_ok=NOW, failures=1, why="parse-timeout"), Lane.SLOW),
        (SourceState(failures=1, why="parse-timeout"), Lane.SLOW),
    ],
)
def test_a_source_that_was_not_read_well_leaves_others_their_place(state: SourceState, lane: Lane) -> None:
    assert lane_of(state) is lane


async def test_a_304_confirms_the_validators_it_leaves_out(poller: Poller) -> None:
    async def unchanged(visit: Visit) -> None:
        await visit.send(b"HTTP/1.1 304 Not Modified\r\n\r\n")

    state = SourceState(etag="a", last_modified="b", body="c")
    async with serving(unchanged) as server:
        found = await poller.find(source_at(server.url), state, nothing_seen)
        assert isinstance(found, Unchanged)
        assert (found.answer.etag, found.answer.last_modified, found.answer.body) == ("a", "b", "c")
