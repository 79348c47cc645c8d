"""Two of everything in processes of their own on one server, as on two machines: they share the work.

One is killed and the next leads; the others are replaced one by one. Nothing is lost, nothing told twice.
"""

import random
import signal
from collections.abc import Iterable

from alertbot.store import keys
from alertbot.store.store import Store
from tests.made.newsstand import Newsstand
from tests.made.processes import Fleet, Providers
from tests.made.waiting import eventually

EVERYTHING = ("scheduler", "matcher", "notifier", "telegram")
CHANNELS = ("telegram", "slack")
LEAD_MS = 15_000


def publish(stand: Newsstand, numbers: Iterable[int]) -> None:
    """Stories that share no more than a name: each is an event of its own."""
    for number in numbers:
        chance = random.Random(number)
        words = ("".join(chance.choices("bdfgklmnprst", k=7)) for _ in range(9))
        stand.publish(f"Mistral {' '.join(words)} story{number}")


async def all_told(store: Store, told: Providers, numbers: Iterable[int]) -> None:
    wanted = {(channel, f"story {number}") for channel in CHANNELS for number in numbers}
    await eventually("all are told", lambda: wanted <= told.told.keys(), 60)
    await eventually("that is recorded", lambda: _idle(store), 60)


async def _idle(store: Store) -> bool:
    return not await store.busy()


async def leader(store: Store) -> str:
    return str(await store.redis.get(keys.leader("telegram")) or "")


async def test_two_of_each_share_the_work_and_are_replaced_without_a_loss_or_a_copy(
    store: Store, stand: Newsstand, told: Providers, bot: Fleet
) -> None:
    first = await bot.start(*EVERYTHING)
    await eventually("one leads", lambda: leader(store), 60)
    second = await bot.start(*EVERYTHING)
    await eventually("both poll", lambda: all("polled" in bot.log(each) for each in (first, second)), 60)
    publish(stand, range(4))
    await all_told(store, told, range(4))

    led = await leader(store)
    await bot.end(first)
    assert 0 < await store.redis.pttl(keys.leader("telegram")) <= LEAD_MS
    await store.redis.pexpire(keys.leader("telegram"), 1)  # those seconds pass
    await eventually("the other leads", lambda: _leads_anew(store, led), 60)
    for source in await store.redis.hkeys(keys.SOURCES_LEASES):  # and the lease of what it polled
        await store.redis.zadd(keys.SOURCES_DUE, {source: 0})
    publish(stand, range(4, 6))
    await all_told(store, told, range(4, 6))

    third = await bot.start(*EVERYTHING)
    publish(stand, range(6, 8))
    await eventually("the new one works", lambda: "polled" in bot.log(third), 60)
    publish(stand, range(8, 12))
    assert await bot.end(second, signal.SIGTERM) == 0
    await all_told(store, told, range(12))
    assert await bot.end(third, signal.SIGTERM) == 0
    assert {each: count for each, count in told.told.items() if count > 1} == {}
    assert not await leader(store)  # who leaves in order gives the lead back at once


async def _leads_anew(store: Store, led: str) -> bool:
    return await leader(store) not in ("", led)
