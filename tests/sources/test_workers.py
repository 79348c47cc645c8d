"""Jobs in processes of their own: whatever a job does, the others go on."""

import asyncio
import os
import re
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType

import pytest

from alertbot.sources.workers import LARGE_JOB_BYTES, WORN_BYTES, DiedError, FailedError, Workers

KEPT: list[bytearray] = []


def job(what: str, _: bytes = b"") -> object:
    match what:
        case "pid":
            return os.getpid()
        case "hang":
            time.sleep(60)
        case "spin":
            re.fullmatch("(?:a|a)*b", "a" * 60)  # in C, where nothing of ours is asked
        case "raise":
            raise ZeroDivisionError
        case "die":
            os._exit(3)
        case "grow":
            KEPT.append(bytearray(2 * WORN_BYTES))
            return os.getpid()
        case "eat":
            return len(bytearray(1 << 30))
    return what


def slow_start() -> None:
    time.sleep(1.5)


def broken_start() -> None:
    os._exit(3)


@pytest.fixture
async def workers() -> AsyncIterator[Workers[object]]:
    made = Workers(job, count=2)
    yield made
    await made.close()


@pytest.fixture
def ending_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Our program, as the one of a process that would end with it."""
    program = ModuleType("__main__")
    program.__file__ = str(tmp_path / "program")
    (tmp_path / "program").write_text("raise SystemExit(3)")
    monkeypatch.setitem(sys.modules, "__main__", program)
    return program


async def test_a_process_does_job_after_job(workers: Workers[object]) -> None:
    assert await workers.run("pid", seconds=20) == await workers.run("pid", seconds=20)


async def test_a_process_that_grew_answers_and_is_replaced(workers: Workers[object]) -> None:
    before = await workers.run("pid", seconds=20)
    assert await workers.run("grow", bytes(2 * LARGE_JOB_BYTES), seconds=20) == before
    assert await workers.run("pid", seconds=20) != before


async def test_the_time_a_process_takes_to_come_up_is_not_the_jobs() -> None:
    made = Workers(job, prepare=slow_start)
    try:
        assert isinstance(await made.run("pid", seconds=1.0), int)
    finally:
        await made.close()


async def test_a_process_does_not_begin_with_the_program_that_started_it(
    workers: Workers[object], ending_program: ModuleType
) -> None:
    assert await workers.run("fine", seconds=20) == "fine"
    assert sys.modules["__main__"] is ending_program


async def test_a_process_that_cannot_come_up_fails_its_job() -> None:
    made = Workers(job, prepare=broken_start)
    with pytest.raises(DiedError):
        await made.run("pid", seconds=5.0)
    await made.close()


async def test_answers_of_any_size_come_back_whole(workers: Workers[object]) -> None:
    large = "x" * 5_000_000
    assert await workers.run(large, seconds=20) == large


@pytest.mark.parametrize("what", ["hang", "spin"])
async def test_a_job_that_hangs_is_ended_and_the_next_one_goes_on(workers: Workers[object], what: str) -> None:
    before = await workers.run("pid", seconds=20)
    with pytest.raises(TimeoutError):
        await workers.run(what, seconds=0.05)
    after = await workers.run("pid", seconds=20)
    assert after != before
    with pytest.raises(ProcessLookupError):
        await gone(int(str(before)))


@pytest.mark.parametrize(("what", "error"), [("die", DiedError), ("eat", DiedError), ("raise", FailedError)])
async def test_a_job_that_fails_says_how_and_the_next_one_goes_on(
    workers: Workers[object], what: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await workers.run(what, seconds=20)
    assert await workers.run("fine", seconds=20) == "fine"


async def test_a_hanging_job_does_not_hold_up_the_others(workers: Workers[object]) -> None:
    hanging = asyncio.create_task(workers.run("hang", seconds=30))
    assert [await workers.run(str(n), seconds=20) for n in range(5)] == ["0", "1", "2", "3", "4"]
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging
    assert await workers.run("fine", seconds=20) == "fine"


async def gone(pid: int) -> None:
    """Waits until there is no such process, and raises ProcessLookupError."""
    async with asyncio.timeout(20):
        while True:
            os.kill(pid, 0)
            await asyncio.sleep(0.01)
