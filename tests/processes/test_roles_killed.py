"""kill -9 of each role in a process of its own, at its worst moments: another finishes its work."""

import asyncio

from alertbot.store import keys
from alertbot.store.outbox import MATCHERS, NOTIFIERS
from alertbot.store.store import Store
from tests.made.newsstand import Newsstand
from tests.made.processes import Fleet, Providers
from tests.made.waiting import eventually

A_MINUTE_MS = 60_000
CHANNELS = ("telegram", "slack")


async def let_time_pass(store: Store) -> None:
    """What the dead held looks untouched for a minute, and their leases are over."""
    streams = [(keys.STORIES, MATCHERS), *((keys.lanes(channel), NOTIFIERS) for channel in CHANNELS)]
    for stream, group in streams:
        if not await store.redis.exists(stream):
            continue
        for held in await store.redis.xpending_range(stream, group, "-", "+", 100):
            entries = [held["message_id"]]
            await store.redis.xclaim(stream, group, held["consumer"], 0, entries, idle=A_MINUTE_MS, justid=True)
    for source in await store.redis.hkeys(keys.SOURCES_LEASES):
        await store.redis.zadd(keys.SOURCES_DUE, {source: 0})


def story(told: Providers, number: int) -> list[int]:
    """How often each channel was told of a story."""
    return [told.told[channel, f"story {number}"] for channel in CHANNELS]


async def settled(store: Store, told: Providers, number: int) -> None:
    await eventually(f"story {number} is told", lambda: all(story(told, number)), 60)
    await eventually("that is recorded", lambda: _idle(store), 60)


async def _idle(store: Store) -> bool:
    return not await store.busy()


async def pending(store: Store, stream: str, group: str) -> int:
    return int((await store.redis.xpending(stream, group))["pending"])


async def consumers(store: Store, stream: str, group: str) -> int:
    return len(await store.redis.xinfo_consumers(stream, group)) if await store.redis.exists(stream) else 0


async def test_each_role_is_killed_before_its_commit_and_after_it(
    store: Store, stand: Newsstand, told: Providers, bot: Fleet
) -> None:
    await store.redis.execute_command("ACL", "SETUSER", "matching", "on", "nopass", "~*", "&*", "+@all")
    as_matcher = {"REDIS_URL": (await _url(store)).replace("unix://", "unix://matching:any@")}
    scheduler, matcher = await bot.start("scheduler"), await bot.start("matcher", **as_matcher)
    notifier = await bot.start("notifier")
    await eventually("the feed is known", lambda: stand.polls > 2, 60)
    await eventually("the matcher reads", lambda: consumers(store, keys.STORIES, MATCHERS), 60)

    # The scheduler dies with a feed in its hands, before the commit of the poll.
    stand.hold.clear()
    stand.publish("Mistral story 1")
    polls = stand.polls
    await eventually("a poll is under way", lambda: stand.polls > polls)
    await bot.end(scheduler)
    stand.hold.set()
    await let_time_pass(store)

    # The matcher has read the story and cannot commit what it led to.
    await store.redis.execute_command("ACL", "SETUSER", "matching", "-evalsha", "-eval")
    scheduler = await bot.start("scheduler")
    await eventually("it is read", lambda: pending(store, keys.STORIES, MATCHERS), 60)
    await bot.end(matcher)
    await store.redis.execute_command("ACL", "SETUSER", "matching", "+evalsha", "+eval")

    # The notifier dies before it knows: Slack took the message, Telegram did not.
    told.manners |= {"telegram": "is silent", "slack": "takes and is silent"}
    await let_time_pass(store)
    matcher = await bot.start("matcher", **as_matcher)
    await eventually("both are asked", lambda: all(told.silent[channel] for channel in CHANNELS), 60)
    await bot.end(notifier)
    assert story(told, 1) == [0, 1]
    told.manners |= {"telegram": "answers", "slack": "answers"}
    await let_time_pass(store)
    notifier = await bot.start("notifier")
    await settled(store, told, 1)

    # All die with everything recorded.
    await asyncio.gather(*map(bot.end, (scheduler, matcher, notifier)))
    stand.publish("Mistral story 2")
    await let_time_pass(store)
    await bot.start("scheduler", "matcher", "notifier")
    await settled(store, told, 2)
    assert story(told, 2) == [1, 1]
    assert story(told, 1) == [1, 1]  # Slack was asked whether it had it


async def _url(store: Store) -> str:
    path = (await store.redis.config_get("unixsocket"))["unixsocket"]
    return f"unix://{path}"
