"""Matchers in processes of their own race for versions of the same stories: what is told twice, what is lost?

    python -m benchmarks.racing                               # half a minute
    python -m benchmarks.racing --matchers 4 --kills 0 --hangs 0

Every event is told by five outlets: its text whole and cut, under datelines and headlines of their own, and a
headline alone. All of it comes to one Valkey at once, in any order. On the way some matchers are killed with
stories in their hands, and some hang until others took their stories over, and then go on with them.

Right is one alert an event that names all five outlets. Every alert beyond it is double, also one that is
labelled; an event without an alert is lost.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
import tempfile
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from alertbot.store import keys
from alertbot.store.codec import STORY, dump
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.outbox import MATCHERS
from alertbot.store.store import Store
from alertbot.stories.story import Story
from benchmarks.made import clock
from benchmarks.newswire import common_words

ROOT = Path(__file__).parents[1]
EVENTS = 60
OUTLETS = (
    ("Reuters", "LONDON (Reuters) - ", 1.0),
    ("Le Monde", "", 0.8),
    ("AP", "PARIS, March 3 (AP) — ", 0.6),
    ("The Example", "BERLIN: ", 0.4),
    ("Bloomberg", "", 0.0),
)
"""Who tells it, behind which dateline, and how much of the text; with none of it the headline has to do."""

CONFIGURATION = '[[subscribers]]\nname = "desk"\nwatches = ["lang:en"]\nconsole = true\n'
PATIENCE_SECONDS = 120.0
LOOK_SECONDS = 0.002
A_MINUTE_MS = 60_000


def versions(number: int) -> list[Story]:
    """How each outlet tells of event `number`, which shares no name with another."""
    chance, now = random.Random(f"event {number}"), clock()
    names = ["".join(chance.choices("bdfgklmnprst", k=7)).capitalize() for _ in range(7)]
    words, shares = common_words()
    text = [*names * 2, *chance.choices(words, cum_weights=shares, k=90)]
    chance.shuffle(text)
    text = [*names, *text]
    return [
        Story(
            id=f"{number}-{place}",
            source=outlet,
            outlet=outlet,
            title=" ".join([*chance.sample(names, 5), *chance.choices(words, cum_weights=shares, k=3)]),
            url=f"https://{place}.example.com/{number}",
            published=now,
            seen=now,
            text=dateline + " ".join(text[: int(len(text) * share)]) if share else "",
            lang="en",
            keys=(f"u:{number}-{place}",),
        )
        for place, (outlet, dateline, share) in enumerate(OUTLETS)
    ]


@dataclass(slots=True, kw_only=True)
class Result:
    """What a race of `events` ended in. `told` counts alerts an event, `named` has the outlets that they name;
    `killed` and `hung` say how many stories each of those had in its hands."""

    events: int
    told: Counter[str] = field(default_factory=Counter)
    named: dict[str, set[str]] = field(default_factory=dict)
    killed: list[int] = field(default_factory=list)
    hung: list[int] = field(default_factory=list)

    @property
    def double(self) -> int:
        return self.told.total() - len(self.told)

    @property
    def lost(self) -> int:
        return self.events - len(self.told)

    @property
    def unnamed(self) -> int:
        return sum(len(OUTLETS) - len(outlets) for outlets in self.named.values())

    def __str__(self) -> str:
        return (
            f"{len(OUTLETS) * self.events} stories, {self.events} events, {self.told.total()} alerts, "
            f"{self.double} double, {self.lost} lost, {self.unnamed} outlets not named; with stories in hand "
            f"{len(self.killed)} were killed ({sum(self.killed)}), {len(self.hung)} hung ({sum(self.hung)})"
        )


class Runners:
    """The matchers that run, each a process."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        self._running: list[Process] = []
        (folder / "alertbot.toml").write_text(CONFIGURATION, encoding="utf-8")
        self._environ = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "ALERTBOT_CONFIG": str(folder / "alertbot.toml"),
            "ALERTBOT_DATA_DIR": str(folder),
            "REDIS_URL": url,
        }

    async def start(self) -> None:
        with (self._folder / "log").open("ab") as log:
            command = (sys.executable, "-m", "alertbot", "run", "matcher")
            process = await asyncio.create_subprocess_exec(*command, env=self._environ, stdout=log, stderr=log)
        self._running.append(process)

    def of(self, consumer: str) -> Process | None:
        """The process that reads under this name, None when it was killed."""
        return next((each for each in self._running if f"-{each.pid}-" in consumer), None)

    async def kill(self, process: Process) -> None:
        self._running.remove(process)
        process.kill()
        await process.wait()

    async def close(self) -> None:
        await asyncio.gather(*(self.kill(each) for each in tuple(self._running)))


async def race(matchers: int, *, events: int = EVENTS, kills: int = 0, hangs: int = 0) -> Result:
    """Lets `matchers` race; for each that is killed another one starts. Raises TimeoutError."""
    with tempfile.TemporaryDirectory() as name:
        server = Embedded(Path(name) / "v")
        server.start()
        store, runners = Store(connect(server.url)), Runners(Path(name), server.url)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await _assemble(store, runners, matchers)
                result = Result(events=events)
                await _race(store, runners, result, kills=kills, hangs=hangs)
                await _count(store, result)
                return result
        finally:
            await runners.close()
            await store.close()
            server.stop()


async def _assemble(store: Store, runners: Runners, matchers: int) -> None:
    await asyncio.gather(*(runners.start() for _ in range(matchers)))
    while len(await _consumers(store)) < matchers:  # noqa: ASYNC110  (other processes work)
        await asyncio.sleep(LOOK_SECONDS)


async def _race(store: Store, runners: Runners, result: Result, *, kills: int, hangs: int) -> None:
    """Publishes the stories in heats, until all are judged; in each heat but the last one matcher fails."""
    stories = [version for number in range(result.events) for version in versions(number)]
    random.Random(result.events).shuffle(stories)
    failing = [*[result.killed] * kills, *[result.hung] * hangs]
    for heat, failed in enumerate(failing):
        await _publish(store, stories[heat :: len(failing) + 1])
        process, entries = await _stopped_at_work(store, runners)
        failed.append(entries)
        if failed is result.killed:
            await runners.kill(process)
            await runners.start()
        else:
            await _judged(store)
            process.send_signal(signal.SIGCONT)
    await _publish(store, stories[len(failing) :: len(failing) + 1])
    await _judged(store)


async def _publish(store: Store, stories: Sequence[Story]) -> None:
    async with store.redis.pipeline(transaction=False) as pipe:
        for story in stories:
            pipe.xadd(keys.STORIES, {"story": dump(STORY, story)})
        await pipe.execute()


async def _judged(store: Store) -> None:
    while await store.redis.xlen(keys.STORIES):  # noqa: ASYNC110  (other processes work)
        await asyncio.sleep(LOOK_SECONDS)


async def _stopped_at_work(store: Store, runners: Runners) -> tuple[Process, int]:
    """Stops a matcher that has stories in its hands, and lets the time pass after which others take them over."""
    while True:
        for consumer in sorted(await _consumers(store), key=itemgetter("pending"), reverse=True):
            process = runners.of(consumer["name"])
            if process and consumer["pending"] > 1:
                process.send_signal(signal.SIGSTOP)
                if entries := await _given_up(store, consumer["name"]):
                    return process, entries
                process.send_signal(signal.SIGCONT)
        await asyncio.sleep(LOOK_SECONDS)


async def _given_up(store: Store, consumer: str) -> int:
    """Makes what a consumer holds look untouched for a minute; answers how much it is."""
    held = await store.redis.xpending_range(keys.STORIES, MATCHERS, "-", "+", 1000, consumername=consumer)
    entries = [each["message_id"] for each in held]
    if entries:
        await store.redis.xclaim(keys.STORIES, MATCHERS, consumer, 0, entries, idle=A_MINUTE_MS, justid=True)
    return len(entries)


async def _consumers(store: Store) -> list[dict[str, Any]]:
    if not await store.redis.exists(keys.STORIES):
        return []
    return list(await store.redis.xinfo_consumers(keys.STORIES, MATCHERS))


async def _count(store: Store, result: Result) -> None:
    """Writes down which alerts there are, each by the event that its story tells of."""
    for key in [str(key) async for key in store.redis.scan_iter(keys.delivery("*"))]:
        kept = await store.outbox.get(key.removeprefix(keys.delivery("")))
        assert kept is not None
        alert = kept.delivery.alert
        event = alert.story.partition("-")[0]
        result.told[event] += 1
        result.named.setdefault(event, set()).update((alert.outlet, *alert.also))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--matchers", type=int, default=8)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--hangs", type=int, default=2)
    given = parser.parse_args()
    ended = asyncio.run(race(given.matchers, events=given.events, kills=given.kills, hangs=given.hangs))
    print(ended)
    sys.exit(1 if ended.double or ended.lost or ended.unnamed else 0)
