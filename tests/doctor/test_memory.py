"""Memory is predicted: by kind, at which pace, where it settles, and for how long it lasts."""

from datetime import UTC, datetime, timedelta

import pytest

from alertbot.doctor.memory import Growth, forecast, growth, look_at_memory, tell
from alertbot.store import keys
from alertbot.store.store import Store
from alertbot.store.usage import Usage, measure

DAY = timedelta(days=1)
MB = 1e6


def usage(*, days: float, ending: float = 7 * MB, fresh: float = 0.0, staying: float = 0.0) -> Usage:
    return Usage(kind="stories", staying=staying, ending=ending, fresh=fresh, oldest=days * DAY, life=14 * DAY)


def test_a_young_bot_grows_until_as_much_ends_as_comes() -> None:
    found = growth(usage(days=7, staying=1 * MB))
    assert found == Growth(kind="stories", now=8 * MB, daily=1 * MB, settles=15 * MB, within=7 * DAY)


def test_an_old_bot_has_settled() -> None:
    found = growth(usage(days=30, ending=14 * MB))
    assert (found.daily, found.settles, found.within) == (1 * MB, 14 * MB, timedelta())


def test_sources_added_yesterday_count_at_once() -> None:
    found = growth(usage(days=14, ending=14 * MB, fresh=5 * MB))
    assert (found.daily, found.settles) == (5 * MB, 70 * MB)


def test_of_the_first_hour_nothing_is_said() -> None:
    assert growth(usage(days=0.01)).daily == 0


def grow(now: float, settles: float, days: float, daily: float = 1.0) -> Growth:
    return Growth(kind="x", now=now, daily=daily, settles=settles, within=days * DAY)


def test_memory_that_is_full_before_it_settles_is_told_to_the_day() -> None:
    kinds = [grow(10, 20, 10), grow(10, 50, 20)]  # 1 a day for ten days, and 2 a day for twenty
    assert forecast(kinds, used=30, limit=45).full_in == 5 * DAY
    assert forecast(kinds, used=30, limit=70).full_in == 15 * DAY
    assert forecast(kinds, used=30, limit=80).full_in is None
    assert forecast(kinds, used=30, limit=0).full_in is None
    assert forecast(kinds, used=50, limit=45).full_in == timedelta()


@pytest.mark.parametrize("maxmemory", [0, 100_000_000])
def test_the_prediction_is_one_sentence(maxmemory: int) -> None:
    kinds = [growth(usage(days=7))]
    first, line = tell(kinds, forecast(kinds, used=9 * MB, limit=maxmemory), {"maxmemory": maxmemory})
    lasting = "maxmemory (100.0 MB)" if maxmemory else "the machine's memory"
    settling = "it settles at about 16.0 MB in 7 days"
    assert first.said == f"9.0 MB used; 1.0 MB a day come in; {settling}, and {lasting} lasts"
    assert (line.about, line.said) == ("memory stories", "7.0 MB, 1.0 MB a day, settles at 14.0 MB")


def test_memory_that_will_not_last_is_found() -> None:
    kinds = [growth(usage(days=7))]
    (found, _) = tell(kinds, forecast(kinds, used=9 * MB, limit=12 * MB), {"maxmemory": 12_000_000})
    assert found.name == "memory-will-not-last"
    assert found.said == "9.0 MB used; maxmemory (12.0 MB) is full in 3 days, it would settle at 16.0 MB"


async def test_keys_of_a_real_server_are_measured_by_kind_and_age(own_store: Store) -> None:
    redis, now = own_store.redis, datetime.now(UTC)
    for number in range(50):
        await redis.hset(keys.trail(f"s{number}"), mapping={"": "x" * 200})
        await redis.expire(keys.trail(f"s{number}"), keys.RETENTION - (number % 5) * DAY)
    await redis.hset(keys.recent_stories(f"{now - 3 * DAY:%Y-%m-%d}"), mapping={"s": "x" * 10_000})
    await redis.expire(keys.recent_stories(f"{now - 3 * DAY:%Y-%m-%d}"), 7 * DAY)
    await redis.hset(keys.SUBSCRIBERS, mapping={"desk": "x" * 5_000})
    await redis.hset(keys.delivery("d"), mapping={"delivery": "x"})
    found = {each.kind: each for each in await measure(redis, retention=7 * DAY, now=now)}
    assert found["accounts"].ending > 50 * 200
    assert found["accounts"].fresh == pytest.approx(found["accounts"].ending / 5, rel=0.1)
    assert found["accounts"].oldest / DAY == pytest.approx(4, abs=0.01)
    assert (found["stories"].life, 3 <= found["stories"].oldest / DAY <= 4) == (7 * DAY, True)
    assert found["stories"].ending > 10_000
    assert found["subscribers"].staying > 5_000
    assert found["deliveries"].ending == 0 < found["deliveries"].staying


async def test_a_bot_of_two_hours_is_not_taken_to_have_begun_at_midnight(own_store: Store) -> None:
    redis, now = own_store.redis, datetime.now(UTC)
    noon = now.replace(hour=12, minute=0)
    await redis.hset(keys.recent_stories(f"{noon:%Y-%m-%d}"), mapping={"s": "x" * 10_000})
    await redis.expire(keys.recent_stories(f"{noon:%Y-%m-%d}"), 8 * DAY)
    await redis.hset(keys.trail("s"), mapping={"": "x"})
    await redis.expire(keys.trail("s"), keys.RETENTION - DAY / 12)
    (stories,) = [each for each in await measure(redis, retention=7 * DAY, now=noon) if each.kind == "stories"]
    assert stories.oldest / DAY == pytest.approx(1 / 12, abs=0.01)


async def test_the_log_of_events_lives_as_long_as_its_number_of_stories(own_store: Store) -> None:
    redis, now = own_store.redis, datetime.now(UTC)
    await redis.hset(keys.trail("s"), mapping={"": "x"})
    await redis.expire(keys.trail("s"), keys.RETENTION - DAY)
    for number in range(1, 101):
        await redis.xadd(keys.EVENTS_LOG, {"x": "y"}, id=f"{number}-1")
    await redis.set(keys.EVENTS_COUNT, 100)
    (log,) = [each for each in await measure(redis, retention=DAY, now=now) if each.kind == "event log"]
    assert log.oldest / DAY == pytest.approx(1, abs=0.01)
    assert log.life / DAY == pytest.approx(1_000, rel=0.01)


async def test_a_server_that_will_be_full_is_found(own_store: Store) -> None:
    redis, now = own_store.redis, datetime.now(UTC)
    for number in range(1_000):
        await redis.hset(keys.trail(f"s{number}"), mapping={"": "x" * 1_000})
        await redis.expire(keys.trail(f"s{number}"), keys.RETENTION - DAY)
    used = int((await redis.info("memory"))["used_memory"])
    assert (await look_at_memory(own_store, 14 * DAY, now))[0].name == ""
    await redis.config_set("maxmemory", used + 4_000_000)
    first, *_ = await look_at_memory(own_store, 14 * DAY, now)
    assert first.name == "memory-will-not-last"
