"""The STORIES argument that is a URL."""

from ipaddress import ip_network

import pytest

from alertbot.cli.stories import fetched
from alertbot.errors import SourceError
from alertbot.sources.given import Given
from tests.made.server import Visit, serving

FEED = b"<rss><channel><title>T</title><item><title>One</title><guid>tag:1</guid></item></channel></rss>"


async def answer(visit: Visit) -> None:
    await visit.answer(FEED if visit.path == "/feed" else b"<!doctype html>")


async def test_the_stories_of_a_url_are_those_of_its_feed() -> None:
    async with serving(answer) as server:
        stories = await fetched(f"{server.url}/feed", [ip_network("127.0.0.0/8")])
        assert stories == (Given(id="tag:1", title="One", source="T"),)
        with pytest.raises(SourceError, match="is a web page"):
            await fetched(server.url, [ip_network("127.0.0.0/8")])
        with pytest.raises(SourceError, match="private network"):
            await fetched(f"{server.url}/feed", [])
