"""A whole life from poll to message that can end at any command it sends to Redis, and begins again.

The roles are the real ones, the server is fakeredis. Killed means that nothing happens after that
command, whether or not the server still did it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fakeredis import FakeAsyncRedis, FakeServer
from redis.asyncio.client import Pipeline
from redis.commands.core import AsyncScript

from alertbot.roles.delivering import Deliverer
from alertbot.roles.matcher import Matcher
from alertbot.store import keys
from alertbot.store.codec import filed
from alertbot.store.lanes import Serving
from alertbot.store.outbox import MATCHERS, NOTIFIERS
from alertbot.store.store import Store
from alertbot.stories.source import Polled, SourceState, source_at
from alertbot.stories.story import Story
from tests.made.outbox import SOON, Recorder
from tests.made.values import NOW, story, subscriber

SOURCE = source_at("https://news.example.com/feed")
LEASE = timedelta(seconds=60)
FOREVER = timedelta(days=3650)
A_MINUTE_MS = 60_000


class Killed(Exception):  # noqa: N818  (it is no error)
    """The process is no more."""


class Mortal(FakeAsyncRedis):  # type: ignore[misc]
    """Sends `lives` commands and dies at the next one: `before` it reached the server, or after."""

    lives: float = float("inf")
    before: bool = True
    sent: int = 0

    @contextmanager
    def _mortally(self) -> Iterator[None]:
        self.sent += 1
        if self.sent > self.lives and self.before:
            raise Killed
        yield
        if self.sent > self.lives:
            raise Killed

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        with self._mortally():
            return await super().execute_command(*args, **options)

    def pipeline(self, *args: Any, **options: Any) -> "Pipeline[str]":
        pipe: Any = super().pipeline(*args, **options)
        execute = pipe.execute

        async def mortal(*args: Any, **options: Any) -> Any:
            with self._mortally():
                return await execute(*args, **options)

        pipe.execute = mortal
        return pipe  # type: ignore[no-any-return]


@dataclass
class World:
    """What outlives every process: the server, the publisher, the provider, the time; and how many were killed."""

    stories: tuple[Story, ...]
    server: FakeServer = field(default_factory=FakeServer)
    provider: Recorder = field(default_factory=Recorder)
    now: datetime = NOW
    kills: int = 0
    born: int = 0

    async def begin(self) -> None:
        """The server as a first start leaves it, and with every script it will be asked for."""
        process = Process(self)
        for room in (process.store.sources, process.store.events, process.store.outbox, process.store.lanes):
            for each in vars(room).values():
                if isinstance(each, AsyncScript):
                    await process.redis.script_load(each.script)
        await process.store.sources.provision([SOURCE], now=self.now)
        await process.store.subscribers.provision([subscriber()])
        await process.redis.aclose()

    async def run(self, *turns: "Turn", lives: float = float("inf"), before: bool = True) -> int:
        """One process takes `turns` until it is killed; answers how many commands it sent."""
        process = Process(self, lives=lives, before=before)
        try:
            for turn in turns:
                await turn(process)
        except Killed:
            self.kills += 1
            await self._let_time_pass()
        await process.redis.aclose()
        return process.redis.sent

    async def settle(self) -> None:
        """Processes that nobody kills go on until nothing is left to do."""
        for _ in range(3):
            await self._let_time_pass()
            await self.run(*TURNS)

    def faults(self) -> list[str]:
        """What was promised and not kept."""
        told = [each.alert.story for each in self.provider.sent]
        lost = [each.id for each in self.stories if each.id not in told]
        copies = len(told) - len(set(told))
        first = list(dict.fromkeys(told))
        return [
            *(f"{each} is lost" for each in lost),
            *([f"{copies} copies after {self.kills} kills"] if copies > self.kills else []),
            *([f"told as {first}"] if first != sorted(first) else []),
        ]

    async def _let_time_pass(self) -> None:
        """Leases end, and what the dead held looks untouched for a minute."""
        self.now += LEASE
        redis = FakeAsyncRedis(server=self.server, decode_responses=True)
        await redis.delete(keys.leader("judging"))
        for stream, group in ((keys.STORIES, MATCHERS), (keys.lanes("console"), NOTIFIERS)):
            if not await redis.exists(stream) or not await redis.xinfo_groups(stream):
                continue
            for held in await redis.xpending_range(stream, group, "-", "+", 100):
                entries = [held["message_id"]]
                await redis.xclaim(stream, group, held["consumer"], 0, entries, idle=A_MINUTE_MS, justid=True)
        await redis.aclose()


class Process:
    """One process with all roles: each call is one turn of one of them."""

    def __init__(self, world: World, *, lives: float = float("inf"), before: bool = True) -> None:
        world.born += 1
        self.world, self.name = world, f"process-{world.born}"
        self.redis = Mortal(server=world.server, decode_responses=True)
        self.redis.lives, self.redis.before = lives, before
        self.store = Store(self.redis)

    def clock(self) -> datetime:
        return self.world.now

    async def poll(self) -> None:
        now = self.world.now
        claimed = await self.store.sources.claim_due(now=now, lease=LEASE, token=self.name, limit=1)
        for claim in claimed.claims:
            seen = await self.store.sources.seen(claim.source.id)
            new = filed(each for each in self.world.stories if each.id not in seen)
            marks = dict.fromkeys(new.ids, 1)
            polled = Polled(state=SourceState(last_ok=now), due=now, stories=new, marks=marks)
            await self.store.sources.commit_poll(claim, polled)

    async def match(self) -> None:
        matcher = Matcher(self.store, [subscriber()], consumer=self.name, clock=self.clock, max_age=FOREVER)
        await matcher.open()
        if await self.redis.xlen(keys.STORIES):
            await matcher.step()

    async def notify(self) -> None:
        deliverer = Deliverer(
            self.store, {"console": self.world.provider}, clock=self.clock, give_up_after=FOREVER
        )
        inbox = self.store.deliveries("console", self.name)
        await inbox.open()
        await self.store.lanes.promote_due(now=self.world.now)
        for item in await inbox.read(count=10, wait=SOON):
            serving = Serving(lane=item.fields["to"], entry=item.entry, consumer=self.name)
            await deliverer.serve(serving, asyncio.Event())


Turn = Callable[[Process], Awaitable[None]]
TURNS: tuple[Turn, ...] = (Process.poll, Process.match, Process.notify)


def stories(count: int) -> tuple[Story, ...]:
    """So many stories that share nothing, in order."""
    return tuple(
        story(id=f"story-{n}", title=f"Mistral opens office number {n}", keys=(f"u:{n}",), text=f"In town {n}.")
        for n in range(count)
    )
