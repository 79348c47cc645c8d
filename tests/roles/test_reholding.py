"""What is held follows its reader's choices."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from alertbot.alerts.alert import Address
from alertbot.alerts.quiet import QuietHours
from alertbot.alerts.subscriber import Subscriber
from alertbot.desk.when import FOREVER
from alertbot.roles.reholding import Reholding
from alertbot.store.store import Store
from tests.made.values import NOW, delivery, subscriber

CHAT = Address(channel="telegram", to="7")
ADA = replace(subscriber("desk", addresses=(CHAT,)), provisioned=False)
NIGHT = QuietHours(start=time(9), end=time(17))


async def keep(store: Store, new: Subscriber) -> None:
    await store.subscribers.update(new.name, lambda _: new)


async def held(store: Store, *, until: datetime, why: str, subscriber: str = "desk", n: int = 1) -> None:
    made = delivery(n, to="7", channel="telegram")
    alert = replace(made.alert, subscriber=subscriber)
    await store.outbox.commit_match("0-1", [replace(made, alert=alert, not_before=until, held=why)], now=NOW)


async def waits(store: Store, n: int = 1) -> tuple[datetime | None, str]:
    """Until when delivery `n` waits, as it says itself, and why."""
    kept = await store.outbox.get(f"delivery-{n}")
    assert kept is not None
    due = await store.redis.zscore("alertbot:lane:telegram:7", f"delivery-{n}")
    assert kept.delivery.not_before is not None
    assert due == kept.delivery.not_before.timestamp()
    return kept.delivery.not_before, kept.why


async def test_what_a_pause_held_goes_out_when_it_is_resumed(store: Store) -> None:
    rehold = Reholding(store, clock=lambda: NOW)
    await keep(store, replace(ADA, paused_until=FOREVER))
    await held(store, until=FOREVER, why="paused")
    await rehold.step()
    assert (await waits(store))[0] == FOREVER
    await keep(store, ADA)
    assert await rehold.step() == 1
    assert await waits(store) == (NOW, "")
    assert await store.redis.hexists("alertbot:lanes:queued", "telegram:7")


async def test_a_pause_that_ends_at_night_leaves_what_waits_to_the_morning(store: Store) -> None:
    rehold = Reholding(store, clock=lambda: NOW)
    await keep(store, replace(ADA, paused_until=FOREVER, quiet_hours=NIGHT))
    await held(store, until=FOREVER, why="paused")
    await rehold.step()
    await keep(store, replace(ADA, quiet_hours=NIGHT))
    await rehold.step()
    assert await waits(store) == (NOW.replace(hour=17, minute=0), "quiet-hours")


async def test_a_pause_holds_what_the_night_would_let_go_in_the_morning(store: Store) -> None:
    rehold = Reholding(store, clock=lambda: NOW)
    await keep(store, replace(ADA, quiet_hours=NIGHT))
    await held(store, until=NOW.replace(hour=17, minute=0), why="quiet-hours")
    await rehold.step()
    await keep(store, replace(ADA, quiet_hours=NIGHT, paused_until=NOW + timedelta(days=2)))
    await rehold.step()
    assert await waits(store) == (NOW + timedelta(days=2, hours=7, minutes=30), "paused")


async def test_who_chooses_silence_need_not_wait_for_the_morning(store: Store) -> None:
    rehold = Reholding(store, clock=lambda: NOW)
    await keep(store, replace(ADA, quiet_hours=NIGHT))
    await held(store, until=NOW.replace(hour=17, minute=0), why="quiet-hours")
    await rehold.step()
    await keep(store, replace(ADA, quiet_hours=replace(NIGHT, silent=True)))
    await rehold.step()
    assert await waits(store) == (NOW, "")


async def test_others_at_the_same_address_and_other_reasons_stay(store: Store) -> None:
    rehold = Reholding(store, clock=lambda: NOW)
    later = NOW + timedelta(hours=3)
    await held(store, until=later, why="paused", subscriber='desk" and \u00fcber')
    await held(store, until=later, why="digest-only", n=2)
    await held(store, until=later, why="paused", n=3)
    await keep(store, ADA)
    assert await rehold.step() == 1
    assert await waits(store, 1) == (later, "paused")
    assert await waits(store, 2) == (later, "digest-only")
    assert await waits(store, 3) == (NOW, "")


async def test_a_matcher_that_did_not_know_yet_is_caught_at_the_next_look(store: Store) -> None:
    rehold = Reholding(store, clock=lambda: NOW)
    await keep(store, replace(ADA, paused_until=FOREVER))
    await rehold.step()
    await keep(store, ADA)
    assert await rehold.step() == 0
    await held(store, until=FOREVER, why="paused")
    assert await rehold.step() == 1
    assert await waits(store) == (NOW, "")


async def test_what_changed_while_no_scheduler_ran_is_caught_at_the_start(store: Store) -> None:
    await keep(store, ADA)
    await held(store, until=FOREVER, why="paused")
    assert await Reholding(store, clock=lambda: NOW).step() == 1
    assert await waits(store) == (NOW, "")
