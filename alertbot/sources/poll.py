"""One poll of one source: fetch it, skip what did not change, read it. Edge."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Final, Self

from alertbot.errors import SourceError
from alertbot.sources.cases import Case
from alertbot.sources.fetch import SMALL, Fetched, Fetcher, NotModified
from alertbot.sources.hosts import BusyError, Hosts
from alertbot.sources.lanes import Lane
from alertbot.sources.parser import Parser
from alertbot.stories.address import without_credentials
from alertbot.stories.freshness import Judgement
from alertbot.stories.source import Source, SourceState
from alertbot.stories.story import Feed

NEVER: Final = SourceState()
"""The state of a source that was never polled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the publisher's answer said around the document.

    The validators to send next time, the hash of the body, where the address has moved for good (or
    empty), how long the answer stays fresh (None when that is not said), and the raw Link header.
    """

    etag: str
    last_modified: str
    body: str
    permanent_url: str
    max_age: timedelta | None
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The source was read: what its feed says of itself, without entries, and what is new in it."""

    feed: Feed
    judgement: Judgement
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The source was read for somebody who asks what it has: its feed."""

    feed: Feed
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """Nothing changed: the publisher says so, or the body is the one of the last poll."""

    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """The host has enough to do, or asked for rest: not asked, so nothing is known."""

    wait: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is known of a source when there is something to judge: its marks (key to day number), and the time."""

    marks: Mapping[str, int]
    now: datetime


Found = Read | Unchanged | SourceError
Look = Callable[[], Awaitable[Seen]]


class Poller:
    """Polls sources; one for a process. Use it as an async context manager."""

    def __init__(self, fetcher: Fetcher, parser: Parser | None = None) -> None:
        self._fetcher = fetcher
        self._parser = parser or Parser()
        self._hosts = Hosts()

    async def __aenter__(self) -> Self:
        await self._parser.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._parser.__aexit__(kind, error, trace)

    async def find(self, source: Source, state: SourceState, look: Look) -> Read | Unchanged | Busy:
        """What `source` has that is new. Raises SourceError when it cannot be read.

        `look` is asked when there is something to read.
        """
        found = await self._changed(source, state)
        if not isinstance(found, tuple):
            return found
        fetched, answer = found
        seen = await look()
        judged = await self._parser.judge(
            fetched.body,
            url=fetched.url,
            content_type=fetched.content_type,
            lane=lane_of(state),
            case=Case(
                source=source.id,
                name=source.name,
                title=state.title,
                seen=seen.marks,
                first_sight=state.last_ok is None,
                now=seen.now,
            ),
        )
        return Read(feed=judged.feed, judgement=judged.judgement, answer=answer)

    async def show(self, source: Source, state: SourceState = NEVER) -> Shown | Unchanged | Busy:
        """What `source` has, all of it. Raises SourceError when it cannot be read."""
        found = await self._changed(source, state)
        if not isinstance(found, tuple):
            return found
        fetched, answer = found
        feed = await self._parser.read(fetched.body, url=fetched.url, content_type=fetched.content_type)
        return Shown(feed=feed, answer=answer)

    async def read_push(self, source: Source, state: SourceState, body: bytes, content_type: str) -> Feed:
        """The feed that a hub pushed for `source`. Raises SourceError."""
        base = state.topic or without_credentials(source.url)
        return await self._parser.read(body, url=base, content_type=content_type)

    async def ask_hub(self, hub: str, form: Mapping[str, str]) -> None:
        """Sends a hub the form that asks it for something. Raises SourceError."""
        await self._fetcher.post(hub, form)

    async def _changed(self, source: Source, state: SourceState) -> tuple[Fetched, Answer] | Unchanged | Busy:
        """The document, if it is not the one of the last poll."""
        try:
            found = await self._fetch(state.url or source.url, state)
        except BusyError as error:
            return Busy(wait=timedelta(seconds=error.seconds))
        answer = _answer(found, state, await _hash(found, state))
        if isinstance(found, NotModified) or answer.body == state.body:
            return Unchanged(answer=answer)
        return found, answer

    async def _fetch(self, url: str, state: SourceState) -> Fetched | NotModified:
        """Fetches in the host's own time; one that asks for rest gets it for all its sources."""
        async with self._hosts.turn(url):
            try:
                return await self._fetcher.get(url, etag=state.etag, last_modified=state.last_modified)
            except SourceError as error:
                if error.retry_after_seconds and error.kind in ("rate-limited", "unavailable"):
                    self._hosts.rest(url, error.retry_after_seconds)
                raise


def lane_of(state: SourceState) -> Lane:
    """Where to begin. Sources never read, so that nobody waits for them, or that failed leave others a place."""
    if state.why == "parse-timeout":
        return Lane.SLOW
    return Lane.QUICK if state.last_ok and not state.failures else Lane.UNPROVEN


async def _hash(found: Fetched | NotModified, state: SourceState) -> str:
    """The hash of the body; a large one takes a while, and is not everybody's."""
    if isinstance(found, NotModified):
        return state.body
    return await asyncio.to_thread(body_hash, found.body) if len(found.body) > SMALL else body_hash(found.body)


def _answer(found: Fetched | NotModified, state: SourceState, body: str) -> Answer:
    """A 304 may leave out the validators it confirms: then the old ones stay."""
    same = isinstance(found, NotModified)
    return Answer(
        etag=found.etag or (state.etag if same else ""),
        last_modified=found.last_modified or (state.last_modified if same else ""),
        body=body,
        permanent_url=found.permanent_url,
        max_age=found.max_age,
        link="" if isinstance(found, NotModified) else found.link,
    )


def body_hash(body: bytes) -> str:
    """A name for `body`: 128 bits, so that no publisher can make two bodies share one."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()
