"""How a role lives: one step after another until it is asked to stop, waiting while Redis is away."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from redis.exceptions import RedisError

from alertbot.log import event

logger = logging.getLogger(__name__)
T = TypeVar("T")

FIRST_PAUSE_SECONDS = 0.1
LAST_PAUSE_SECONDS = 5.0


async def nothing() -> None:
    """The opening of a role that has none."""


async def until(
    stop: asyncio.Event,
    step: Callable[[], Awaitable[object]],
    *,
    role: str,
    opening: Callable[[], Awaitable[object]] = nothing,
) -> None:
    """Runs `step` again and again until `stop` is set; the step under way is finished.

    While Redis is away or refuses, it is said once and tried again with growing pauses: a step
    commits all of its result or nothing, so doing it again loses and doubles nothing. `opening` goes
    before the first step, and again after every trouble: the server may have come back empty.
    """
    pause = 0.0
    opened = False
    while not stop.is_set():
        try:
            if not opened:
                await opening()
                opened = True
            await step()
        except RedisError as error:
            if not pause:
                event(logger, logging.WARNING, "waiting for redis", role=role, why=_first_line(error))
            opened = False
            pause = min(max(pause * 2, FIRST_PAUSE_SECONDS), LAST_PAUSE_SECONDS)
            await sleep(stop, pause)
        else:
            if pause:
                event(logger, logging.INFO, "redis is back", role=role)
            pause = 0.0


async def insist(step: Callable[[], Awaitable[T]], *, role: str) -> T:
    """What `step` answers when Redis took it, however long that needs."""
    answers: list[T] = []
    done = asyncio.Event()

    async def once() -> None:
        answers.append(await step())
        done.set()

    await until(done, once, role=role)
    return answers[0]


async def before(stop: asyncio.Event, step: Callable[[], Awaitable[object]], *, role: str) -> None:
    """Returns when Redis took `step`, or when `stop` is set; says that it waits."""
    taking = asyncio.create_task(insist(step, role=role))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({taking, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not taking.done():
        taking.cancel()
        return
    await taking


async def in_time(stop: asyncio.Event, step: Callable[[], Awaitable[T]]) -> T | None:
    """What `step` answers when Redis took it; None when `stop` was set before."""
    while not stop.is_set():
        try:
            return await step()
        except RedisError:  # whoever reads the stream says it
            await sleep(stop, FIRST_PAUSE_SECONDS)
    return None


async def sleep(stop: asyncio.Event, seconds: float) -> None:
    """Sleeps, but not longer than until `stop` is set."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
