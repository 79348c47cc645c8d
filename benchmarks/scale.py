"""What grows when more is asked of alertbot: the server's memory, the cost of each step, work that is shared.

    python -m benchmarks.scale                       # about a minute
    python -m benchmarks.scale --sources 1000000 --subscribers 1000000 --seconds 20

Everything on a Valkey of its own; processes are real ones, on the same machine, so that more of them than it has
cores share what there is. Memory is the server's, divided by how many there are. docs/scale.md says what follows.
"""

import argparse
import asyncio
import logging
import multiprocessing
import statistics
import time
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from functools import partial
from multiprocessing.synchronize import Event

from alertbot.alerts.alert import Delivery
from alertbot.alerts.outcome import Outcome, Sent
from alertbot.alerts.subscriber import Subscriber
from alertbot.roles.matcher import Matcher
from alertbot.roles.notifier import Notifier
from alertbot.roles.waiting import until
from alertbot.store import keys
from alertbot.store.codec import STORY, dump
from alertbot.store.connect import connect
from alertbot.store.store import Store
from alertbot.stories.source import Polled, SourceState, source_at
from benchmarks.made import clock, delivery, headline, queue, served, story, subscriber

FOREVER = timedelta(days=3650)
PAGE = 500
KEPT = 2_000
"""Stories and deliveries whose memory is measured."""

WATCHES = 10


class Silent:
    """A provider that answers after 50 ms."""

    async def send(self, made: Delivery, *, now: object) -> Outcome:
        await asyncio.sleep(0.05)
        return Sent(message_id=made.id)

    async def check(self) -> str:
        return "it answers"

    async def close(self) -> None:
        pass


async def memory(store: Store, step: Callable[[], Awaitable[object]], count: int) -> float:
    """Bytes of the server that each of `count` things takes which `step` puts there."""
    before = (await store.redis.info("memory"))["used_memory"]
    await step()
    return float((await store.redis.info("memory"))["used_memory"] - before) / count


async def provide(store: Store, count: int) -> None:
    """The first `count` sources, of which some are there already."""
    made = [source_at(f"https://site{n}.example.com/feed") for n in range(count)]
    await store.sources.provision(made, now=clock())


async def poll(store: Store, rounds: int = 40) -> list[float]:
    """Seconds that the server and the client need to claim one source and commit a poll without news."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        claimed = await store.sources.claim_due(now=clock(), lease=timedelta(minutes=1), token="t", limit=1)
        for claim in claimed.claims:
            due = clock() + timedelta(hours=1)
            await store.sources.commit_poll(claim, Polled(state=SourceState(last_ok=clock()), due=due, marks={}))
        taken.append(time.perf_counter() - began)
    return taken


async def sources(most: int) -> None:
    async with served() as store:
        there = 0
        while there < most:
            more = max(10, there * 9) if there * 10 <= most else most - there
            there += more
            each = await memory(store, partial(provide, store, there), more)
            took = statistics.median(await poll(store)) * 1000
            print(
                f"{there:>9,} sources      {each:8.0f} bytes each     claim and commit of one poll {took:6.2f} ms"
            )


def person(number: int) -> Subscriber:
    return subscriber(f"p{number}", [f"topic{number * WATCHES + n}" for n in range(WATCHES)])


async def keep(store: Store, people: Iterable[Subscriber]) -> None:
    for each in people:
        await store.subscribers.update(each.name, lambda _, each=each: each)  # type: ignore[misc]


async def subscribers(most: int) -> None:
    async with served() as store:
        each = await memory(store, lambda: keep(store, map(person, range(most))), most)
        print(f"{most:>9,} subscribers  {each:8.0f} bytes each, with {WATCHES} watches")
        began = time.perf_counter()
        matcher = Matcher(store, (), consumer="m", clock=clock, max_age=FOREVER)
        await matcher.open()
        await matcher.step()
        print(f"{'':21} a matcher that starts reads them in {time.perf_counter() - began:6.1f} s")


async def stories() -> None:
    async with served() as store:
        await keep(store, [subscriber("desk", ["Mistral"])])
        matcher = Matcher(store, (), consumer="m", clock=clock, max_age=FOREVER)
        await matcher.open()

        async def match() -> None:
            await publish(store, KEPT, "Something")
            while await store.redis.xlen(keys.STORIES):
                await matcher.step()

        each = await memory(store, match, KEPT)
        print(f"{KEPT:>9,} stories      {each:8.0f} bytes each that hits nobody, for [bot] retention")
    async with served() as store:
        sent = await memory(store, lambda: deliver(store, KEPT), KEPT)
        print(f"{KEPT:>9,} deliveries   {sent:8.0f} bytes each, fourteen days from when it is sent")


async def publish(store: Store, count: int, about: str = "Mistral") -> None:
    for first in range(0, count, PAGE):
        async with store.redis.pipeline(transaction=False) as pipe:
            for number in range(first, min(count, first + PAGE)):
                pipe.xadd(keys.STORIES, {"story": dump(STORY, story(number, headline(number, about)))})
            await pipe.execute()


async def deliver(store: Store, count: int) -> None:
    for first in range(0, count, PAGE):
        await queue(store, [delivery(n, f"chat-{n % PAGE}") for n in range(first, min(count, first + PAGE))])


def matching(url: str, ready: Event, go: Event) -> None:
    asyncio.run(_matching(url, ready, go))


async def _matching(url: str, ready: Event, go: Event) -> None:
    logging.disable(logging.CRITICAL)
    store, stop = Store(connect(url)), asyncio.Event()
    matcher = Matcher(store, (), consumer=f"m{id(store)}", clock=clock, max_age=FOREVER)
    await matcher.open()
    ready.set()
    await asyncio.to_thread(go.wait)
    await until(stop, matcher.step, role="matcher", opening=matcher.open)


def notifying(url: str, ready: Event, go: Event) -> None:
    asyncio.run(_notifying(url, ready, go))


async def _notifying(url: str, ready: Event, go: Event) -> None:
    logging.disable(logging.CRITICAL)
    store, stop = Store(connect(url)), asyncio.Event()
    notifier = Notifier(store, {"console": Silent()}, consumer=f"n{id(store)}", clock=clock, give_up_after=FOREVER)
    ready.set()
    await asyncio.to_thread(go.wait)
    await notifier.run(stop)


async def shared(
    work: Callable[[str, Event, Event], None],
    processes: int,
    fill: Callable[[Store], Awaitable[None]],
    seconds: float,
) -> float:
    """How much a second so many processes get done of what `fill` queues, together."""
    spawning = multiprocessing.get_context("spawn")
    async with served() as store:
        await keep(store, [subscriber("desk", ["Mistral"])])
        await fill(store)
        go, ready = spawning.Event(), [spawning.Event() for _ in range(processes)]
        url = f"unix://{(await store.redis.config_get('unixsocket'))['unixsocket']}"
        workers = [spawning.Process(target=work, args=(url, each, go), daemon=True) for each in ready]
        for each in workers:
            each.start()
        for waiting in ready:
            await asyncio.to_thread(waiting.wait)
        done = await left(store)
        began = time.perf_counter()
        go.set()
        while (now := await left(store)) and time.perf_counter() - began < seconds:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        took = time.perf_counter() - began
        for each in workers:
            each.kill()
            each.join()
        return (done - now) / took


async def left(store: Store) -> int:
    """Stories to match, and deliveries that are not sent."""
    queued = await store.redis.xlen(keys.STORIES)
    lanes = [key async for key in store.redis.scan_iter(f"{keys.PREFIX}lane:*", count=1000)]
    async with store.redis.pipeline(transaction=False) as pipe:
        for lane in lanes:
            pipe.zcard(lane)
        return int(queued + sum(await pipe.execute()))


async def work(seconds: float) -> None:
    for name, task, fill in (
        ("stories a second", matching, lambda store: publish(store, 8 * PAGE, "Something")),
        ("deliveries a second", notifying, lambda store: deliver(store, 16 * PAGE)),
    ):
        rates = {count: await shared(task, count, fill, seconds) for count in (1, 2)}
        gain = rates[2] / rates[1]
        print(f"{name:21} one process {rates[1]:7.0f}    two {rates[2]:7.0f}    {gain:.2f} times as many")


async def run(most_sources: int, most_subscribers: int, seconds: float) -> None:
    await sources(most_sources)
    await subscribers(most_subscribers)
    await stories()
    await work(seconds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--subscribers", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=10, help="the most one measurement of shared work takes")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    asyncio.run(run(given.sources, given.subscribers, given.seconds))
