"""Processes that do one job at a time under a deadline. Edge.

A job that hangs, crashes or eats memory costs its process, which is replaced, and nobody else anything. The
deadline is one of CPU time, which the system counts and enforces: a busy machine makes no good job late, and
nothing a job does can put it off. Jobs and answers are framed and pickled on a socket pair that the event loop
reads itself: no threads, and a tenth of a millisecond a job.
"""

import asyncio
import multiprocessing
import os
import pickle
import resource
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")

MEMORY_BYTES: Final = 88 * 1024 * 1024
"""What a process may take beyond what it has at its start."""

WORN_BYTES: Final = 32 * 1024 * 1024
"""What a process may keep after a job; with more it goes, for the next job would have less."""
LARGE_JOB_BYTES: Final = 128 * 1024
"""Jobs that may make a process keep so much; after others it is not looked for."""

FRAME: Final = struct.Struct(">Id")
"""Before each job and answer: its length in bytes; of a job the CPU seconds it may take, of an answer whether its
process goes (1) or stays (0)."""
BUFFER_BYTES: Final = 1024 * 1024
SLICE: Final = 256 * 1024
SMALL_JOB_BYTES: Final = 64 * 1024
"""What comes in one go, with its frame."""
GOODBYE_SECONDS: Final = 2.0
PATIENCE: Final = 10
"""How many times its CPU seconds a job may take on the clock: it may sleep, or the machine may be busy."""
START_SECONDS: Final = 30.0
"""For a process to come up; no job's time runs meanwhile."""
READY: Final = b"."

_CONTEXT: Final = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["alertbot.sources.warm"])
"""Imported once, before processes are forked: otherwise that is most of their start."""
_STARTING: Final = threading.Lock()


class DiedError(Exception):
    """The job took its process with it, or more memory than there is for it."""


class FailedError(Exception):
    """The job raised; the text is the kind of error."""


class _Worker:
    """One process and our end of the socket to it."""

    def __init__(self, process: BaseProcess, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._process, self._reader, self._writer = process, reader, writer

    async def come_up(self) -> None:
        """Returns when the process has imported what it needs. Raises OSError or EOFError when it is gone."""
        await self._reader.readexactly(len(READY))

    async def ask(self, job: bytes, seconds: float) -> tuple[tuple[str, Any], bool]:
        """What becomes of one job, and whether that was the last.

        Raises OSError or EOFError when the process is gone.
        """
        self._writer.write(FRAME.pack(len(job), seconds) + job[:SLICE])  # together: the process wakes up once
        for at in range(SLICE, len(job), SLICE):  # whole, a large one would lie in memory twice and hold up others
            await self._writer.drain()
            self._writer.write(job[at : at + SLICE])
        await self._writer.drain()
        size, goes = FRAME.unpack(await self._reader.readexactly(FRAME.size))
        answer: tuple[str, Any] = pickle.loads(await self._reader.readexactly(size))  # noqa: S301 — our own process
        return answer, bool(goes)

    async def end(self, *, kill: bool) -> int | None:
        """Ends the process: at once, or, as it has nothing to do, by hanging up; answers how it ended."""
        self._writer.close()
        if kill:
            self._process.kill()
        await asyncio.to_thread(self._process.join, GOODBYE_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            await asyncio.to_thread(self._process.join)
        ended = self._process.exitcode
        self._process.close()
        return ended


class Workers(Generic[T]):
    """At most `count` processes that run `work`, started when they are needed. Close them at the end."""

    def __init__(
        self,
        work: Callable[..., T],
        *,
        count: int = 1,
        niceness: int = 0,
        prepare: Callable[[], object] | None = None,
    ) -> None:
        """`prepare` is called once in each process, before the time of its first job runs."""
        self._work, self._niceness, self._prepare = work, niceness, prepare
        self._places = asyncio.Semaphore(count)
        self._idle: list[_Worker] = []
        self._ending: set[asyncio.Task[int | None]] = set()

    async def run(self, *job: object, seconds: float) -> T:
        """What `work` answers to `job`.

        Raises TimeoutError when it takes more than `seconds` of CPU time (or PATIENCE times that on the clock), or
        its process longer than START_SECONDS to come up; DiedError; FailedError.
        """
        async with self._places:
            worker = self._idle.pop() if self._idle else await self._start()
            outcome, answer = await self._ask(worker, pickle.dumps(job, pickle.HIGHEST_PROTOCOL), seconds)
        if outcome == "died":
            raise DiedError
        if outcome == "failed":
            raise FailedError(answer)
        found: T = answer
        return found

    async def _ask(self, worker: _Worker, job: bytes, seconds: float) -> tuple[str, Any]:
        """One job; whoever did not answer it is ended."""
        try:
            async with asyncio.timeout(seconds * PATIENCE):
                answer, goes = await worker.ask(job, seconds)
        except (EOFError, OSError) as error:
            ended = await self._end(worker)
            if isinstance(error, TimeoutError) or ended == -signal.SIGPROF:
                raise TimeoutError from error
            raise DiedError from error
        except BaseException:
            self._end(worker)
            raise
        if goes:
            self._end(worker, kill=False)
        else:
            self._idle.append(worker)
        return answer

    async def close(self) -> None:
        """Ends all processes; no job may be under way."""
        await asyncio.gather(*self._ending, *(worker.end(kill=False) for worker in self._idle))
        self._idle.clear()

    async def _start(self) -> _Worker:
        ours, theirs = socket.socketpair()
        process = _CONTEXT.Process(
            target=serve, args=(theirs, self._work, self._niceness, self._prepare), daemon=True
        )
        await asyncio.to_thread(_start, process)
        theirs.close()
        worker = _Worker(process, *await asyncio.open_unix_connection(sock=ours, limit=BUFFER_BYTES))
        try:
            async with asyncio.timeout(START_SECONDS):
                await worker.come_up()
        except BaseException as error:
            self._end(worker)
            if isinstance(error, EOFError | OSError) and not isinstance(error, TimeoutError):
                raise DiedError from error
            raise
        return worker

    def _end(self, worker: _Worker, *, kill: bool = True) -> "asyncio.Task[int | None]":
        ending = asyncio.create_task(worker.end(kill=kill))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)
        return ending


def _start(process: BaseProcess) -> None:
    with _STARTING, _no_program():
        process.start()


@contextmanager
def _no_program() -> Iterator[None]:
    """Else each process began with importing the program that started it: ten times the work of a fork."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def serve(
    asked: socket.socket, work: Callable[..., object], niceness: int, prepare: Callable[[], object] | None
) -> None:
    """The life of a process: job after job until the other end hangs up, or it has grown too much."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us says when it is over
    os.nice(niceness)
    if prepare:
        prepare()
    confine()
    most = _held_bytes() + WORN_BYTES
    with asked, asked.makefile("rb", buffering=SMALL_JOB_BYTES) as stream:
        asked.sendall(READY)
        while head := stream.read(FRAME.size):
            size, seconds = FRAME.unpack(head)
            job = stream.read(size)
            signal.setitimer(signal.ITIMER_PROF, seconds)  # SIGPROF ends the process, whatever it is doing
            answer = pickle.dumps(_answer(work, job), pickle.HIGHEST_PROTOCOL)
            signal.setitimer(signal.ITIMER_PROF, 0)
            del job
            goes = size > LARGE_JOB_BYTES and _held_bytes() > most
            asked.sendall(FRAME.pack(len(answer), goes) + answer)
            if goes:
                return


def _held_bytes() -> int:
    """The data of this process, in memory or not; 0 where the system does not tell."""
    with suppress(OSError, ValueError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
    return 0


def _answer(work: Callable[..., object], job: bytes) -> tuple[str, object]:
    try:
        return "done", work(*pickle.loads(job))  # noqa: S301 — from the process that started us
    except MemoryError:
        return "died", None
    except Exception as error:  # noqa: BLE001 — it is handed on
        return "failed", type(error).__name__


def confine() -> None:
    """Bounds what this process may take. Where the system cannot, the limits on bodies must do."""
    held = _held_bytes()
    with suppress(OSError, ValueError):
        if held:
            resource.setrlimit(resource.RLIMIT_DATA, (held + MEMORY_BYTES, held + MEMORY_BYTES))
