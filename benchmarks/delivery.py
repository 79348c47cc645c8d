"""How fast an alert gets from the commit of its story to the provider's door.

    python -m benchmarks.delivery             # about a minute
    python -m benchmarks.delivery --load      # and 10,000 subscribers with 100,000 watches at 50 stories a second

One matcher and one notifier in this process, a real Valkey of its own, a provider that answers after
50 ms. Times are from the story's commit (or the delivery's) until the provider is called.
"""

import argparse
import asyncio
import itertools
import logging
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from alertbot.alerts.alert import Delivery
from alertbot.alerts.outcome import Outcome, Retry, Sent
from alertbot.alerts.subscriber import Subscriber
from alertbot.roles.matcher import Matcher
from alertbot.roles.notifier import Notifier
from alertbot.roles.waiting import until
from alertbot.store import keys
from alertbot.store.codec import STORY, dump
from alertbot.store.store import Store
from benchmarks.made import clock, delivery, headline, queue, served, story, subscriber

ANSWER_SECONDS = 0.05
FLOOD = timedelta(seconds=60)


class Provider:
    """Answers after 50 ms, and asks the chats in `flooded` to wait a minute; `called` says when for what."""

    def __init__(self) -> None:
        self.called: dict[str, float] = {}
        self.flooded: set[str] = set()

    async def send(self, made: Delivery, *, now: datetime) -> Outcome:
        self.called.setdefault(f"{made.alert.story} {made.address.to}", time.perf_counter())
        await asyncio.sleep(ANSWER_SECONDS)
        if made.address.to in self.flooded:
            return Retry(why="flood", after=FLOOD)
        return Sent(message_id=made.id)

    async def check(self) -> str:
        return "it answers"

    async def close(self) -> None:
        pass


@asynccontextmanager
async def bot(store: Store, provider: Provider, people: Sequence[Subscriber]) -> AsyncIterator[None]:
    stop = asyncio.Event()
    matcher = Matcher(store, people, consumer="m", clock=clock, max_age=timedelta(days=3650))
    notifier = Notifier(store, {"console": provider}, consumer="n", clock=clock, give_up_after=timedelta(days=3))
    await matcher.open()
    async with asyncio.TaskGroup() as group:
        group.create_task(until(stop, matcher.step, role="matcher", opening=matcher.open))
        group.create_task(notifier.run(stop))
        try:
            yield
        finally:
            stop.set()


async def publish(store: Store, number: int, about: str = "Mistral") -> float:
    await store.redis.xadd(keys.STORIES, {"story": dump(STORY, story(number, headline(number, about)))})
    return time.perf_counter()


async def reached(provider: Provider, count: int, seconds: float = 300) -> None:
    async with asyncio.timeout(seconds):
        while len(provider.called) < count:  # noqa: ASYNC110  (calls come from other tasks)
            await asyncio.sleep(0.005)


def show(what: str, seconds: Sequence[float]) -> None:
    cuts = statistics.quantiles(seconds, n=100)
    print(f"{what:58} p50 {cuts[49] * 1000:7.1f} ms   p99 {cuts[98] * 1000:7.1f} ms   n={len(seconds)}")


async def idle(count: int = 200) -> None:
    async with served() as store:
        provider = Provider()
        async with bot(store, provider, [subscriber("desk", ["Mistral"])]):
            await publish(store, -1)
            await reached(provider, 1)
            waits: list[float] = []
            for number in range(count):
                await asyncio.sleep(0.05)
                at = await publish(store, number)
                await reached(provider, number + 2)
                waits.append(provider.called[f"s{number} desk"] - at)
        show("story committed → provider called, idle", waits)


async def throughput(count: int = 5000, chats: int = 500) -> None:
    async with served() as store:
        provider = Provider()
        for first in range(0, count, 500):
            await queue(store, [delivery(n, f"chat-{n % chats}") for n in range(first, first + 500)])
        began = time.perf_counter()
        async with bot(store, provider, []):
            await reached(provider, count)
            took = time.perf_counter() - began
        print(f"{'deliveries a second, one notifier':58} {count / took:10.0f}      n={count}, {chats} chats")


async def beside_a_flooded_chat(flooded: bool, rounds: int = 40, chats: int = 20) -> None:
    async with served() as store:
        provider = Provider()
        provider.flooded = {"chat-0"} if flooded else set()
        waits: list[float] = []
        async with bot(store, provider, []):
            for number in range(rounds):
                made = [delivery(number * chats + chat, f"chat-{chat}") for chat in range(chats)]
                at = time.perf_counter()
                await queue(store, made)
                wanted = [f"{each.alert.story} {each.address.to}" for each in made[1:]]
                while not all(each in provider.called for each in wanted):  # noqa: ASYNC110
                    await asyncio.sleep(0.005)
                waits += [provider.called[each] - at for each in wanted]
                await asyncio.sleep(ANSWER_SECONDS * 2)
        show(f"nineteen chats, {'one more in a 60 s flood wait' if flooded else 'one more like them'}", waits)


async def load(people: int = 10_000, watches: int = 100_000, rate: float = 50, seconds: int = 20) -> None:
    names = itertools.count()
    each = watches // people
    crowd = [subscriber(f"p{n}", [f"topic{next(names)}" for _ in range(each)]) for n in range(people)]
    async with served() as store:
        provider, count = Provider(), int(rate * seconds)
        async with bot(store, provider, crowd):
            await publish(store, -1, "topic7")
            await reached(provider, 1)
            at: dict[int, float] = {}
            began = time.perf_counter()
            for number in range(count):
                await asyncio.sleep(max(0, began + number / rate - time.perf_counter()))
                at[number] = await publish(store, number, f"topic{number * 97 % watches}")
            await reached(provider, count + 1)
        waits = [
            called - at[int(name.split()[0][1:])] for name, called in provider.called.items() if name[1] != "-"
        ]
        show(f"{rate:.0f} stories a second, {people:,} subscribers, {watches:,} watches", waits)


async def run(with_load: bool) -> None:
    await idle()
    await throughput()
    await beside_a_flooded_chat(False)
    await beside_a_flooded_chat(True)
    if with_load:
        await load()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--load", action="store_true", help="also the large crowd; takes minutes")
    logging.disable(logging.CRITICAL)
    asyncio.run(run(parser.parse_args().load))
