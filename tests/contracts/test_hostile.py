"""Every hostile behaviour costs its source one named failure, or nothing, and never anyone else anything."""

import asyncio
import gzip
import re
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_network

import pytest
import pytest_asyncio

from alertbot.errors import SourceError
from alertbot.sources.fetch import Fetched, Fetcher, Limits
from alertbot.sources.guard import Guard, RefusedError
from alertbot.sources.parser import Parser
from alertbot.sources.poll import Poller, Shown, Unchanged
from alertbot.sources.text import MOST_LINE, MOST_TEXT
from alertbot.stories.source import SourceState, source_at
from tests.made.hostile import FEED, KINDS, OF_ANY_KIND, ROWS, Expected, Other, Row
from tests.made.server import Behaviour, Server, Visit, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

ONLY_THIS = (ip_network("127.0.0.1/32"),)
LIMITS = Limits(total=timedelta(seconds=1), body_bytes=4 * 1024 * 1024)

UNSAFE = re.compile("[\x00-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Line breaks, what moves a terminal's cursor, what turns the direction of all that follows."""

WRAPS: dict[str, Callable[[bytes], tuple[bytes, str]]] = {
    "as-it-is": lambda body: (body, "X: y"),
    "packed": lambda body: (gzip.compress(body), "Content-Encoding: gzip"),
    "marked": lambda body: (b"\xef\xbb\xbf" + body, "X: y"),
    "after-blanks": lambda body: (b"\r\n\t " + body, "X: y"),
    "called-a-picture": lambda body: (body, "Content-Type: image/png"),
    "called-another-charset": lambda body: (body, "Content-Type: text/xml; charset=utf-7"),
    "packed-and-cut-off": lambda body: (gzip.compress(body)[:-9], "Content-Encoding: gzip"),
}


def wrapped(kind: str, wrap: str) -> Behaviour:
    async def answer(visit: Visit) -> None:
        body, header = WRAPS[wrap](KINDS[kind][0])
        await visit.answer(body, header)

    return answer


WRAPPED = {f"{kind}/{wrap}": wrapped(kind, wrap) for kind in KINDS for wrap in WRAPS}


@dataclass(frozen=True, slots=True)
class World:
    poller: Poller
    server: Server

    async def poll(self, path: str, state: SourceState | None = None) -> Shown | Unchanged | SourceError:
        source = source_at(f"{self.server.url}/{path}")
        try:
            found = await self.poller.show(source, state or SourceState())
        except SourceError as error:
            return error
        assert isinstance(found, Shown | Unchanged)
        return found


async def play(visit: Visit) -> None:
    name = visit.path.strip("/").partition("?")[0]
    kind, _, rest = name.partition("/")
    if name in WRAPPED:
        await WRAPPED[name](visit)
    elif kind in KINDS:
        other = Other(path=visit.path, headers=visit.headers, writer=visit.writer, kind=kind)
        await ROWS[rest.partition("/")[0]].behaviour(other)
    elif kind in ROWS:
        await ROWS[kind].behaviour(visit)
    else:
        await visit.answer(status="404 Not Found")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def world() -> AsyncIterator[World]:
    parser = Parser(quick_seconds=0.5, slow_seconds=2.5)
    async with (
        serving(play) as server,
        Fetcher(allow_networks=ONLY_THIS, limits=LIMITS) as fetcher,
        Poller(fetcher, parser) as poller,
    ):
        yield World(poller, server)


def allowed(name: str) -> frozenset[Expected]:
    expected = ROWS[name].expected
    return expected if isinstance(expected, frozenset) else frozenset({expected})


def outcome(found: Shown | Unchanged | SourceError) -> Iterator[Expected]:
    match found:
        case SourceError():
            yield found.kind
        case Shown():
            yield len(found.feed.entries)
            yield str(len(found.feed.entries))
        case Unchanged():
            yield "unchanged"


def assert_harmless(found: Shown) -> None:
    """What is shown stays on its line, in its place and of a size; addresses lead to the web."""
    feed = found.feed
    assert all(hub.startswith(("http://", "https://")) for hub in feed.hubs)
    assert len(feed.title) <= MOST_LINE
    for entry in feed.entries:
        shown = (feed.title, entry.title, entry.text.replace("\n\n", ""), entry.outlet, entry.lang)
        assert not UNSAFE.search("".join(shown))
        assert re.fullmatch(r"(?:https?://[^\s\x00-\x1f]{1,4096})?", entry.url)
        assert len(entry.title) <= MOST_LINE
        assert len(entry.outlet) <= MOST_LINE
        assert len(entry.text) <= MOST_TEXT
        assert len(entry.lang) < 100


@pytest.mark.parametrize("name", ROWS)
async def test_a_hostile_behaviour_has_a_named_end(world: World, name: str) -> None:
    found = await world.poll(name)
    assert allowed(name) & set(outcome(found)), list(outcome(found))
    assert not [visit.path for visit in world.server.visits if "secret" in visit.path]
    if isinstance(found, SourceError):
        assert "\n" not in str(found)
        assert len(str(found)) < 400
    if isinstance(found, Shown):
        assert_harmless(found)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "rss"])
@pytest.mark.parametrize("name", [name for name in OF_ANY_KIND if "timeout" not in allowed(name)])
async def test_it_ends_the_same_whatever_kind_of_feed_it_is(world: World, name: str, kind: str) -> None:
    assert allowed(name) & set(outcome(await world.poll(f"{kind}/{name}")))


@pytest.mark.parametrize("path", WRAPPED)
async def test_every_kind_of_feed_is_read_however_it_is_wrapped(world: World, path: str) -> None:
    found = await world.poll(path)
    assert next(outcome(found)) == ("bad-encoding" if "cut-off" in path else 1)


async def test_there_are_sixty_behaviours_and_more() -> None:
    assert len(ROWS) >= 60
    for kind in KINDS:
        assert len([name for name in OF_ANY_KIND if "timeout" not in allowed(name)]) + len(WRAPS) >= 60, kind


async def test_validators_that_change_every_time_do_not_make_a_feed_new(world: World) -> None:
    visits = 0

    async def rotating(visit: Visit) -> None:
        nonlocal visits
        visits += 1
        await visit.answer(FEED, f'ETag: "{visits}"')

    ROWS["rotating-etags"] = Row(behaviour=rotating, expected=1)
    first = await world.poll("rotating-etags")
    assert isinstance(first, Shown)
    again = await world.poll("rotating-etags", SourceState(etag=first.answer.etag, body=first.answer.body))
    assert isinstance(again, Unchanged)
    assert again.answer.etag == '"2"'


async def test_validators_that_cannot_be_echoed_are_left_out(world: World) -> None:
    for path in ("validators-of-bytes", "validators-of-9-kb"):
        found = await world.poll(path)
        assert isinstance(found, Shown)
        assert (found.answer.etag, found.answer.last_modified) == ("", "")


async def test_a_wish_to_be_left_alone_is_understood_in_every_form(world: World) -> None:
    wishes = {"429-with-a-strange-wish": None, "503-with-a-date": 365 * 86_400.0}
    for path, seconds in wishes.items():
        found = await world.poll(path)
        assert isinstance(found, SourceError)
        assert found.retry_after_seconds == seconds


async def test_a_plain_server_asked_for_a_secure_connection_is_named(world: World) -> None:
    def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(SourceError) as failed:
            await world.poller.show(source_at(f"https://127.0.0.1:{port}/"))
    assert failed.value.kind == "tls"


async def test_nobody_there_and_no_such_name_are_told_apart(world: World) -> None:
    for url, kind in {
        "http://127.0.0.1:9/": "unreachable",
        "http://no-such-host.invalid/": "no-such-host",
    }.items():
        with pytest.raises(SourceError) as failed:
            await world.poller.show(source_at(url))
        assert failed.value.kind == kind


NAMES = {
    "any.example": "0.0.0.0",
    "mapped.example": "::ffff:127.0.0.1",
    "nat64.example": "64:ff9b::7f00:1",
    "metadata.example": "169.254.169.254",
    "printer.example.": "192.168.1.20",
}
"""Names of the public web whose name servers lead inside."""


@pytest.mark.parametrize("name", NAMES)
async def test_a_public_name_that_leads_inside_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolved(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        address = NAMES[host]
        if ":" in address:
            return [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    async with Fetcher(limits=LIMITS) as fetcher:
        with pytest.raises(SourceError) as failed:
            await fetcher.get(f"http://{name}/secret")
    assert failed.value.kind == "refused"


LOCAL = (
    "localhost",
    "LOCALHOST.",
    "ⓛocalhost",
    "ｌｏｃａｌｈｏｓｔ",
    "loc\u00adalhost",
    "127.0.0.1.",
    "0",
    "127.1",
)


@pytest.mark.parametrize("host", LOCAL)
async def test_no_spelling_of_this_machine_is_asked(world: World, host: str) -> None:
    before = len(world.server.visits)
    async with Fetcher(limits=LIMITS) as fetcher:
        with pytest.raises(SourceError) as failed:
            await fetcher.get(f"http://{host}:{world.server.port}/secret")
    assert failed.value.kind in ("refused", "no-such-host", "bad-address")
    assert len(world.server.visits) == before


async def test_credentials_of_a_redirect_are_used_and_never_shown(world: World) -> None:
    found = await world.poll("redirect-with-credentials")
    assert isinstance(found, Shown)
    async with Fetcher(allow_networks=ONLY_THIS, limits=LIMITS) as fetcher:
        fetched = await fetcher.get(f"{world.server.url}/redirect-with-credentials")
    assert isinstance(fetched, Fetched)
    assert "hunter2" not in fetched.url


async def test_a_name_is_judged_by_where_it_leads_when_it_is_used(world: World) -> None:
    """A name server may say something else each time; what is connected to is what counts."""
    inward = ["10.0.0.1", "127.0.0.2", "::ffff:169.254.169.254"]
    for address in inward:
        with pytest.raises(RefusedError):
            Guard(ONLY_THIS).check(address, 80)
