"""Reads documents in processes of their own, with a deadline. Edge.

A document that makes a parser hang, crash or eat memory costs its source one failure and nobody else
anything. There are two lanes, so that it does not even cost the others time: most documents are read in
milliseconds, and one that is not, or that is large, goes on in the slow lane, at low priority.
"""

import asyncio
import multiprocessing
import os
import resource
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from pebble import ProcessExpired, ProcessPool

from alertbot.errors import Sentence, SourceError, sentence
from alertbot.sources.links import shown
from alertbot.sources.parse import parse_feed
from alertbot.stories.identity import identity_keys
from alertbot.stories.story import Entry, Feed

QUICK_SECONDS: Final = 2.0
SLOW_SECONDS: Final = 20.0
PATIENCE_SECONDS: Final = 60.0
"""How long a document waits for the slow lane and is read there, together."""

SLOW_BYTES: Final = 1024 * 1024
MEMORY_BYTES: Final = 128 * 1024 * 1024
"""What a parser may take beyond what it has at its start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Knows the entries of a source of which every identity key was seen: they cannot be new."""

    source: str
    keys: frozenset[str]

    def __call__(self, entry: Entry) -> bool:
        return self.keys.issuperset(identity_keys(entry, self.source))


Job = tuple[bytes, str, str, Known | None]


class Parser:
    """Two lanes of parsing processes. Use it as an async context manager."""

    def __init__(self, *, quick_seconds: float = QUICK_SECONDS, slow_seconds: float = SLOW_SECONDS) -> None:
        self._quick_seconds, self._slow_seconds = quick_seconds, slow_seconds
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["alertbot.sources.parse"])
        self._quick = ProcessPool(max_workers=_workers(), initializer=confine, initargs=(0,), context=context)
        self._slow = ProcessPool(max_workers=1, initializer=confine, initargs=(10,), context=context)
        self._slow_turn = asyncio.Semaphore(1)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in (self._quick, self._slow):
            pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves this one bare
            await asyncio.to_thread(pool.join)

    async def read(
        self, body: bytes, *, url: str, content_type: str, slow: bool = False, known: Known | None = None
    ) -> Feed:
        """The feed that `body` holds. `slow` sends it to the slow lane at once. Raises SourceError."""
        job = (body, url, content_type, known)
        if not slow and len(body) <= SLOW_BYTES:
            with suppress(TimeoutError):
                return await self._run(self._quick, self._quick_seconds, job)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS), self._slow_turn:
                return await self._run(self._slow, self._slow_seconds, job)
        except TimeoutError as error:
            raise SourceError(
                sentence("{url} takes too long to read", url=shown(url)), kind="parse-timeout"
            ) from error

    async def _run(self, pool: ProcessPool, seconds: float, job: Job) -> Feed:
        try:
            found = await asyncio.wrap_future(pool.schedule(_parse, args=job, timeout=seconds))
        except (ProcessExpired, MemoryError) as error:
            raise SourceError(
                sentence("{url} breaks the parser", url=shown(job[1])), kind="parser-died"
            ) from error
        if isinstance(found, Feed):
            return found
        message, kind = found
        raise SourceError(message, kind=kind)


def _parse(body: bytes, url: str, content_type: str, known: Known | None) -> Feed | tuple[Sentence, str]:
    """The feed, or the words and the kind of what is wrong with it: those travel between processes."""
    try:
        if known is None:
            return parse_feed(body, url=url, content_type=content_type)
        return parse_feed(body, url=url, content_type=content_type, known=known)
    except SourceError as error:
        return error.sentence, error.kind


def confine(niceness: int) -> None:
    """Bounds what this process may take. Where the system cannot, the limits on bodies must do."""
    os.nice(niceness)
    with suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        most = pages * resource.getpagesize() + MEMORY_BYTES
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _workers() -> int:
    return max(1, min(4, (os.cpu_count() or 1) - 1))
