"""Hostile pages, where an article or a feed was looked for: whatever they do, the next page is read."""

import gzip
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from ipaddress import ip_network

import pytest
import pytest_asyncio

from alertbot.sources.fetch import Fetcher
from alertbot.sources.fulltext import FullText
from alertbot.sources.parser import Parser
from tests.made.server import Behaviour, Server, Visit, serving
from tests.made.values import story
from tests.sources.test_article import BODY, SENTENCES, TITLE, page

pytestmark = pytest.mark.asyncio(loop_scope="module")

HTML = "Content-Type: text/html"
WHOLE = "\n\n".join(SENTENCES)
TEASER = "The central bank raises rates."
PAGES: dict[str, bytes] = {
    "nested": b"<div>" * 500_000,
    "attributes": b"<p " + b" ".join(b'a%d="1"' % n for n in range(200_000)) + b">",
    "links": b"<a href=x>x</a>" * 190_000,
    "cells": b"<table>" + b"<tr><td>x" * 300_000,
    "one-word": page("<p>" + "x" * 2_500_000 + "</p>"),
    "paragraphs": b"<article>" + b"<p>word" * 400_000,
    "comment-without-end": b"<p>x<!--" + b"-" * 2_500_000,
    "script-without-end": b"<script>" + b"<" * 2_500_000,
    "entities": b"<p>" + b"&amp;" * 500_000,
    "entity-bomb": b'<!DOCTYPE l [<!ENTITY a "ha">]><p>' + b"&a;" * 500_000,
    "nul": b"\0" * 2_500_000,
    "utf-16": ("<p>" + "x" * 1_000_000).encode("utf-16"),
    "base-that-runs": page(BODY, "<base href='javascript:'><link rel=canonical href='x-1'>"),
    "canonical-of-a-megabyte": page(BODY, f"<link rel=canonical href='/{'x' * 1_000_000}-1'>"),
    "json-ld-of-a-megabyte": page(BODY, f"<script type='application/ld+json'>{'[' * 1_000_000}</script>"),
    "empty": b"",
    "larger-than-an-article": b"<p>" * 1_200_000,
}
ROBOTS: dict[str, bytes] = {
    "of-rules": b"User-agent: *\n" + b"".join(b"Disallow: /%d*x$\n" % n for n in range(25_000)),
    "of-robots": b"".join(b"User-agent: a%d\n" % n for n in range(30_000)),
    "of-a-line": b"User-agent: *\nDisallow: /" + b"*a" * 240_000,
    "of-bytes": bytes(range(256)) * 1900,
}


async def play(visit: Visit) -> None:
    name = visit.path.strip("/")
    if name == "robots.txt":
        await visit.answer()
    elif name in PAGES:
        await visit.answer(PAGES[name], HTML)
    elif name == "bomb":
        await visit.answer(gzip.compress(b" " * 50_000_000), HTML, "Content-Encoding: gzip")
    else:
        await visit.answer(page(BODY), HTML)


def ruled(name: str) -> Behaviour:
    """A site with hostile rules."""

    async def answer(visit: Visit) -> None:
        if visit.path != "/robots.txt":
            await play(visit)
        elif name in ROBOTS:
            await visit.answer(ROBOTS[name])
        else:
            await visit.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while True:
                await visit.send(b"e\r\nDisallow: /1\n\r\n" * 5_000)

    return answer


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def server() -> AsyncIterator[Server]:
    async with serving(play) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def fulltext() -> AsyncIterator[FullText]:
    async with (
        Fetcher(allow_networks=[ip_network("127.0.0.0/8"), ip_network("::1/128")]) as fetcher,
        FullText(
            fetcher, clock=lambda: datetime(2026, 3, 12, tzinfo=UTC), deadline_seconds=60, between_seconds=0
        ) as made,
    ):
        yield made


@pytest.mark.parametrize("name", [*PAGES, "bomb"])
async def test_a_hostile_page_costs_its_story_the_text_at_most(
    server: Server, fulltext: FullText, name: str
) -> None:
    hostile = story(url=f"{server.url}/{name}", title=TITLE, text=TEASER)
    ordinary = story(url=f"{server.url}/after-{name}", title=TITLE, text=TEASER)
    (kept,) = await fulltext.complete([hostile])
    (read,) = await fulltext.complete([ordinary])
    assert read.text == WHOLE
    assert len(kept.text) <= 100_000
    assert kept.keys[0] == hostile.keys[0]
    assert all(len(key) < 5_000 and "javascript" not in key for key in kept.keys)


@pytest.mark.parametrize("name", [*ROBOTS, "endless"])
async def test_hostile_rules_cost_their_site_a_visit_at_most(
    server: Server, fulltext: FullText, name: str
) -> None:
    ordinary = story(url=f"{server.url}/after-rules-{name}", title=TITLE, text=TEASER)
    async with serving(ruled(name)) as site:
        (kept,) = await fulltext.complete([story(url=f"{site.url}/a", title=TITLE, text=TEASER)])
        assert site.visits[0].path == "/robots.txt"
    (read,) = await fulltext.complete([ordinary])
    assert kept.text in (TEASER, WHOLE)
    assert read.text == WHOLE


@pytest.mark.parametrize("name", PAGES)
async def test_a_hostile_home_page_leads_to_the_usual_places_at_most(name: str) -> None:
    url = "https://news.example.com/"
    async with Parser(slow_seconds=2.0) as parser:
        usual, found = await parser.links(b"", url), await parser.links(PAGES[name], url)
    assert usual
    assert found == usual
