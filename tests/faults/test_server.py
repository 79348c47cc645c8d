"""The server stands still, dies, refuses, is out of memory; the clock is set back: nothing is lost or doubled."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis.exceptions import RedisError

from alertbot.alerts.alert import Delivery
from alertbot.roles.matcher import Matcher
from alertbot.roles.notifier import Notifier
from alertbot.roles.waiting import until
from alertbot.store import keys
from alertbot.store.codec import STORY, dump
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.store import Store
from tests.made.outbox import Recorder, queue
from tests.made.values import delivery, story, subscriber
from tests.made.waiting import eventually


@pytest.fixture
def server(tmp_path: Path) -> AsyncIterator[Embedded]:
    made = Embedded(tmp_path / "v")
    made.start()
    yield made
    made.start()
    made.stop()


@pytest.fixture
async def store(server: Embedded) -> AsyncIterator[Store]:
    made = Store(connect(server.url))
    yield made
    await made.close()


class Clock:
    def __init__(self) -> None:
        self.shift = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.shift


@asynccontextmanager
async def bot(store: Store, console: Recorder, clock: Clock | None = None) -> AsyncIterator[None]:
    """A matcher and a notifier on `store`."""
    stop, give_up, clock = asyncio.Event(), timedelta(days=3), clock or Clock()
    matcher = Matcher(store, [subscriber()], consumer="m", clock=clock, max_age=timedelta(days=3650))
    notifier = Notifier(store, {"console": console}, consumer="n", clock=clock, give_up_after=give_up)
    async with asyncio.TaskGroup() as group:
        group.create_task(until(stop, matcher.step, role="matcher", opening=matcher.open))
        group.create_task(notifier.run(stop))
        try:
            yield
        finally:
            stop.set()


async def publish(store: Store, *numbers: int) -> None:
    """Puts stories where a scheduler puts them."""
    for n in numbers:
        made = story(id=f"story-{n}", title=f"Mistral opens office number {n}", keys=(f"u:{n}",), text=f"In {n}.")
        await store.redis.xadd(keys.STORIES, {"story": dump(STORY, made)})


def told(console: Recorder, *numbers: int) -> Callable[[], bool]:
    wanted = {f"story-{n}" for n in numbers}
    return lambda: {each.alert.story for each in console.sent} >= wanted


async def insist(step: Callable[[], Awaitable[object]]) -> None:
    """A publisher that waits for its server."""

    async def once() -> bool:
        try:
            await step()
        except RedisError:
            return False
        return True

    await eventually("the server takes it", once)


def recorded_once(console: Recorder) -> bool:
    return len(set(console.ids)) == len(console.ids)


async def pid_of(store: Store) -> int:
    return int((await store.redis.info("server"))["process_id"])


async def test_a_server_that_stands_still_is_waited_for(store: Store) -> None:
    console, pid = Recorder(), await pid_of(store)
    async with bot(store, console):
        await publish(store, 1)
        await eventually("the first is told", told(console, 1))
        os.kill(pid, signal.SIGSTOP)
        try:
            sending = asyncio.create_task(publish(store, 2))
            await asyncio.wait({sending}, timeout=0.3)
        finally:
            os.kill(pid, signal.SIGCONT)
        await sending
        await eventually("the second is told", told(console, 1, 2))
    assert recorded_once(console)


async def test_a_server_that_is_killed_and_started_again_is_waited_for(server: Embedded, store: Store) -> None:
    console = Recorder()
    async with bot(store, console):
        await publish(store, 1)
        await eventually("the first is told", told(console, 1))
        for n in (2, 3):
            os.kill(await pid_of(store), signal.SIGKILL)
            await asyncio.to_thread(server.start)
            await insist(lambda n=n: publish(store, n))  # type: ignore[misc]
            await eventually("the next is told", told(console, n))
    assert recorded_once(console)


async def test_out_of_memory_stops_new_alerts_and_lets_the_outbox_empty_itself(store: Store) -> None:
    console = Recorder()
    made = [replace(delivery(n, to=str(n)), created=datetime.now(UTC)) for n in range(20)]
    await store.deliveries("console", "earlier").open()
    await queue(store, *made, now=datetime.now(UTC))
    await publish(store, 99)
    await store.redis.config_set("maxmemory", "1")
    async with bot(store, console):
        await eventually("the outbox is empty", lambda: set(console.ids) >= {each.id for each in made})
        await eventually("all is recorded", lambda: _all_sent(store, made))
        assert not told(console, 99)()
        await store.redis.config_set("maxmemory", "0")
        await eventually("the story follows", told(console, 99))
    assert recorded_once(console)


async def _all_sent(store: Store, made: list[Delivery]) -> bool:
    return all([(await store.outbox.get(each.id)).state == "sent" for each in made])  # type: ignore[union-attr]


async def test_a_read_only_server_is_waited_for(store: Store) -> None:
    console = Recorder()
    async with bot(store, console):
        await publish(store, 1)
        await eventually("the first is told", told(console, 1))
        await store.redis.replicaof("127.0.0.1", "1")
        with pytest.raises(RedisError):
            await publish(store, 2)
        await store.redis.replicaof("NO", "ONE")
        await publish(store, 2)
        await eventually("the second is told", told(console, 2))
    assert recorded_once(console)


async def test_a_message_that_cannot_be_recorded_at_once_is_recorded_later_and_not_sent_again(
    store: Store,
) -> None:
    console = Recorder()
    console.pause.clear()
    async with bot(store, console):
        await publish(store, 1)
        await eventually("it is under way", lambda: console.sent)
        await store.redis.replicaof("127.0.0.1", "1")
        console.pause.set()
        await store.redis.replicaof("NO", "ONE")
        await eventually("it is recorded", lambda: _all_sent(store, console.sent))
    assert len(console.sent) == 1


async def test_a_clock_that_is_set_back_loses_and_doubles_nothing(store: Store) -> None:
    console, clock = Recorder(), Clock()
    async with bot(store, console, clock):
        await publish(store, 1, 2)
        await eventually("the first are told", told(console, 1, 2))
        clock.shift = timedelta(hours=-2)
        await publish(store, 3)
        await eventually("the next is told", told(console, 3))
        clock.shift = timedelta(hours=2)
        await publish(store, 4)
        await eventually("the last is told", told(console, 4))
    assert recorded_once(console)
