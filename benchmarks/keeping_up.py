"""What it takes to keep up with ten thousand sources: share of a core, and memory.

    python -m benchmarks.keeping_up [--sources 10000] [--window 60]

A local nginx serves the sources, the bot's scheduler polls each every five minutes. Only a window of those five
minutes is run: the sources that are due in it were read before, the others are known and wait. Before the window
two of a hundred feeds got a tenth of their items new, the others stay unchanged. CPU and resident memory are those
of the bot and its parsing processes (Linux), Valkey's are printed apart.
"""

import argparse
import asyncio
import logging
import os
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alertbot.roles.scheduler import Scheduler
from alertbot.sources.cadence import Pace
from alertbot.sources.fetch import Fetcher
from alertbot.sources.poll import Poller
from alertbot.store import keys
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.store import Store
from alertbot.stories.source import source_at
from benchmarks.feeds import Publisher, serve
from benchmarks.polling import HOME, Meter, valkey_seconds

CADENCE = timedelta(minutes=5)
FILES = 1_000
CHANGING = 50
"""Every so many feeds one has something new."""


def clock() -> datetime:
    return datetime.now(UTC)


def resident_mb(*names: str) -> float:
    """Of this process and its descendants, shared pages once; of `names` alone, or of all but the servers."""
    servers = ("valkey-server", "nginx")
    found: dict[int, tuple[int, str, int]] = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            stat = (entry / "stat").read_text(encoding="utf-8")
            name = stat[stat.index("(") + 1 : stat.rindex(")")]
            parent = int(stat[stat.rindex(")") + 2 :].split()[1])
            found[int(entry.name)] = (parent, name, _share_kb(entry))
    inside = {os.getpid()}
    while more := {pid for pid, (parent, *_) in found.items() if parent in inside} - inside:
        inside |= more
    pages = (
        found[pid][2] for pid in inside if (found[pid][1] in names if names else found[pid][1] not in servers)
    )
    return sum(pages) / 1000


def _share_kb(process: Path) -> int:
    """What is resident of a process; pages that several share are divided among them."""
    rollup = (process / "smaps_rollup").read_text(encoding="utf-8")
    return int(rollup.partition("\nPss:")[2].split()[0])


class KeepingUp:
    """Ten thousand sources on a Valkey of their own."""

    def __init__(self, store: Store, publisher: Publisher, *, count: int, window: float) -> None:
        self._store, self._publisher, self._window = store, publisher, window
        self._sources = [source_at(url, origin="added") for url in self._urls(count)]
        self._due = self._sources[: round(count * window / CADENCE.total_seconds())]

    async def run(self, poller: Poller) -> None:
        self._publisher.publish(generation=0)
        await self._register()
        await self._poll(poller, Pace(floor=timedelta(hours=1), ceiling=timedelta(hours=1)), self._read)
        self._publisher.publish(generation=1, every=CHANGING)
        await self._spread()
        meter, valkey, began = Meter(), valkey_seconds(), time.monotonic()
        peaks: list[float] = []
        await self._poll(poller, Pace(floor=CADENCE, ceiling=CADENCE), lambda: self._watched(peaks))
        took = time.monotonic() - began
        cpu, valkey = meter.seconds(), valkey_seconds() - valkey
        late = await self._store.redis.zcount(keys.SOURCES_DUE, 0, clock().timestamp() - 1)
        stories = await self._store.redis.xlen(keys.STORIES)
        print(
            f"| {len(self._sources):,} sources every five minutes, 2% changing, {took:.0f} s of it | |\n|---|---|"
        )
        print(f"| polls in the window, of them late at its end | {len(self._due):,}, {late} |")
        print(f"| stories committed | {stories:,} |")
        print(f"| share of a core | {cpu / took:.0%} |")
        print(f"| resident memory, at most | {max(peaks):.0f} MB |")
        print(f"| Valkey beside it | {valkey / took:.0%}, {resident_mb('valkey-server'):.0f} MB |")

    def _urls(self, count: int) -> Iterator[str]:
        files = self._publisher.urls("feeds")
        return (f"{files[n % len(files)]}?{n}" for n in range(count))

    async def _register(self) -> None:
        far = clock() + timedelta(days=1)
        for source in self._sources:
            await self._store.sources.add(source, now=far)
        await self._store.redis.zadd(keys.SOURCES_DUE, dict.fromkeys((each.id for each in self._due), 0))

    async def _spread(self) -> None:
        """Makes every source due at its place in the five minutes."""
        now, step = clock().timestamp(), CADENCE.total_seconds() / len(self._sources)
        await self._store.redis.zadd(
            keys.SOURCES_DUE, {each.id: now + n * step for n, each in enumerate(self._sources)}
        )

    async def _poll(self, poller: Poller, pace: Pace, until: Callable[[], Awaitable[None]]) -> None:
        scheduler = Scheduler(self._store, (), poller.find, clock=clock, pace=pace)
        stop = asyncio.Event()
        running = asyncio.create_task(scheduler.run(stop))
        await until()
        stop.set()
        await running

    async def _read(self) -> None:
        while await self._store.redis.hlen(keys.SOURCES_STATES) < len(self._due):  # noqa: ASYNC110
            await asyncio.sleep(0.2)

    async def _watched(self, peaks: list[float]) -> None:
        ends = time.monotonic() + self._window
        while time.monotonic() < ends:
            peaks.append(resident_mb())
            await asyncio.sleep(min(5.0, max(0.0, ends - time.monotonic())))


async def measure(publisher: Publisher, folder: Path, options: argparse.Namespace) -> None:
    server = Embedded(folder / "valkey")
    server.start()
    store = Store(connect(server.url))
    try:
        async with Fetcher(allow_networks=HOME) as fetcher, Poller(fetcher) as poller:
            await KeepingUp(store, publisher, count=options.sources, window=options.window).run(poller)
    finally:
        await store.close()
        server.stop()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--window", type=float, default=60.0, help="seconds, at most 300")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, filename=os.devnull)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as served:
        files = min(FILES, options.sources)
        with serve(Path(served), files) as publisher:
            asyncio.run(measure(publisher, Path(folder), options))


if __name__ == "__main__":
    main()
