"""A source that is gone, is a page, lies inside the network, or has been broken for long is found."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest

from alertbot.doctor.finding import Finding
from alertbot.doctor.known import Known
from alertbot.doctor.sources import MOST, look_at_sources
from alertbot.sources.fetch import Fetcher
from alertbot.sources.poll import Poller
from alertbot.store.sources import Listed
from alertbot.stories.source import SourceState, source_at
from tests.contracts.mail_server import Trust
from tests.made.newsstand import Newsstand, newsstand
from tests.made.resp import pretending
from tests.made.server import Visit, serving

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


@pytest.fixture
async def poller() -> AsyncIterator[Poller]:
    async with Fetcher(allow_networks=[ip_network("127.0.0.0/8")]) as fetcher, Poller(fetcher) as made:
        yield made


@pytest.fixture
async def stand() -> AsyncIterator[Newsstand]:
    async with newsstand() as made:
        made.publish("Mistral AI raises money")
        yield made


def listed(url: str, state: SourceState | None = None, name: str = "The Example") -> Listed:
    return Listed(source=source_at(url, name=name), state=state or SourceState(), due=NOW)


def names(found: list[Finding]) -> list[str]:
    return [each.name for each in found]


async def test_a_source_in_order_is_counted(poller: Poller) -> None:
    async with newsstand() as stand:
        stand.publish("Mistral AI raises money")
        (found,) = await look_at_sources(poller, [listed(stand.url)], datetime.now(UTC))
    assert found.said == "1 story, the newest less than 2 hours old"


ANSWERS = [
    ("404 Not Found", b"", "source-gone"),
    ("410 Gone", b"", "source-gone"),
    ("200 OK", b"<!doctype html><html><body><h1>Our site</h1></body></html>", "source-not-a-feed"),
    ("403 Forbidden", b"", "source-forbidden"),
    ("503 Service Unavailable", b"", "source-unreadable"),
    ("200 OK", b'<rss version="2.0"><channel><title>x</title></channel></rss>', "source-empty"),
]


@pytest.mark.parametrize(("status", "body", "name"), ANSWERS)
async def test_what_a_publisher_answers_is_named(poller: Poller, status: str, body: bytes, name: str) -> None:
    async def answer(visit: Visit) -> None:
        await visit.answer(body, "Content-Type: text/html", status=status)

    async with serving(answer) as server:
        assert names(await look_at_sources(poller, [listed(server.url)], NOW)) == [name]


async def test_a_private_address_nobody_allowed_is_found() -> None:
    async with Fetcher() as fetcher, Poller(fetcher) as poller, newsstand() as stand:
        (found,) = await look_at_sources(poller, [listed(stand.url)], NOW)
    assert found.name == "source-private"
    assert "allow_networks" in found.mend


async def test_a_certificate_nobody_vouches_for_is_found(poller: Poller) -> None:
    async with pretending({}, tls=Trust().server) as port:
        found = await look_at_sources(poller, [listed(f"https://127.0.0.1:{port}/")], NOW)
    assert names(found) == ["source-certificate"]


async def test_a_source_that_is_broken_for_a_day_is_found_with_since_when(poller: Poller) -> None:
    state = SourceState(failures=9, why="timeout", failing_since=NOW - timedelta(days=2))
    (found,) = await look_at_sources(poller, [listed("http://127.0.0.1:1/", state)], NOW)
    assert found.name == "source-broken"
    assert "since 2026-03-10 09:30 UTC (timeout)" in found.said
    fresh = replace(state, failing_since=NOW - timedelta(hours=2))
    assert names(await look_at_sources(poller, [listed("http://127.0.0.1:1/", fresh)], NOW)) == [
        "source-unreadable"
    ]


async def test_of_many_sources_some_are_read_and_of_the_others_the_broken_are_named(
    poller: Poller, stand: Newsstand
) -> None:
    state = SourceState(failures=9, why="timeout", failing_since=NOW - timedelta(days=2))
    many = [listed(stand.url) for _ in range(MOST + 2)] + [listed(stand.url, state)]
    found = await look_at_sources(poller, many, NOW)
    assert names(found)[MOST:] == ["source-broken", ""]
    assert found[-1].said.startswith("3 more were not read")


async def test_a_machine_without_a_network_is_told_from_sources_that_are_gone(
    poller: Poller, stand: Newsstand
) -> None:
    away = [listed(f"http://127.0.0.1:1/{n}") for n in range(3)]
    assert names(await look_at_sources(poller, away, NOW)) == ["no-network"]
    assert names(await look_at_sources(poller, [*away[:1], listed(stand.url)], NOW)) == ["source-unreadable", ""]


async def test_no_source_at_all_is_found(poller: Poller) -> None:
    assert names(await look_at_sources(poller, [], NOW)) == ["no-sources"]


@pytest.mark.parametrize(
    ("urls", "known"),
    [
        (["https://a.example/"], True),
        (["https://a.example/", "https://news.google.com/rss"], False),
        (["https://www.bing.com/news?format=rss"], False),
    ],
)
def test_the_names_of_sources_are_not_all_known_with_an_aggregator(urls: list[str], known: bool) -> None:
    assert bool(Known(sources=[listed(url) for url in urls], subscribers=[]).names()) is known


def test_the_names_of_sources_are_not_all_known_before_the_first_poll() -> None:
    assert Known(sources=[listed("https://a.example/", name="")], subscribers=[]).names() == []
