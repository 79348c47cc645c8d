"""What hostile publishers cost: memory under each of them, and the delay of others beside fifty of them.

    python -m benchmarks.hostile [--only memory|delay]

A server process of its own plays the behaviours of the contract suite; the bot's poller, with the limits it ships
with, polls them. Memory: one behaviour after another, each beside nothing else (one that only keeps us waiting is
given up after three seconds); the worst five are printed. Delay: ordinary feeds are polled ten a second, first
alone, then while fifty behaviours are polled, all of them at once at the beginning. Memory is that of the bot and
its parsing processes, shared pages once, sampled (Linux).
"""

import argparse
import asyncio
import multiprocessing
import os
import statistics
import time
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import ip_network
from multiprocessing.connection import Connection
from pathlib import Path

from alertbot.errors import SourceError
from alertbot.sources.fetch import Fetcher
from alertbot.sources.poll import Poller
from alertbot.stories.source import SourceState, source_at
from tests.made.hostile import FEED, ROWS
from tests.made.server import Visit, serving

HOME = (ip_network("127.0.0.1/32"),)
ORDINARY = 300
A_SECOND = 10
HOSTILE = 50
LOOK_SECONDS = 0.02


async def play(visit: Visit) -> None:
    name = visit.path.strip("/").partition("?")[0].partition("/")[0]
    if name in ROWS:
        await ROWS[name].behaviour(visit)
    else:
        await visit.answer(FEED.replace(b"Story", visit.path.encode()))


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


async def ordinary(poller: Poller, url: str) -> list[float]:
    """Seconds that each of many ordinary polls took, begun at a steady pace."""

    async def one(n: int) -> float:
        await asyncio.sleep(n / A_SECOND)
        began = time.monotonic()
        await poller.find(source_at(f"{url}/ordinary-{n}"), SourceState())
        return time.monotonic() - began

    return list(await asyncio.gather(*map(one, range(ORDINARY))))


async def hostile(poller: Poller, url: str, name: str) -> None:
    with suppress(SourceError):
        await poller.find(source_at(f"{url}/{name}"), SourceState())


async def one_by_one(url: str, memory: Memory) -> None:
    peaks: dict[str, float] = {}
    async with Fetcher(allow_networks=HOME) as fetcher, Poller(fetcher) as poller:
        await poller.find(source_at(f"{url}/ordinary"), SourceState())
        idle = memory.mb()
        for name, row in ROWS.items():
            waits = "timeout" in (row.expected if isinstance(row.expected, frozenset) else {row.expected})
            task = asyncio.create_task(hostile(poller, url, name))
            ends = time.monotonic() + (3 if waits else 60)
            while not task.done() and time.monotonic() < ends:
                peaks[name] = max(peaks.get(name, 0.0), memory.mb() - idle)
                await asyncio.wait([task], timeout=LOOK_SECONDS)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    worst = sorted(peaks, key=lambda name: peaks[name], reverse=True)[:5]
    print(f"| {len(peaks)} behaviours, one after another; {idle:.0f} MB idle | above idle |\n|---|---|")
    for name in worst:
        print(f"| {name} | {peaks[name]:.0f} MB |")


async def beside(url: str) -> None:
    chosen = list(ROWS)[:: max(1, len(ROWS) // HOSTILE)][:HOSTILE]
    async with Fetcher(allow_networks=HOME) as fetcher, Poller(fetcher) as poller:
        await ordinary(poller, url)
        alone = await ordinary(poller, url)
        attackers = [asyncio.create_task(hostile(poller, url, name)) for name in chosen]
        together = await ordinary(poller, url)
        for attacker in attackers:
            attacker.cancel()
        await asyncio.gather(*attackers, return_exceptions=True)
    print(
        f"| {ORDINARY} ordinary polls, {A_SECOND} a second | median | mean | 95th percentile |\n|---|---|---|---|"
    )
    print(f"| alone | {_said(alone)} |\n| beside {len(chosen)} hostile sources | {_said(together)} |")
    delays = [how(together) / how(alone) - 1 for how in (statistics.median, statistics.mean)]
    print(f"\nDelay of a poll beside them: median {delays[0]:+.0%}, mean {delays[1]:+.0%}.")


def _said(took: Iterable[float]) -> str:
    ordered = sorted(took)
    values = (statistics.median(ordered), statistics.mean(ordered), ordered[int(len(ordered) * 0.95)])
    return " | ".join(f"{value * 1000:.1f} ms" for value in values)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=["memory", "delay"])
    options = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=publish, args=(theirs,))
    server.start()
    try:
        url = ours.recv()
        if options.only != "memory":
            asyncio.run(beside(url))
        if options.only != "delay":
            asyncio.run(one_by_one(url, Memory(server.pid or 0)))
    finally:
        ours.send("stop")
        server.join(5)
        server.kill()


if __name__ == "__main__":
    main()
