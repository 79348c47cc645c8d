"""One poll of one source: fetch it, skip what did not change, read it. Edge."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self

from alertbot.errors import SourceError
from alertbot.sources.fetch import Fetched, Fetcher, NotModified
from alertbot.sources.parser import Parser
from alertbot.stories.source import Source, SourceState
from alertbot.stories.story import Feed


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
    """The source was read: its feed."""

    feed: Feed
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """Nothing changed: the publisher says so, or the body is the one of the last poll."""

    answer: Answer


Found = Read | Unchanged | SourceError


class Poller:
    """Polls sources; one for a process. Use it as an async context manager."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._parser = Parser()

    async def __aenter__(self) -> Self:
        await self._parser.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._parser.__aexit__(kind, error, trace)

    async def find(self, source: Source, state: SourceState) -> Found:
        """What `source` has now. Raises SourceError when it cannot be read."""
        found = await self._fetcher.get(source.url, etag=state.etag, last_modified=state.last_modified)
        answer = _answer(found, state)
        if isinstance(found, NotModified) or answer.body == state.body:
            return Unchanged(answer=answer)
        feed = await self._parser.read(
            found.body, url=found.url, content_type=found.content_type, slow=state.why == "parse-timeout"
        )
        return Read(feed=feed, answer=answer)


def _answer(found: Fetched | NotModified, state: SourceState) -> Answer:
    """A 304 may leave out the validators it confirms: then the old ones stay."""
    same = isinstance(found, NotModified)
    return Answer(
        etag=found.etag or (state.etag if same else ""),
        last_modified=found.last_modified or (state.last_modified if same else ""),
        body=state.body if isinstance(found, NotModified) else body_hash(found.body),
        permanent_url=found.permanent_url,
        max_age=found.max_age,
        link="" if isinstance(found, NotModified) else found.link,
    )


def body_hash(body: bytes) -> str:
    """A name for `body`: 128 bits, so that no publisher can make two bodies share one."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()
