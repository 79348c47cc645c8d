"""What remembering stories costs: time a story by layer, bytes in Redis, and double alerts in a race.

Run as a part of `python -m benchmarks.events`, or alone: `python -m benchmarks.remembering [STORIES]`.
Stories are made up (`benchmarks.newswire`). The million stories that the exact and near layers remember
are random tokens and lines, as many and as spread as real ones would be; what is looked up are stories
with texts, one in ten of them a copy of one that was committed. Times include the round trip to Valkey
for these layers, and none for the event layer, which is in memory.
"""

import asyncio
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from redis.asyncio import Redis

from alertbot.events.clusters import Clusters
from alertbot.events.copies import NO_SKETCH, sketch
from alertbot.events.judge import Events, judge
from alertbot.roles.remembering import Memory
from alertbot.store import keys
from alertbot.store.background import common_words
from alertbot.store.slices import ARTICLES_A_HASH, TOKENS_A_STORY, slices
from alertbot.store.store import Store
from alertbot.stories.story import Story
from benchmarks.made import served
from benchmarks.newswire import Newswire
from benchmarks.racing import race

ASKED = 2000
"""So many stories are timed."""
COMMITTED = 3500
MATCHERS = 8


def costs(size: int) -> Iterator[tuple[str, str]]:
    yield f"event layer, {size:,} remembered", event_layer(size)
    yield f"exact and near, {10 * size:,} remembered", asyncio.run(exact_and_near(10 * size))
    yield f"Redis, {COMMITTED:,} all in the log", asyncio.run(memory(COMMITTED))
    yield f"{MATCHERS} matchers racing", str(asyncio.run(race(MATCHERS, kills=4, hangs=2)))


def event_layer(size: int) -> str:
    words = common_words()
    events = Events(Clusters(words), Clusters(words, broad=True))
    judged, applied = Took(), Took()
    for story in islice(Newswire().stories(), size + ASKED):
        with judged:
            decision = judge(story, NO_SKETCH.traits, same=None, copies=(), events=events)
        with applied:
            if decision.remembered:
                events.apply(decision.remembered)
    return f"{judged.last(ASKED)}; remembered in {applied.last(ASKED)}; {len(events.normal):,} events live"


async def exact_and_near(size: int) -> str:
    async with served() as store:
        empty = await _used(store)
        await _fill(store.redis, size)
        bytes_each = (await _used(store) - empty) / size
        asked = list(islice(Newswire(seed=8).stories(), ASKED))
        copied = await _commit(store, asked[::10], after=size)
        await _at_rest(store.redis)
        found, took = 0, Took()
        for story in [*copied, *asked]:
            with took:
                text = sketch(story.title, story.text, story.outlet)
                looked = await store.events.look(story.keys, text.shingles, position=size + len(copied))
            found += any(text.traits.repeat(copy.traits, shared=copy.shared) for copy in looked.copies)
        script = (await store.redis.info("commandstats"))["cmdstat_evalsha"]["usec_per_call"]
    return (
        f"{took.last(ASKED)}; in Valkey {script / 1e3:.2f} ms; "
        f"{found} of {len(copied)} copies found; {bytes_each:.0f} bytes a story"
    )


async def _at_rest(redis: Redis) -> None:
    """Returns when Valkey writes its file anew no longer, which filling it made it do; forgets its statistics."""
    while (await redis.info("persistence"))["aof_rewrite_in_progress"]:  # noqa: ASYNC110  (Valkey tells)
        await asyncio.sleep(0.5)
    await redis.config_resetstat()


async def memory(size: int) -> str:
    """Bytes a story through the matcher's own commits, when the log holds every one."""
    async with served() as store:
        empty = await _used(store)
        await _commit(store, list(islice(Newswire().stories(), size)), after=0)
        each = (await _used(store) - empty) / size
        log = await store.redis.memory_usage(keys.EVENTS_LOG, samples=0) / size
    return f"{each:.0f} bytes a story, {log:.0f} of them its entry in the log"


def _version(story: Story, number: int) -> Story:
    words = story.text.split()
    return replace(
        story,
        id=f"{story.id}{number}",
        outlet=f"Outlet {number}",
        url=f"{story.url}?v={number}",
        text=f"LONDON (Agency {number}) - {' '.join(words[: len(words) - 10 * number])}",
        keys=tuple(f"{key}{number}" for key in story.keys),
    )


async def _commit(store: Store, stories: list[Story], *, after: int) -> list[Story]:
    """Commits `stories` as the ones after number `after`; answers a copy of each."""
    await store.redis.set(keys.EVENTS_COUNT, after)
    memory = Memory(store.events, common_words())
    await memory.open()
    for story in stories:
        decision, claim = await memory.judge(story)
        await store.outbox.commit_match("0-1", (), now=story.seen, claim=claim)
        memory.decided(decision)
    return [_version(story, 1) for story in stories]


async def _fill(redis: Redis, size: int) -> None:
    """Tokens and lines of `size` stories, hash by hash."""
    chance = random.Random(5)
    for each in slices(size - 1):
        first, hashes = each.first, each.hashes
        last = min(size, each.end)
        share = TOKENS_A_STORY * (last - first) / hashes
        for begin in range(0, hashes, 1000):
            async with redis.pipeline(transaction=False) as pipe:
                for bucket in range(begin, min(begin + 1000, hashes)):
                    count = max(1, round(chance.gauss(share, share**0.5)))
                    fields = {chance.getrandbits(31): chance.randrange(first, last) for _ in range(count)}
                    pipe.hset(keys.known(first, bucket), mapping=fields)
                    pipe.expire(keys.known(first, bucket), keys.RETENTION)
                await pipe.execute()
    for bucket in range(size // ARTICLES_A_HASH + 1):
        numbers = range(bucket * ARTICLES_A_HASH, (bucket + 1) * ARTICLES_A_HASH)
        lines = {number: f"{chance.getrandbits(64):016x}"[:11] + "\t\t\tcw1b2a3f4e0" for number in numbers}
        await redis.hset(keys.articles(bucket), mapping=lines)


async def _used(store: Store) -> int:
    return int((await store.redis.info("memory"))["used_memory"])


class Took:
    """Times what is done `with` it: by the clock, and in processor time of this process."""

    def __init__(self) -> None:
        self._clock: list[float] = []
        self._processor: list[float] = []
        self._began = 0.0, 0.0

    def __enter__(self) -> None:
        self._began = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        clock, processor = time.perf_counter(), time.process_time()
        self._clock.append(clock - self._began[0])
        self._processor.append(processor - self._began[1])

    def last(self, count: int) -> str:
        """Percentiles of the last `count` times."""
        clock, processor = (sorted(each[-count:]) for each in (self._clock, self._processor))
        p50, p99 = len(clock) // 2, int(len(clock) * 0.99)
        return (
            f"p50 {clock[p50] * 1e3:.2f} p99 {clock[p99] * 1e3:.2f} ms "
            f"(processor {processor[p50] * 1e3:.2f} {processor[p99] * 1e3:.2f})"
        )


def main() -> None:
    for what, row in costs(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000):
        print(what.ljust(40), row, flush=True)


if __name__ == "__main__":
    main()
