"""Manners towards hosts: few requests at once, a little space between them, rest when one asks for it. Edge.

A host of the operator's own (a private address, localhost) needs none of that.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

AT_ONCE: Final = 4
SPACE_SECONDS: Final = 0.1
PATIENCE_SECONDS: Final = 20.0
LONGEST_REST_SECONDS: Final = 3_600.0
MOST_RESTING: Final = 10_000


class BusyError(Exception):
    """The host rests, or has enough to do. `seconds` is when to ask again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"in {seconds:.0f} s")
        self.seconds = seconds


@dataclass(slots=True)
class Lane:
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    free_at: float = 0.0
    users: int = 0


class Hosts:
    """The hosts this process fetches from; those that nobody uses are forgotten."""

    def __init__(self) -> None:
        self._lanes: dict[str, Lane] = {}
        self._resting: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Our turn to ask the host of `url`. Raises BusyError when it would not come soon."""
        host = _host(url)
        if _is_own(host):
            yield
            return
        self._check_rest(host)
        lane = self._lanes.setdefault(host, Lane())
        lane.users += 1
        try:
            await self._enter(lane)
            try:
                yield
            finally:
                lane.turns.release()
        finally:
            lane.users -= 1
            if not lane.users:
                del self._lanes[host]

    def rest(self, url: str, seconds: float) -> None:
        """Leaves the host of `url` alone for so long."""
        if len(self._resting) < MOST_RESTING:
            until = asyncio.get_running_loop().time() + min(seconds, LONGEST_REST_SECONDS)
            self._resting[_host(url)] = until

    def _check_rest(self, host: str) -> None:
        until = self._resting.get(host)
        if until is None:
            return
        left = until - asyncio.get_running_loop().time()
        if left > 0:
            raise BusyError(left)
        del self._resting[host]

    async def _enter(self, lane: Lane) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await lane.turns.acquire()
        except TimeoutError as error:
            raise BusyError(PATIENCE_SECONDS) from error
        now = asyncio.get_running_loop().time()
        wait = lane.free_at - now
        lane.free_at = max(now, lane.free_at) + SPACE_SECONDS
        if wait > 0:
            await asyncio.sleep(wait)


@lru_cache(maxsize=4096)
def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


@lru_cache(maxsize=4096)
def _is_own(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False
