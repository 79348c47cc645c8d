"""What the fetcher promises to ordinary publishers; `tests/contracts/test_hostile.py` has the others."""

import gzip
from collections.abc import AsyncIterator
from datetime import timedelta
from ipaddress import ip_network

import pytest

from alertbot.errors import SourceError
from alertbot.sources.fetch import Fetched, Fetcher, NotModified
from tests.made.server import Visit, serving

HOME = (ip_network("127.0.0.0/8"),)


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(allow_networks=HOME) as fetcher:
        yield fetcher


async def hello(visit: Visit) -> None:
    await visit.answer(b"hello", 'ETag: W/"a-1"', "Last-Modified: yesterday, or so", "Cache-Control: max-age=600")


async def test_a_document_comes_with_its_validators_byte_for_byte(fetcher: Fetcher) -> None:
    async with serving(hello) as server:
        found = await fetcher.get(f"{server.url}/feed")
        assert isinstance(found, Fetched)
        assert (found.body, found.etag, found.last_modified) == (b"hello", 'W/"a-1"', "yesterday, or so")
        assert (found.max_age, found.url, found.permanent_url) == (
            timedelta(minutes=10),
            f"{server.url}/feed",
            "",
        )
        await fetcher.get(f"{server.url}/feed", etag=found.etag, last_modified=found.last_modified)
        sent = server.visits[-1].headers
        assert (sent["if-none-match"], sent["if-modified-since"]) == ('W/"a-1"', "yesterday, or so")
        assert server.connections == 1


async def test_the_first_request_invents_no_validators_and_says_who_asks(fetcher: Fetcher) -> None:
    async with serving(hello) as server:
        await fetcher.get(server.url)
        sent = server.visits[0].headers
        assert not {"if-none-match", "if-modified-since", "cookie", "authorization"} & sent.keys()
        assert sent["user-agent"].startswith("alertbot/")


async def test_nothing_new_is_not_modified(fetcher: Fetcher) -> None:
    async def nothing_new(visit: Visit) -> None:
        await visit.send(b"HTTP/1.1 304 Not Modified\r\nETag: b\r\n\r\n")

    async with serving(nothing_new) as server:
        assert await fetcher.get(server.url, etag="a") == NotModified(etag="b", last_modified="")


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), "/1"), ((302,), ""), ((308, 301), "/2"), ((301, 302), "/1"), ((307, 301), ""), ((303,), "")],
)
async def test_a_permanent_move_is_told_up_to_the_first_that_is_not(
    fetcher: Fetcher, statuses: tuple[int, ...], moved: str
) -> None:
    async def moving(visit: Visit) -> None:
        step = int(visit.path.strip("/") or 0)
        if step == len(statuses):
            await visit.answer(b"here")
        else:
            await visit.answer(b"", f"Location: {step + 1}", status=f"{statuses[step]} Moved")

    async with serving(moving) as server:
        found = await fetcher.get(server.url)
        assert isinstance(found, Fetched)
        assert found.permanent_url == (f"{server.url}{moved}" if moved else "")
        assert found.url == f"{server.url}/{len(statuses)}"


@pytest.mark.parametrize("location", ["http://[", "http://127.0.0.1:99999/", "http://\udcff\udcfe/"])
async def test_a_redirect_to_a_broken_address_is_not_taken_for_a_broken_address_of_the_source(
    fetcher: Fetcher, location: str
) -> None:
    async def away(visit: Visit) -> None:
        await visit.answer(b"", f"Location: {location}", status="302 Found")

    async with serving(away) as server:
        with pytest.raises(SourceError, match="leads to an address that cannot be read"):
            await fetcher.get(server.url)


@pytest.mark.parametrize("url", ["http://[", "http://a.example.com:99999/", "ftp://a.example.com/"])
async def test_a_source_whose_own_address_is_broken_is_told_so(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(SourceError, match="is not an http or https address"):
        await fetcher.get(url)


async def test_packed_bodies_are_unpacked(fetcher: Fetcher) -> None:
    async def packed(visit: Visit) -> None:
        await visit.answer(gzip.compress(b"hello") + gzip.compress(b", you"), "Content-Encoding: gzip")

    async with serving(packed) as server:
        found = await fetcher.get(server.url)
        assert isinstance(found, Fetched)
        assert found.body == b"hello, you"


async def test_credentials_are_sent_to_their_origin_only_and_never_shown(fetcher: Fetcher) -> None:
    async def guarded(visit: Visit) -> None:
        if visit.path == "/":
            await visit.answer(b"", "Location: /in", status="302 Found")
        elif visit.path == "/in":
            await visit.answer(b"", f"Location: {other.url}/out", status="302 Found")
        else:
            await visit.answer(b"", status="404 Not Found")

    async with serving(guarded) as server, serving(guarded) as other:
        with pytest.raises(SourceError, match="not there") as failed:
            await fetcher.get(server.url.replace("//", "//bot:secret@"))
        assert [("authorization" in visit.headers) for visit in (*server.visits, *other.visits)] == [
            True,
            True,
            False,
        ]
        assert "secret" not in str(failed.value)


async def test_cookies_are_not_kept(fetcher: Fetcher) -> None:
    async def sticky(visit: Visit) -> None:
        await visit.answer(b"hello", "Set-Cookie: id=1; Path=/")

    async with serving(sticky) as server:
        await fetcher.get(server.url)
        await fetcher.get(server.url)
        assert "cookie" not in server.visits[1].headers
