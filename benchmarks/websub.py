"""How long a pushed item takes: from its publication to its story in the stream of stories.

    python -m benchmarks.websub [--items 500] [--sources 20]

A publisher with a hub of its own, in a process of its own, publishes item after item and pushes each, signed, to
the web role's routes; the scheduler takes it, parses it and commits it to a Valkey. Both moments are read from one
clock: the publisher's when it publishes, and the server's own in the id of the stream's entry.

Items come a tenth of a second apart, on average: 500 take about a minute. What takes three times as long fails.
"""

import argparse
import asyncio
import hmac
import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from alertbot.roles.pushing import Pushing
from alertbot.roles.scheduler import Scheduler
from alertbot.sources.cadence import Pace
from alertbot.sources.fetch import Fetcher
from alertbot.sources.poll import Poller
from alertbot.store import keys
from alertbot.store.codec import STORY
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.store import Store
from alertbot.stories.source import source_at
from alertbot.surfaces import websub
from benchmarks.feeds import item
from benchmarks.polling import HOME

SPACE_SECONDS = 0.1
"""Between two items, on average: ten a second are a busy evening."""
START_SECONDS = 60


class Publisher:
    """Feeds with a hub; `subscribed` are the callbacks and secrets by feed."""

    def __init__(self) -> None:
        self.url = ""
        self._items: dict[str, int] = {}
        self._subscribed: dict[str, tuple[str, str]] = {}

    async def feed(self, request: web.Request) -> web.Response:
        return web.Response(body=self._document(request.match_info["n"]), content_type="application/rss+xml")

    async def hub(self, request: web.Request) -> web.Response:
        """Takes a subscription, and verifies it as a hub does."""
        form = dict(await request.post())
        topic, callback = str(form["hub.topic"]), str(form["hub.callback"])
        said = {"hub.mode": "subscribe", "hub.topic": topic, "hub.challenge": "c", "hub.lease_seconds": "864000"}
        async with ClientSession() as session, session.get(callback, params=said) as answer:
            if await answer.text() == "c":
                self._subscribed[topic.rpartition("/")[2]] = (callback, str(form["hub.secret"]))
        return web.Response(status=202)

    async def publish(self, session: ClientSession, number: int) -> float:
        """Pushes a new item of the feed `number`; answers when that began, in epoch seconds."""
        n = str(number)
        callback, secret = self._subscribed[n]
        began = time.time()
        self._items[n] = self._items.get(n, 1) + 1
        body = self._document(n)
        signature = "sha256=" + hmac.new(secret.encode(), body, "sha256").hexdigest()
        headers = {"X-Hub-Signature": signature, "Content-Type": "application/rss+xml"}
        async with session.post(callback, data=body, headers=headers) as answer:
            answer.raise_for_status()
        return began

    def is_subscribed(self, count: int) -> bool:
        return len(self._subscribed) == count

    def _document(self, n: str) -> bytes:
        newest = self._items.get(n, 1)
        items = "".join(item(int(n), each % 60, each) for each in range(newest, max(0, newest - 40), -1))
        links = f'<atom:link rel="hub" href="{self.url}/hub"/><atom:link rel="self" href="{self.url}/feed/{n}"/>'
        return (
            f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Feed {n}</title>'
            f"{links}{items}</channel></rss>"
        ).encode()


async def publishing(pipe: Connection, sources: int, count: int) -> None:
    """The publisher's process: says where it is, and at the end when each item was published."""
    publisher = Publisher()
    app = web.Application()
    app.add_routes([web.get("/feed/{n}", publisher.feed), web.post("/hub", publisher.hub)])
    async with served(app) as url, ClientSession() as session:
        publisher.url = url
        pipe.send(url)
        while not publisher.is_subscribed(sources):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        chance, moments = random.Random(1), {}
        for number in range(count):
            feed = number % sources
            newest = number // sources + 2
            moments[f"https://{feed}.example.com/{newest}/{newest % 60}"] = await publisher.publish(session, feed)
            await asyncio.sleep(chance.expovariate(1 / SPACE_SECONDS))
        pipe.send(moments)
        await asyncio.to_thread(pipe.recv)


def publish(pipe: Connection, sources: int, count: int) -> None:
    asyncio.run(publishing(pipe, sources, count))


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def clock() -> datetime:
    return datetime.now(UTC)


async def heard(pipe: Connection) -> Any:
    """What the publisher's process says; no thread waits for it, which could not be given up."""
    while not pipe.poll():  # noqa: ASYNC110
        await asyncio.sleep(SPACE_SECONDS)
    return pipe.recv()


async def measure(store: Store, pipe: Connection, options: argparse.Namespace) -> list[float]:
    """Seconds from publication to commit, of each item."""
    url = await heard(pipe)
    stop = asyncio.Event()
    async with AsyncExitStack() as stack:
        app = web.Application()
        app.add_routes(websub.routes(store, clock=clock))
        public = await stack.enter_async_context(served(app))
        fetcher = await stack.enter_async_context(Fetcher(allow_networks=HOME))
        poller = await stack.enter_async_context(Poller(fetcher))
        scheduler = Scheduler(
            store,
            [source_at(f"{url}/feed/{n}") for n in range(options.sources)],
            poller.find,
            clock=clock,
            pace=Pace(floor=timedelta(hours=1), ceiling=timedelta(hours=24)),
            pushing=Pushing(store, poller, public_url=public, clock=clock),
        )
        running = asyncio.create_task(scheduler.run(stop))
        moments: dict[str, float] = await heard(pipe)
        while await store.redis.xlen(keys.STORIES) < len(moments):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        stop.set()
        await running
    entries = await store.redis.xrange(keys.STORIES)
    committed = {
        STORY.validate_json(fields["story"]).url: int(entry.split("-")[0]) / 1000 for entry, fields in entries
    }
    return [committed[url] - moments[url] for url in moments]


async def run(folder: Path, pipe: Connection, options: argparse.Namespace) -> list[float]:
    server = Embedded(folder / "valkey")
    server.start()
    store = Store(connect(server.url))
    try:
        async with asyncio.timeout(START_SECONDS + 3 * SPACE_SECONDS * options.items):
            return await measure(store, pipe, options)
    finally:
        await store.close()
        server.stop()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=500)
    parser.add_argument("--sources", type=int, default=20)
    options = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    hub = multiprocessing.get_context("spawn").Process(
        target=publish, args=(theirs, options.sources, options.items)
    )
    hub.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            took = sorted(asyncio.run(run(Path(folder), ours, options)))
    finally:
        ours.send("stop")
        hub.join(5)
        hub.kill()
    last = took[min(len(took) - 1, int(len(took) * 0.99))]
    cells = [f"{seconds * 1000:.0f} ms" for seconds in (statistics.median(took), last, took[-1])]
    print("| published → committed, with WebSub | median | 99th percentile | at most |\n|---|---|---|---|")
    print(f"| {len(took)} items | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
