"""In which process a document is read: each where it must, none where it keeps others waiting."""

import asyncio
import os
from collections.abc import AsyncIterator

import pytest

from alertbot.sources.lanes import LARGE_BYTES, QUICK_AT_ONCE, Lane, Lanes
from alertbot.sources.workers import DiedError
from tests.made.reading import give_in, read

OURS, LOWER, LOWEST, NEVER = 0, 10, 15, 100
"""By how much less a process insists on its turn than we do."""
LEAST = 19


@pytest.fixture
async def lanes() -> AsyncIterator[Lanes]:
    made = Lanes(quick_seconds=0.2, long_seconds=0.3, slow_seconds=0.5)
    yield made
    await made.close()


@pytest.mark.parametrize(
    ("lane", "size", "enough", "read_at"),
    [
        (Lane.QUICK, 100, OURS, OURS),
        (Lane.QUICK, 100, LOWER, LOWER),
        (Lane.QUICK, 100, LOWEST, LOWEST),
        (Lane.QUICK, LARGE_BYTES + 1, OURS, LOWER),
        (Lane.UNPROVEN, 100, OURS, OURS),
        (Lane.UNPROVEN, 100, LOWER, LOWER),
        (Lane.LONG, 100, OURS, LOWER),
        (Lane.LONG, 100, LOWEST, LOWEST),
        (Lane.SLOW, 100, OURS, LOWEST),
        (Lane.SLOW, LARGE_BYTES + 1, OURS, LOWEST),
    ],
)
async def test_a_document_goes_on_behind_others_until_it_is_done(
    lanes: Lanes, lane: Lane, size: int, enough: int, read_at: int
) -> None:
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert await lanes.run(lane, read, bytes(size), possible(enough, ours), ours) == possible(read_at, ours)


async def test_sources_that_were_not_read_well_leave_others_a_process() -> None:
    lanes = Lanes(quick_seconds=1000.0)
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    many = [asyncio.create_task(lanes.run(Lane.UNPROVEN, read, b"", NEVER, 0)) for _ in range(2 * QUICK_AT_ONCE)]
    await asyncio.sleep(0)
    async with asyncio.timeout(60):
        assert await lanes.run(Lane.QUICK, read, b"", OURS, ours) == OURS
    assert not any(each.done() for each in many)
    for each in many:
        each.cancel()
    await asyncio.gather(*many, return_exceptions=True)
    await lanes.close()


def possible(less: int, ours: int) -> int:
    """No process insists less than one of niceness 19, and the tests may run at a low priority themselves."""
    return min(less, LEAST - ours)


async def test_what_is_never_done_ends(lanes: Lanes) -> None:
    with pytest.raises(TimeoutError):
        await lanes.run(Lane.QUICK, read, b"", NEVER, 0)


async def test_what_ends_its_process_is_not_begun_again(lanes: Lanes) -> None:
    with pytest.raises(DiedError):
        await lanes.run(Lane.QUICK, give_in, b"")
