"""In which process a document is read, so that one that takes long keeps no other waiting. Edge.

Nobody knows beforehand how long a document takes. So most begin where ordinary ones are done in milliseconds,
and what is not done there begins again where it has longer, at lower priority.
"""

import asyncio
from collections.abc import Callable
from contextlib import nullcontext, suppress
from enum import IntEnum
from typing import Any, Final

from alertbot.sources.workers import Workers


class Lane(IntEnum):
    """Where reading begins: of sources read well, of others, of what may take long, of what took too long."""

    QUICK = 0
    UNPROVEN = 1
    LONG = 2
    SLOW = 3


QUICK_SECONDS: Final = 0.05
LONG_SECONDS: Final = 0.5
SLOW_SECONDS: Final = 20.0
PATIENCE_SECONDS: Final = 60.0
"""How long a document waits for the lanes behind the quick one and is read there, together."""

QUICK_AT_ONCE: Final = 4
"""More than cores: a process is idle while its answer waits for the event loop."""
UNPROVEN_AT_ONCE: Final = 3
"""Of those: one at least is for sources that were read well."""
LONG_AT_ONCE: Final = 2

LARGE_BYTES: Final = 512 * 1024
"""What is larger does not begin in the quick lane."""


class Lanes:
    """Processes that read documents. Close them at the end."""

    def __init__(
        self,
        *,
        quick_seconds: float = QUICK_SECONDS,
        long_seconds: float = LONG_SECONDS,
        slow_seconds: float = SLOW_SECONDS,
    ) -> None:
        self._quick: tuple[Workers[Any], float] = Workers(_call, count=QUICK_AT_ONCE), quick_seconds
        self._long: tuple[Workers[Any], float] = Workers(_call, count=LONG_AT_ONCE, niceness=10), long_seconds
        self._slow: tuple[Workers[Any], float] = Workers(_call, niceness=15), slow_seconds
        self._unproven = asyncio.Semaphore(UNPROVEN_AT_ONCE)

    async def run(self, lane: Lane, work: Callable[..., object], body: bytes, *job: object) -> Any:
        """What `work` answers to a document, begun in `lane` or a later one.

        Raises TimeoutError when it is not done in the last one either, DiedError, FailedError.
        """
        if lane < Lane.LONG and len(body) <= LARGE_BYTES:
            with suppress(TimeoutError):
                async with self._unproven if lane is Lane.UNPROVEN else nullcontext():
                    return await _run(self._quick, work, body, *job)
        async with asyncio.timeout(PATIENCE_SECONDS):
            if lane < Lane.SLOW:
                with suppress(TimeoutError):
                    return await _run(self._long, work, body, *job)
            return await _run(self._slow, work, body, *job)

    async def close(self) -> None:
        """Ends all processes; nothing may be under way."""
        for workers, _ in (self._quick, self._long, self._slow):
            await workers.close()


async def _run(lane: tuple[Workers[Any], float], *job: object) -> Any:
    workers, seconds = lane
    return await workers.run(*job, seconds=seconds)


def _call(work: Callable[..., object], *job: object) -> object:
    return work(*job)
