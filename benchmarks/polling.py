"""What a poll costs: CPU a feed, beside lemon24/reader and a requests + feedparser loop, in the same run.

A local nginx serves the feeds; the bot polls them with its own scheduler and commits to a Valkey of its own.
Peers live in an environment of their own, so that they are no dependency of ours:

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install reader sgmllib3k requests feedparser
    apt-get install nginx-light
    python -m benchmarks.polling --peers /tmp/peers/bin/python [--feeds 1000] [--rounds 3]

CPU is user and system time of every process a system uses (the bot's parsing processes included; Valkey's own
is printed apart), in milliseconds a feed. Costs and ratios are medians of the rounds, in each of which
all systems take their turn: the machine is not equally fast at all times.
"""

import argparse
import asyncio
import gc
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import aiohttp

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
from benchmarks.peers import PHASES, measure, own_seconds, prepare

NAMES = {
    "ours": "alertbot",
    "bare": "aiohttp GET alone",
    "reader": "lemon24/reader",
    "loop": "requests + feedparser",
}
HOME = (ip_network("127.0.0.0/8"),)


class Ours:
    """The bot's scheduler, on a Valkey of its own, driven round by round."""

    def __init__(self, publisher: Publisher, folder: Path) -> None:
        self._publisher = publisher
        self._server = Embedded(folder / "valkey")

    async def run(self) -> dict[str, float]:
        self._server.start()
        store = Store(connect(self._server.url))
        async with Fetcher(allow_networks=HOME) as fetcher, Poller(fetcher) as poller:
            costs = {}
            await self._warm(poller)
            for phase in PHASES:
                for base in prepare(self._publisher, phase):
                    costs[phase] = await self._round(store, poller, base)
            costs["valkey"] = valkey_seconds() * 1000 / (self._publisher.count * (len(PHASES) + 1))
        await store.close()
        self._server.stop()
        return costs

    async def _warm(self, poller: Poller) -> None:
        """Starts the parsing processes, which happens once and not once a feed."""
        self._publisher.publish(generation=0)
        await poller.show(source_at(self._publisher.urls("feeds")[0]))

    async def _round(self, store: Store, poller: Poller, base: str) -> float:
        sources = [source_at(url, origin="added") for url in self._publisher.urls(base)]
        for source in sources:
            await store.sources.add(source, now=datetime.now(UTC))
        await store.redis.zadd(keys.SOURCES_DUE, {source.id: 0 for source in sources})
        pace = Pace(floor=timedelta(hours=1), ceiling=timedelta(hours=1))
        scheduler = Scheduler(store, (), poller.find, clock=lambda: datetime.now(UTC), pace=pace)
        stop = asyncio.Event()
        meter = Meter()
        running = asyncio.create_task(scheduler.run(stop))
        while await store.redis.zcount(keys.SOURCES_DUE, 0, datetime.now(UTC).timestamp() + 1800):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        cost = meter.seconds() * 1000 / len(sources)
        stop.set()
        await running
        return cost


def bare(publisher: Publisher) -> dict[str, float]:
    """The least that aiohttp can do: one GET a feed, with validators, on kept connections."""
    validators: dict[str, str] = {}

    async def get(session: aiohttp.ClientSession, turns: asyncio.Semaphore, url: str) -> None:
        headers = {"If-None-Match": validators[url]} if url in validators else {}
        async with turns, session.get(url, headers=headers) as response:
            await response.read()
            validators[url] = response.headers.get("ETag", "")

    async def everything(session: aiohttp.ClientSession, base: str) -> None:
        turns = asyncio.Semaphore(128)
        await asyncio.gather(*(get(session, turns, url) for url in publisher.urls(base)))

    async def opened() -> aiohttp.ClientSession:
        return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    with asyncio.Runner() as runner:
        session = runner.run(opened())

        def poll(base: str) -> float:
            before = own_seconds()
            runner.run(everything(session, base))
            return own_seconds() - before

        costs = measure(poll, publisher)
        runner.run(session.close())
    return costs


class Meter:
    """CPU of this process and its descendants, without servers, and without what measuring takes."""

    def __init__(self) -> None:
        self._others = self._of_others()
        self._own = time.process_time()

    def seconds(self) -> float:
        own = time.process_time() - self._own
        return own + self._of_others() - self._others

    def _of_others(self) -> float:
        servers = ("valkey-server", "nginx")
        return sum(spent for pid, name, spent in _tree(os.getpid()) if pid != os.getpid() and name not in servers)


def valkey_seconds() -> float:
    return sum(seconds for _, name, seconds in _tree(os.getpid()) if name == "valkey-server")


def _tree(root: int) -> Iterator[tuple[int, str, float]]:
    """Id, name and CPU seconds of `root` and all its descendants (Linux; to the nanosecond, by thread)."""
    found: dict[int, tuple[int, str, float]] = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            pid = int(entry.name)
            text = (entry / "stat").read_text(encoding="utf-8")
            spent = sum(int((task / "schedstat").read_text().split()[0]) for task in (entry / "task").iterdir())
            name = text[text.index("(") + 1 : text.rindex(")")]
            found[pid] = (int(text[text.rindex(")") + 2 :].split()[1]), name, spent / 1e9)
    inside = {root}
    while more := {pid for pid, (parent, *_) in found.items() if parent in inside} - inside:
        inside |= more
    return ((pid, *found[pid][1:]) for pid in inside if pid in found)


def run_one(system: str, publisher: Publisher) -> dict[str, float]:
    logging.basicConfig(level=logging.INFO, filename=os.devnull)
    gc.collect()
    gc.freeze()  # as `alertbot run` does
    if system == "bare":
        return bare(publisher)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return asyncio.run(Ours(publisher, Path(folder)).run())


@contextmanager
def children(options: argparse.Namespace) -> Iterator[Callable[[str], dict[str, float]]]:
    with tempfile.TemporaryDirectory(prefix="nginx-") as folder, serve(Path(folder), options.feeds) as publisher:

        def child(system: str) -> dict[str, float]:
            where = (system, publisher.base, folder, str(options.feeds))
            if system in ("reader", "loop"):
                command = [options.peers, "-m", "benchmarks.peers", *where]
            else:
                command = [sys.executable, "-m", "benchmarks.polling", "--inside", *where]
            answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            costs: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
            return costs

        yield child


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", help="the python of an environment with reader, requests and feedparser")
    parser.add_argument("--inside", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        system, base, folder, count = options.inside
        publisher = Publisher(folder=Path(folder), base=base, count=int(count))
        print(json.dumps(run_one(system, publisher)))
        return
    systems = ["ours", "bare", *(("reader", "loop") if options.peers else ())]
    with children(options) as child:
        rounds = [{system: child(system) for system in systems} for _ in range(options.rounds)]
    report(rounds)


Round = dict[str, dict[str, float]]


def report(rounds: list[Round]) -> None:
    systems = list(rounds[0])
    print(f"| CPU a feed, ms | {' | '.join(NAMES[system] for system in systems)} | to reader | to a bare GET |")
    print(f"|---|{'---|' * (len(systems) + 2)}")
    for phase in PHASES:
        cells = [f"{statistics.median(each[system][phase] for each in rounds):.2f}" for system in systems]
        peer = f"1/{_ratio(rounds, phase, 'reader', 'ours'):.1f}" if "reader" in systems else ""
        print(f"| {phase} | {' | '.join(cells)} | {peer} | {_ratio(rounds, phase, 'ours', 'bare'):.1f}× |")
    print(f"\nValkey's own: {statistics.median(each['ours']['valkey'] for each in rounds):.2f} ms a poll.")


def _ratio(rounds: list[Round], phase: str, one: str, other: str) -> float:
    return statistics.median(each[one][phase] / each[other][phase] for each in rounds)


if __name__ == "__main__":
    main()
