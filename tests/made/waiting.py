"""Waiting for a named condition, with a deadline: nothing sleeps for a guess."""

import asyncio
from collections.abc import Awaitable, Callable


async def eventually(what: str, condition: Callable[[], object | Awaitable[object]], seconds: float = 60) -> None:
    """Returns when `condition` is true; fails with `what` after `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            while not await _holds(condition):  # noqa: ASYNC110  (conditions lie in other processes)
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"not within {seconds} s: {what}") from None


async def _holds(condition: Callable[[], object | Awaitable[object]]) -> bool:
    found = condition()
    return bool(await found if isinstance(found, Awaitable) else found)
