"""What hostile publishers cost the others: memory and delay, every behaviour of the contract suite at once.

    python -m benchmarks.hostile

A server process of its own plays the behaviours; the bot's poller, with the limits it ships with, polls them all
while it polls ordinary feeds. Memory is resident memory of the bot and its parsing processes, sampled (Linux).
"""

import asyncio
import multiprocessing
import os
import resource
import statistics
import time
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
ORDINARY = 200


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


def resident_mb(root: int) -> float:
    """Of `root` and its descendants."""
    parents, pages = {}, {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            pid = int(entry.name)
            parents[pid] = int((entry / "stat").read_text().rpartition(") ")[2].split()[1])
            pages[pid] = int((entry / "statm").read_text().split()[1])
    inside = {root}
    while more := {pid for pid, parent in parents.items() if parent in inside} - inside:
        inside |= more
    return sum(pages.get(pid, 0) for pid in inside) * resource.getpagesize() / 1e6


async def ordinary(poller: Poller, url: str) -> list[float]:
    """Seconds that ordinary polls took, one after another."""
    took = []
    for n in range(ORDINARY):
        began = time.monotonic()
        await poller.find(source_at(f"{url}/ordinary-{n}"), SourceState())
        took.append(time.monotonic() - began)
    return took


async def hostile(poller: Poller, url: str, name: str) -> None:
    with suppress(SourceError):
        await poller.find(source_at(f"{url}/{name}"), SourceState())


async def watch(excluded: int, peaks: list[float]) -> None:
    while True:
        peaks.append(resident_mb(os.getpid()) - resident_mb(excluded))
        await asyncio.sleep(0.1)


async def measure(url: str, server: int) -> None:
    async with Fetcher(allow_networks=HOME) as fetcher, Poller(fetcher) as poller:
        alone = await ordinary(poller, url)
        idle: list[float] = []
        peaks: list[float] = []
        idle.append(resident_mb(os.getpid()) - resident_mb(server))
        watching = asyncio.create_task(watch(server, peaks))
        attackers = [asyncio.create_task(hostile(poller, url, name)) for name in ROWS]
        beside = await ordinary(poller, url)
        await asyncio.gather(*attackers)
        watching.cancel()
    print(f"{len(ROWS)} hostile sources at once, each fetched and read under the limits that ship")
    print(f"memory: {idle[0]:.0f} MB idle, {max(peaks):.0f} MB at its peak: {max(peaks) - idle[0]:+.0f} MB")
    for name, took in {"alone": alone, "beside them": beside}.items():
        middle, slow = statistics.median(took) * 1000, sorted(took)[int(len(took) * 0.95)] * 1000
        print(f"an ordinary poll {name}: median {middle:.1f} ms, 95th percentile {slow:.1f} ms")


def main() -> None:
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=publish, args=(theirs,))
    server.start()
    try:
        asyncio.run(measure(ours.recv(), server.pid or 0))
    finally:
        ours.send("stop")
        server.join(5)
        server.kill()


if __name__ == "__main__":
    main()
