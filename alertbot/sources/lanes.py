"""In which process a document is read, so that one that takes long keeps no other waiting. Edge.

Nobody knows beforehand how long a document takes. So most begin where ordinary ones are done in milliseconds,
and what is not done there begins again where it has longer, at lower priority.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from typing import Any, Final

from alertbot.sources.workers import Workers


class Lane(IntEnum):
    """Where reading a document begins: one that did not need long before, one that may, one that did."""

    QUICK = 0
    LONG = 1
    SLOW = 2


QUICK_SECONDS: Final = 0.05
LONG_SECONDS: Final = 0.5
SLOW_SECONDS: Final = 20.0
PATIENCE_SECONDS: Final = 60.0
"""How long a document waits for the lanes behind the quick one and is read there, together."""

QUICK_AT_ONCE: Final = 4
"""More than cores: a process is idle while its answer waits for the event loop."""
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
        self._lanes: tuple[tuple[Workers[Any], float], ...] = (
            (Workers(_call, count=QUICK_AT_ONCE), quick_seconds),
            (Workers(_call, count=LONG_AT_ONCE, niceness=10), long_seconds),
            (Workers(_call, niceness=15), slow_seconds),
        )

    async def run(self, lane: Lane, work: Callable[..., object], body: bytes, *job: object) -> Any:
        """What `work` answers to a document, begun in `lane` or a later one.

        Raises TimeoutError when it is not done in the last one either, DiedError, FailedError.
        """
        if lane is Lane.QUICK and len(body) <= LARGE_BYTES:
            with suppress(TimeoutError):
                return await self._run(Lane.QUICK, work, body, *job)
        async with asyncio.timeout(PATIENCE_SECONDS):
            if lane is not Lane.SLOW:
                with suppress(TimeoutError):
                    return await self._run(Lane.LONG, work, body, *job)
            return await self._run(Lane.SLOW, work, body, *job)

    async def _run(self, lane: Lane, *job: object) -> Any:
        workers, seconds = self._lanes[lane]
        return await workers.run(*job, seconds=seconds)

    async def close(self) -> None:
        """Ends all processes; nothing may be under way."""
        for workers, _ in self._lanes:
            await workers.close()


def _call(work: Callable[..., object], *job: object) -> object:
    return work(*job)
