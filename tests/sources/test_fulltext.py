"""Visits to articles' pages: polite, bounded, and never in the way."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_network

from alertbot.sources.fetch import Fetcher
from alertbot.sources.fulltext import FullText
from alertbot.stories.story import Story
from tests.made.server import Server, Visit, serving
from tests.made.values import story
from tests.sources.test_article import BODY, SENTENCES, TITLE, page

WHOLE = "\n\n".join(SENTENCES)


@asynccontextmanager
async def reading(deadline_seconds: float = 20.0) -> AsyncIterator[FullText]:
    async with (
        Fetcher(allow_networks=[ip_network("127.0.0.0/8")]) as fetcher,
        FullText(
            fetcher,
            clock=lambda: datetime(2026, 3, 12, tzinfo=UTC),
            deadline_seconds=deadline_seconds,
            between_seconds=0.0,
        ) as fulltext,
    ):
        yield fulltext


def at(server: Server, path: str, **other: object) -> Story:
    return story(url=server.url + path, title=TITLE, text="The central bank raises rates.", **other)


class Site:
    """Pages, and rules for robots."""

    def __init__(
        self, robots: bytes = b"", robots_status: str = "200 OK", canonical: str = "/front-page-2026-1"
    ) -> None:
        self.robots, self.robots_status, self.canonical = robots, robots_status, canonical

    async def __call__(self, visit: Visit) -> None:
        if visit.path == "/robots.txt":
            await visit.answer(self.robots, "Content-Type: text/plain", status=self.robots_status)
        elif visit.path.startswith("/hang"):
            await visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n")
        elif visit.path.startswith("/to/"):
            await visit.answer(b"", f"Location: {visit.path.removeprefix('/to')}", status="302 Found")
        elif visit.path.startswith("/pdf"):
            await visit.answer(page(BODY), "Content-Type: application/pdf")
        else:
            head = f"<link rel=canonical href='{self.canonical}'>"
            await visit.answer(page(BODY, head), "Content-Type: text/html")


async def test_a_teaser_becomes_the_article_and_a_page_is_read_once() -> None:
    async with serving(Site()) as server, reading() as fulltext:
        (first,) = await fulltext.complete([at(server, "/a")])
        (again,) = await fulltext.complete([at(server, "/a#top")])
        (full,) = await fulltext.complete([story(text=WHOLE)])
    assert first.text == again.text == WHOLE
    assert full == story(text=WHOLE)
    assert [visit.path for visit in server.visits] == ["/robots.txt", "/a"]


async def test_robots_txt_is_obeyed() -> None:
    rules = b"User-agent: *\nDisallow: /private\nUser-agent: alertbot\nDisallow: /a*.html$\n"
    async with serving(Site(rules)) as server, reading() as fulltext:
        done = await fulltext.complete([at(server, "/a-1.html"), at(server, "/b.html")])
    assert [each.text == WHOLE for each in done] == [False, True]


async def test_a_site_that_wants_long_pauses_is_visited_once_in_time() -> None:
    rules = b"User-agent: *\nCrawl-delay: 3000\n"
    async with serving(Site(rules)) as server, reading(deadline_seconds=5.0) as fulltext:
        done = await fulltext.complete([at(server, "/a-1.html"), at(server, "/b-1.html")])
    assert len(server.visits) == 2
    assert sorted(each.text == WHOLE for each in done) == [False, True]


async def test_a_site_whose_rules_cannot_be_had_is_left_alone() -> None:
    async with serving(Site(robots_status="500 Oops")) as server, reading() as fulltext:
        (kept,) = await fulltext.complete([at(server, "/a")])
    assert kept == at(server, "/a")
    assert [visit.path for visit in server.visits] == ["/robots.txt"]


async def test_a_site_without_rules_allows_everything() -> None:
    async with serving(Site(robots_status="404 Not Found")) as server, reading() as fulltext:
        (done,) = await fulltext.complete([at(server, "/a")])
    assert done.text == WHOLE


async def test_a_page_that_hangs_costs_the_others_nothing_and_its_story_only_the_text() -> None:
    async with serving(Site()) as server, reading(deadline_seconds=6.0) as fulltext:
        slow = story(url=f"http://localhost:{server.port}/hang", title=TITLE, text="", id="slow")
        stories = [at(server, "/a", id="a"), slow, at(server, "/pdf", id="pdf")]
        done = await fulltext.complete(stories)
    assert done[0].text == WHOLE
    assert done[1:] == tuple(stories[1:])


async def test_an_address_that_several_pages_claim_is_nobody_s() -> None:
    async with serving(Site()) as server, reading() as fulltext:
        both = await fulltext.complete([at(server, "/a", keys=("u:a",)), at(server, "/b", keys=("u:b",))])
        (later,) = await fulltext.complete([at(server, "/c", keys=("u:c",))])
    assert [each.keys for each in both] == [("u:a",), ("u:b",)]
    assert later.keys == ("u:c",)


async def test_articles_of_different_polls_do_not_share_an_address() -> None:
    async with serving(Site()) as server, reading() as fulltext:
        (first,) = await fulltext.complete([at(server, "/a", keys=("u:a",))])
        (copy,) = await fulltext.complete([at(server, "/b", keys=("u:b",))])
        (other,) = await fulltext.complete([replace(at(server, "/c", keys=("u:c",)), title=f"{TITLE} again")])
        (last,) = await fulltext.complete([at(server, "/d", keys=("u:d",))])
    assert set(first.keys) - {"u:a"} == set(copy.keys) - {"u:b"} != set()
    assert (other.keys, last.keys) == (("u:c",), ("u:d",))


async def test_where_a_page_sends_us_on_to_its_rules_count_too() -> None:
    rules = b"User-agent: *\nDisallow: /private\n"
    async with serving(Site(rules)) as server, reading() as fulltext:
        done = await fulltext.complete([at(server, "/to/private"), at(server, "/to/to/open")])
    assert [each.text == WHOLE for each in done] == [False, True]
    assert "/private" not in {visit.path for visit in server.visits}


async def test_another_site_that_a_page_sends_us_on_to_is_asked_for_its_rules() -> None:
    async def elsewhere(visit: Visit) -> None:
        status = "404 Not Found" if visit.path == "/robots.txt" else "302 Found"
        await visit.answer(b"", f"Location: http://localhost:{server.port}/a", status=status)

    async with (
        serving(Site(b"User-agent: *\nDisallow: /\n")) as server,
        serving(elsewhere) as first,
        reading() as fulltext,
    ):
        (kept,) = await fulltext.complete([at(first, "/redirector")])
    assert kept == at(first, "/redirector")
    assert [visit.path for visit in server.visits] == ["/robots.txt"]


async def test_pages_that_send_us_in_circles_are_left() -> None:
    async def circle(visit: Visit) -> None:
        if visit.path == "/robots.txt":
            await visit.answer(b"", "Content-Type: text/plain")
        else:
            await visit.answer(b"", "Location: /round", status="302 Found")

    async with serving(circle) as server, reading() as fulltext:
        (kept,) = await fulltext.complete([at(server, "/round")])
    assert kept == at(server, "/round")
    assert len(server.visits) <= 6
