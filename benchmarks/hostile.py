"""What hostile publishers cost: memory under each of them, and the delay of others beside fifty of them.

    python -m benchmarks.hostile [--only memory|delay] [--rounds 5]

A server process of its own plays the behaviours of the contract suite, and another the ordinary sources, as other
publishers have other machines; both need the cores of this one too. The bot's poller, with the limits it ships
with, polls them.

Memory: one behaviour after another, each with a poller and parsing processes of its own, beside nothing else
(one that only keeps us waiting is given up after three seconds, any other after thirty); each is told on
standard error, the most of all is printed, and the worst. It is that of this process and all it has started
(the fork server and the parsing processes, not the server that plays), shared pages once (Linux: the sum of
Pss), looked at every ten milliseconds.

Delay: ordinary feeds are polled ten a second for half a minute, alone; then while fifty hostile sources are
polled, all at once at the beginning, which were well when they were last polled; then, to compare, while fifty
ordinary ones are. Each round takes other behaviours, five take all; a round takes a minute and a half.
"""

import argparse
import asyncio
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from ipaddress import ip_network
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from alertbot.errors import SourceError
from alertbot.sources.fetch import Fetcher
from alertbot.sources.poll import Poller, Seen
from alertbot.stories.source import SourceState, source_at
from tests.made.server import Visit, serving

if TYPE_CHECKING:
    from tests.made.hostile import Row

HOME = (ip_network("127.0.0.1/32"),)
ORDINARY_FEED = b"""<rss version="2.0"><channel><title>T</title><item><guid>1</guid><title>Story</title>
<link>https://news.example.com/1</link></item></channel></rss>"""
ORDINARY = 300
A_SECOND = 10
ATTACKERS = 50
WORST = 8
ALONE, HOSTILE, SAME = "alone", "beside 50 hostile sources", "beside 50 ordinary ones"
LOOK_SECONDS = 0.01
WAITING_SECONDS = 3
LONGEST_SECONDS = 30


def rows() -> "dict[str, Row]":
    """The behaviours. Imported here: parsing processes import this module, and must not hold all those bodies."""
    from tests.made.hostile import ROWS

    return ROWS


async def play(visit: Visit) -> None:
    name = visit.path.strip("/").partition("?")[0].partition("/")[0]
    if name in rows():
        await rows()[name].behaviour(visit)
    else:
        await visit.answer(ORDINARY_FEED.replace(b"Story", visit.path.encode()))


def publish(pipe: Connection) -> None:
    async def run() -> None:
        async with serving(play) as server:
            pipe.send(server.url)
            await asyncio.to_thread(pipe.recv)

    asyncio.run(run())


class Memory:
    """Resident memory of this process and its descendants, but for the server's."""

    def __init__(self, server: int) -> None:
        self._server = server

    def mb(self) -> float:
        return sum(map(_share_kb, self._processes())) / 1000

    def _processes(self) -> set[int]:
        parents: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(") ")[2].split()[1])
        inside = {os.getpid()}
        while more := {pid for pid, parent in parents.items() if parent in inside} - inside - {self._server}:
            inside |= more
        return inside


def _share_kb(pid: int) -> int:
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{pid}/smaps_rollup").read_text().partition("\nPss:")[2].split()[0])
    return 0


async def poll(poller: Poller, url: str) -> None:
    """Polls a source that is known and lists only what is new: that costs most. Raises SourceError."""
    await poller.find(source_at(url), SourceState(last_ok=datetime.now(UTC)), nothing_seen)


async def nothing_seen() -> Seen:
    return Seen(marks={}, now=datetime.now(UTC))


async def ordinary(poller: Poller, url: str, count: int = ORDINARY) -> list[float]:
    """Seconds that each of many ordinary polls took, begun at a steady pace."""

    async def one(n: int) -> float:
        await asyncio.sleep(n / A_SECOND)
        began = time.monotonic()
        await poll(poller, f"{url}/ordinary-{n}")
        return time.monotonic() - began

    return list(await asyncio.gather(*map(one, range(count))))


async def hostile(poller: Poller, url: str) -> None:
    with suppress(SourceError):
        await poll(poller, url)


async def one_by_one(url: str, memory: Memory) -> None:
    names = tuple(rows())
    idle = await _peak(url, "ordinary", memory)
    peaks: dict[str, float] = {}
    for name in names:
        peaks[name] = await _peak(url, name, memory)
        print(f"{name}: {peaks[name] - idle:.0f} MB", file=sys.stderr, flush=True)
    worst = sorted(peaks, key=lambda name: peaks[name], reverse=True)[:WORST]
    print(f"| {len(peaks)} behaviours, one after another; {idle:.0f} MB idle | above idle |\n|---|---|")
    print(f"| at most, of all of them | {peaks[worst[0]] - idle:.0f} MB |")
    for name in worst:
        print(f"| {name} | {peaks[name] - idle:.0f} MB |")


async def _peak(url: str, name: str, memory: Memory) -> float:
    """Most MB while `name` is polled, and what is idle before that; an ordinary source is only that."""
    async with Fetcher(allow_networks=HOME) as fetcher, Poller(fetcher) as poller:
        await poll(poller, f"{url}/ordinary")
        peak = memory.mb()
        if name not in rows():
            return peak
        task = asyncio.create_task(hostile(poller, f"{url}/{name}"))
        ends = time.monotonic() + (WAITING_SECONDS if _only_waits(name) else LONGEST_SECONDS)
        while not task.done() and time.monotonic() < ends:
            await asyncio.wait([task], timeout=LOOK_SECONDS)
            peak = max(peak, memory.mb())
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    return peak


def _only_waits(name: str) -> bool:
    expected = rows()[name].expected
    return "timeout" in (expected if isinstance(expected, frozenset) else {expected})


async def beside(url: str, hostile_url: str, rounds: int) -> None:
    took: dict[str, list[list[float]]] = {ALONE: [], HOSTILE: [], SAME: []}
    async with Fetcher(allow_networks=HOME) as fetcher, Poller(fetcher) as poller:
        await ordinary(poller, url, 50)
        for chosen in (_share(number, rounds) for number in range(rounds)):
            same = [f"{url}/other-{n}" for n in range(len(chosen))]
            took[ALONE].append(await _together(poller, url, []))
            took[HOSTILE].append(await _together(poller, url, [f"{hostile_url}/{name}" for name in chosen]))
            took[SAME].append(await _together(poller, url, same))
    print(
        f"| {ORDINARY} ordinary polls, {A_SECOND} a second | median | mean | 95th percentile |\n|---|---|---|---|"
    )
    for name, each in took.items():
        print(f"| {name} | {_said(chain(*each))} |")
    for name in (HOSTILE, SAME):
        median, mean = (_delay(how, took, name) for how in (statistics.median, statistics.mean))
        print(f"\nDelay {name}: median {median}, mean {mean}.")


def _share(number: int, rounds: int) -> list[str]:
    """The behaviours of one of so many rounds: fifty, and all of them in the end where the rounds suffice."""
    names = list(rows())
    return (names[number::rounds] + names)[:ATTACKERS]


async def _together(poller: Poller, url: str, others: list[str]) -> list[float]:
    """Seconds that ordinary polls took while `others` were polled."""
    attackers = [asyncio.create_task(hostile(poller, other)) for other in others]
    took = await ordinary(poller, url)
    for attacker in attackers:
        attacker.cancel()
    await asyncio.gather(*attackers, return_exceptions=True)
    return took


def _delay(how: Callable[[Iterable[float]], float], took: dict[str, list[list[float]]], name: str) -> str:
    """By how much `name` is slower, in all rounds together and in each of them."""
    pairs = zip(took[name], took[ALONE], strict=True)
    each = ", ".join(f"{how(beside) / how(alone) - 1:+.0%}" for beside, alone in pairs)
    return f"{how(list(chain(*took[name]))) / how(list(chain(*took[ALONE]))) - 1:+.0%} ({each})"


def _said(took: Iterable[float]) -> str:
    ordered = sorted(took)
    values = (statistics.median(ordered), statistics.mean(ordered), ordered[int(len(ordered) * 0.95)])
    return " | ".join(f"{value * 1000:.1f} ms" for value in values)


@contextmanager
def publishing() -> Iterator[tuple[str, int]]:
    """A server in a process of its own: its address and the process."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=publish, args=(theirs,))
    server.start()
    try:
        yield ours.recv(), server.pid or 0
    finally:
        ours.send("stop")
        server.join(5)
        server.kill()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=["memory", "delay"])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if options.only != "memory":
        with publishing() as (url, _), publishing() as (hostile_url, _):
            asyncio.run(beside(url, hostile_url, options.rounds))
    if options.only != "delay":
        with publishing() as (url, server):
            asyncio.run(one_by_one(url, Memory(server)))


if __name__ == "__main__":
    main()
