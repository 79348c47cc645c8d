"""Fetches what a publisher or a user named, safely: bounded in time and size, and never inside the network. Edge.

Every failure is a SourceError; its kind is one of
`bad-address` `refused` `no-such-host` `unreachable` `tls` `timeout` `cut-off` `bad-http` `too-big`
`bad-encoding` `redirects` `gone` `not-found` `forbidden` `rate-limited` `unavailable` `server-error` `status`.
"""

import asyncio
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Final, Self
from weakref import WeakValueDictionary

import aiohttp
from aiohttp import ClientResponse, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from yarl import URL

from alertbot import __version__
from alertbot.errors import SourceError, sentence
from alertbot.sources import headers
from alertbot.sources.body import Body, BrokenError, TooBigError, body_for
from alertbot.sources.guard import Guard, Network
from alertbot.sources.links import shown
from alertbot.sources.trouble import FAULTS, told_off, trouble
from alertbot.sources.wire import Wire

USER_AGENT: Final = f"alertbot/{__version__} (news alerts; reads feeds)"
ACCEPT: Final = "application/atom+xml, application/rss+xml, application/feed+json, text/xml;q=0.9, */*;q=0.5"
HEADERS: Final = {"User-Agent": USER_AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"}

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
PERMANENT: Final = frozenset({301, 308})
SMALL: Final = 512 * 1024
"""Bodies larger than this share the few places for large ones, so that many of them cannot fill the memory."""

LARGE_AT_ONCE: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one fetch may cost, all its redirects together."""

    total: timedelta = timedelta(seconds=30)
    connect: timedelta = timedelta(seconds=10)
    body_bytes: int = 10 * 1024 * 1024
    redirects: int = 8
    header_bytes: int = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The publisher says that nothing changed since these validators.

    `permanent_url` is where the address has moved for good, or empty; `max_age` how long the answer
    stays fresh, None when that is not said.
    """

    etag: str
    last_modified: str
    permanent_url: str = ""
    max_age: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What was found. `body` is unpacked, `url` where it came from at last, with no credentials.

    The validators are the publisher's, byte for byte, and empty where there are none. `link` is the raw
    Link header.
    """

    status: int
    body: bytes
    url: str
    content_type: str
    etag: str
    last_modified: str
    permanent_url: str = ""
    max_age: timedelta | None = None
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What was asked for is elsewhere, for good if `permanent`."""

    at: URL
    permanent: bool

    @property
    def url(self) -> str:
        return str(self.at)


class Fetcher:
    """One client for everything that is fetched; its connections are kept and used again.

    Use it as an async context manager.
    """

    def __init__(self, *, allow_networks: Iterable[Network] = (), limits: Limits | None = None) -> None:
        self._guard = Guard(allow_networks)
        self._limits = limits or Limits()
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)
        self._unpacking = asyncio.Lock()
        self._session: ClientSession | None = None
        self._wires: WeakValueDictionary[int, Wire] = WeakValueDictionary()

    async def __aenter__(self) -> Self:
        self._session = ClientSession(
            connector=TCPConnector(
                limit=0,
                ttl_dns_cache=60,
                keepalive_timeout=60,
                socket_factory=self._socket,
            ),
            cookie_jar=DummyCookieJar(),
            headers=HEADERS,
            timeout=ClientTimeout(total=None, sock_connect=self._limits.connect.total_seconds()),
            auto_decompress=False,
            trust_env=False,
            max_line_size=self._limits.header_bytes,
            max_field_size=self._limits.header_bytes,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(
        self, url: str, *, etag: str = "", last_modified: str = "", most_bytes: int | None = None
    ) -> Fetched | NotModified:
        """The document at `url`, through its redirects. Raises SourceError.

        The validators are those of the last answer; without any, NotModified is never the answer. `most_bytes` is
        for what needs less than the limit allows.
        """
        asked = {"If-None-Match": etag} if etag else {}
        if last_modified:
            asked["If-Modified-Since"] = last_modified
        try:
            async with asyncio.timeout(self._limits.total.total_seconds()):
                return await self._follow(
                    url, asked, min(most_bytes or self._limits.body_bytes, self._limits.body_bytes)
                )
        except FAULTS as error:
            raise trouble(url, error) from error

    async def step(self, url: str, *, most_bytes: int) -> Fetched | NotModified | Moved:
        """The document at `url`, or where that sends us, which is the caller's to follow. Raises SourceError."""
        at = _address(url)
        try:
            async with asyncio.timeout(self._limits.total.total_seconds()):
                return await self._step(url, at, {}, min(most_bytes, self._limits.body_bytes))
        except FAULTS as error:
            raise trouble(url, error) from error

    async def post(self, url: str, form: Mapping[str, str]) -> None:
        """Sends a form to a hub, as safely as everything is fetched. Raises SourceError unless it is taken."""
        at = _address(url)
        try:
            async with (
                asyncio.timeout(self._limits.total.total_seconds()),
                self._opened.post(at, data=form, allow_redirects=False) as response,
            ):
                if not 200 <= response.status < 300:
                    raise told_off(url, response.status, None)
        except FAULTS as error:
            raise trouble(url, error) from error

    async def _follow(self, url: str, asked: Mapping[str, str], most: int) -> Fetched | NotModified:
        at = _address(url)
        moved, permanent = "", True
        visited = {at}
        while True:
            found = await self._step(url, at, asked, most, moved)
            if not isinstance(found, Moved):
                return found
            at, permanent = found.at, permanent and found.permanent
            if at in visited or len(visited) > self._limits.redirects:
                raise SourceError(
                    sentence("{url} redirects in a circle or too often", url=shown(url)), kind="redirects"
                )
            visited.add(at)
            moved = str(at) if permanent else moved

    async def _step(
        self, url: str, at: URL, asked: Mapping[str, str], most: int, moved: str = ""
    ) -> Fetched | NotModified | Moved:
        """One request of those that `url` leads to."""
        async with self._ask(at, asked) as response:
            if response.status in REDIRECTS and "Location" in response.headers:
                target = _next(url, at, response.headers["Location"])
                return Moved(at=target, permanent=response.status in PERMANENT)
            return await self._answer(url, response, asked, moved, most)

    @property
    def _opened(self) -> ClientSession:
        if self._session is None:
            raise RuntimeError("the fetcher is not open")
        return self._session

    def _socket(self, info: Any) -> socket.socket:
        """The socket for one `getaddrinfo` answer, on its way to be connected. Raises RefusedError."""
        family, kind, protocol, _, address = info
        self._guard.check(address[0], address[1])
        wire = Wire(family, kind, protocol)
        self._wires[wire.fileno()] = wire
        return wire

    def _grant(self, response: ClientResponse, size: int) -> None:
        """Lets more arrive after `size` bytes of a body; a connection that is not held any more needs no more."""
        transport = response.connection.transport if response.connection else None
        if transport is not None and (wire := self._wires.get(transport.get_extra_info("socket").fileno())):
            wire.grant(size)

    def _ask(self, at: URL, asked: Mapping[str, str]) -> "aiohttp.client._RequestContextManager":
        return self._opened.get(at, headers=asked, allow_redirects=False)

    async def _answer(
        self, url: str, response: ClientResponse, asked: Mapping[str, str], moved: str, most: int
    ) -> Fetched | NotModified:
        said = response.headers
        fresh = headers.max_age(said.get("Cache-Control", ""))
        etag, last_modified = (headers.validator(said.get(name, "")) for name in ("ETag", "Last-Modified"))
        if response.status == 304 and asked:
            return NotModified(etag=etag, last_modified=last_modified, permanent_url=moved, max_age=fresh)
        if response.status not in (200, 203):
            wish = headers.retry_after(said.get("Retry-After", ""), now=datetime.now(UTC))
            raise told_off(url, response.status, wish)
        return Fetched(
            status=response.status,
            body=await self._body(url, response, most),
            url=str(response.url.with_user(None)),
            content_type=said.get("Content-Type", ""),
            etag=etag,
            last_modified=last_modified,
            permanent_url=moved,
            max_age=fresh,
            link=", ".join(said.getall("Link", ())),
        )

    async def _body(self, url: str, response: ClientResponse, most: int) -> bytes:
        encoding = response.headers.get("Content-Encoding", "")
        body = body_for(encoding, most)
        if body is None:
            raise SourceError(
                sentence("{url} answers in an encoding nobody asked for", url=shown(url)), kind="bad-encoding"
            )
        try:
            if (response.content_length or 0) > most:
                raise TooBigError
            while body.size <= SMALL:
                if not await self._take(body, response):
                    return body.whole()
            async with self._large:
                while await self._take(body, response):
                    pass
                return body.whole()
        except TooBigError as error:
            most_mb = most // (1024 * 1024)
            raise SourceError(
                sentence("{url} is larger than {most} MB", url=shown(url), most=most_mb), kind="too-big"
            ) from error
        except BrokenError as error:
            raise SourceError(sentence("{url} cannot be unpacked", url=shown(url)), kind="bad-encoding") from error

    async def _take(self, body: Body, response: ClientResponse) -> int:
        """Takes what has arrived of the body, 0 at its end. Others have their turn while it is unpacked."""
        chunk = await response.content.readany()
        self._grant(response, len(chunk))
        for _ in body.take(chunk):
            async with self._unpacking:  # what fits into one slice is not held up by many that do not
                await asyncio.sleep(0)
        return len(chunk)


def _address(url: str) -> URL:
    try:
        at = URL(url)
    except ValueError:
        at = URL()
    if at.scheme not in ("http", "https") or not at.host:
        raise SourceError(sentence("{url} is not an http or https address", url=shown(url)), kind="bad-address")
    return at


def _next(url: str, at: URL, location: str) -> URL:
    """Where a redirect leads. Credentials go along only to the same origin."""
    target = at.join(URL(location)).with_fragment(None)
    if target.scheme not in ("http", "https") or not target.host:
        raise SourceError(
            sentence("{url} redirects to what is not an http or https address", url=shown(url)), kind="refused"
        )
    if at.user is not None and target.user is None and target.origin() == at.origin():
        target = target.with_user(at.user).with_password(at.password)
    return target
