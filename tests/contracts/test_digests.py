"""What waits for the summaries, kept and made once, on fakeredis and on a real server."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from alertbot.alerts.alert import Address
from alertbot.alerts.confirming import confirmations
from alertbot.alerts.notes import Note
from alertbot.alerts.subscriber import Subscriber
from alertbot.roles.summaries import Summaries, summary_of
from alertbot.store import keys
from alertbot.store.digests import MOST_NOTED
from alertbot.store.events import UNDECIDED
from alertbot.store.store import Store
from tests.made.digests import BUSY, note_down
from tests.made.values import subscriber

EVE = datetime(2026, 3, 28, 7, 30, tzinfo=UTC)  # 08:30 in Paris, the day before the clocks go forward
DESK = replace(
    subscriber("desk", "Mistral", "data center"),
    timezone="Europe/Paris",
    mode="digest",
    digest_at=time(8),
    addresses=(Address(channel="email", to="desk@example.com"), Address(channel="slack", to="C1")),
)


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def note(n: int = 0, *, told: str = "", held: str = "", who: str = "desk", told_before: bool = False) -> Note:
    noted = BUSY[n % len(BUSY)]
    return Note(
        subscriber=who,
        story=f"story-{n}",
        told=told or f"{noted.alert.event}-{n}",
        watches=(DESK.watches[0].id,),
        noted=noted if not held or told_before else None,
        held=held,
    )


@pytest.fixture
def clock() -> Clock:
    return Clock(EVE)


@pytest.fixture
async def summaries(store: Store, clock: Clock) -> Summaries:
    await watching(store, DESK)
    return Summaries(store, clock=clock)


async def watching(store: Store, *subscribers: Subscriber) -> None:
    for each in subscribers:
        await store.subscribers.update(each.name, lambda _, each=each: each)


async def queued(store: Store) -> int:
    return len(await store.outbox.waiting())


async def test_a_summary_is_queued_for_every_address_when_it_is_due_and_once(
    store: Store, clock: Clock, summaries: Summaries
) -> None:
    await summaries.step()
    await note_down(store, note(0), note(2), now=EVE)
    clock.now = datetime(2026, 3, 29, 5, 59, 59, tzinfo=UTC)
    assert await summaries.step() == 0
    clock.now += timedelta(seconds=1)  # eight in the summer time that began this night
    assert await summaries.step() == 1
    assert await queued(store) == 2
    for hours in range(24):
        clock.now = datetime(2026, 3, 29, 6, tzinfo=UTC) + timedelta(hours=hours)
        await summaries.step()
        await Summaries(store, clock=clock).step()  # a restart
    assert await queued(store) == 2


async def test_what_was_told_does_not_come_back_when_another_outlet_joins(
    store: Store, clock: Clock, summaries: Summaries
) -> None:
    await summaries.step()
    await note_down(store, note(0, told="event"), now=EVE)
    clock.now += timedelta(days=1)
    await summaries.step()
    await note_down(store, note(1, told="event", held="joined", told_before=True), now=clock.now)
    await note_down(store, note(0, told="event"), now=clock.now)  # the first story, judged again after a crash
    waiting = await store.digests.waiting("desk")
    assert waiting.noted == {}
    assert waiting.held_by_reason() == {"joined": 1}


async def test_noting_again_after_a_crash_changes_nothing(store: Store) -> None:
    notes = [note(0), note(1), note(2, held="too-old")]
    await note_down(store, *notes, now=EVE)
    once = await store.digests.waiting("desk")
    await note_down(store, *notes, now=EVE + timedelta(seconds=30))
    assert await store.digests.waiting("desk") == once
    assert once.held_by_reason() == {"too-old": 1}
    assert len(once.mentions[DESK.watches[0].id]) == 3


async def test_a_matcher_that_decided_too_late_leaves_no_note(store: Store) -> None:
    late = replace(UNDECIDED, arguments=("41", "", "", "", 0))  # made before what others decided since
    assert await store.outbox.commit_match("0-1", (), now=EVE, claim=late, notes=[note()]) is None
    waiting = await store.digests.waiting("desk")
    assert (waiting.noted, waiting.mentions) == ({}, {})


async def test_an_empty_day_sends_nothing_and_the_next_day_is_due(
    store: Store, clock: Clock, summaries: Summaries
) -> None:
    await summaries.step()
    clock.now += timedelta(days=1)
    assert await summaries.step() == 1
    assert await queued(store) == 0
    await note_down(store, note(), now=clock.now)
    clock.now += timedelta(days=1)
    await summaries.step()
    assert await queued(store) == 2


async def test_who_asked_for_it_hears_of_an_empty_day_too(
    store: Store, clock: Clock, summaries: Summaries
) -> None:
    await watching(store, replace(DESK, digest_empty=True))
    await summaries.step()
    clock.now += timedelta(days=1)
    assert await summaries.step() == 1
    assert await queued(store) == 2


async def test_a_server_that_was_down_at_eight_is_late_once(
    store: Store, clock: Clock, summaries: Summaries
) -> None:
    await summaries.step()
    await note_down(store, note(), now=EVE)
    clock.now = datetime(2026, 3, 29, 15, tzinfo=UTC)
    restarted = Summaries(store, clock=clock)
    await restarted.step()
    await note_down(store, note(1), now=clock.now)
    await restarted.step()
    assert await queued(store) == 2


async def test_racing_schedulers_make_a_summary_once(store: Store, clock: Clock, summaries: Summaries) -> None:
    await summaries.step()
    await note_down(store, note(), now=EVE)
    clock.now += timedelta(days=1)
    await asyncio.gather(*(Summaries(store, clock=clock).step() for _ in range(8)))
    assert await queued(store) == 2


async def test_a_scheduler_that_died_before_its_commit_is_replaced_when_its_lease_ends(
    store: Store, clock: Clock, summaries: Summaries
) -> None:
    await summaries.step()
    await note_down(store, note(), now=EVE)
    clock.now += timedelta(days=1)
    [lost] = await store.digests.claim_due(now=clock.now, lease=timedelta(seconds=60), token="dead", limit=5)
    assert await summaries.step() == 0
    clock.now += timedelta(seconds=61)
    assert await summaries.step() == 1
    void = await store.digests.commit(lost, (), None, moment=clock.now, due=clock.now, now=clock.now)
    assert void is False
    assert await queued(store) == 2


async def test_a_change_of_zone_moves_the_next_one_and_repeats_no_day(
    store: Store, clock: Clock, summaries: Summaries
) -> None:
    await summaries.step()
    await note_down(store, note(0), now=EVE)
    clock.now = datetime(2026, 3, 29, 6, tzinfo=UTC)
    await summaries.step()
    await watching(store, replace(DESK, timezone="America/New_York"))
    await note_down(store, note(1), now=clock.now)
    for hour in range(24):
        clock.now = datetime(2026, 3, 29, 6, tzinfo=UTC) + timedelta(hours=hour)
        await summaries.step()
    assert await queued(store) == 2
    clock.now = datetime(2026, 3, 30, 12, tzinfo=UTC)  # eight in New York
    await summaries.step()
    assert await queued(store) == 4


async def test_an_hour_that_autumn_repeats_brings_one_and_one_that_spring_leaves_out_brings_one(
    store: Store, clock: Clock, summaries: Summaries
) -> None:
    await watching(store, replace(DESK, digest_at=time(2, 30)))
    for day in (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)):
        clock.now = day - timedelta(hours=6)  # the evening before
        await summaries.step()
        before = await queued(store)
        for n in range(0, 6 * 60, 15):  # the night, from before the local day begins
            clock.now = day - timedelta(hours=2) + timedelta(minutes=n)
            await note_down(store, note(n, told=f"{day} {n}"), now=clock.now)
            await summaries.step()
        assert await queued(store) == before + 2


async def test_who_is_paused_gets_it_all_with_the_first_one_after(
    store: Store, clock: Clock, summaries: Summaries
) -> None:
    await watching(store, replace(DESK, paused_until=EVE + timedelta(days=1, hours=6)))
    await summaries.step()
    await note_down(store, note(0), now=EVE)
    clock.now += timedelta(days=1)
    await summaries.step()
    assert await queued(store) == 0
    clock.now += timedelta(days=1)
    await summaries.step()
    assert await queued(store) == 2


async def test_who_wants_no_summary_any_more_leaves_nothing_behind(
    store: Store, clock: Clock, summaries: Summaries
) -> None:
    await summaries.step()
    await note_down(store, note(), now=EVE)
    await watching(store, replace(DESK, mode="instant"))
    await summaries.step()
    assert await store.redis.keys("*digest*") == []


async def test_outlets_that_join_later_count_for_what_is_covered_most(store: Store) -> None:
    await note_down(store, note(2, told="event"), now=EVE)
    joiner = note(2, told="event", held="joined", told_before=True)
    assert joiner.noted is not None
    alert = replace(joiner.noted.alert, outlet="Nordic Tech", also=("Silicon Daily", "The Ledger"))
    later = replace(joiner, story="later", noted=replace(joiner.noted, alert=alert))
    await note_down(store, later, now=EVE + timedelta(hours=1))
    waiting = await store.digests.waiting("desk")
    [item] = summary_of(DESK, waiting, moment=EVE + timedelta(hours=2)).groups[0].items
    assert item.outlets == ("Silicon Daily", "The Ledger", "Nordic Tech")


async def test_more_than_a_day_can_hold_is_counted(store: Store) -> None:
    await note_down(store, *(note(n) for n in range(MOST_NOTED + 3)), now=EVE)
    waiting = await store.digests.waiting("desk")
    assert len(waiting.noted) == MOST_NOTED
    assert waiting.held_by_reason() == {"too-many": 3}


async def test_what_waits_has_an_end(store: Store) -> None:
    await note_down(store, note(), now=EVE)
    for key in (keys.digest_noted("desk"), keys.digest_marks("desk")):
        assert 0 < await store.redis.ttl(key) <= keys.RETENTION.total_seconds()


async def test_the_owner_of_an_address_from_a_chat_is_asked_once_and_never_again(
    store: Store, clock: Clock, summaries: Summaries
) -> None:
    await summaries.step()
    chat = replace(DESK, name="slack:C1", provisioned=False)
    kept = await store.subscribers.update("slack:C1", lambda _: chat)
    assert kept is not None
    for _ in range(3):
        await summaries.step()
        await Summaries(store, clock=clock).step()
    [asking] = confirmations(kept, now=EVE)
    sent = await store.outbox.get(asking.id)
    assert sent is not None
    assert (sent.state, sent.delivery.confirms) == ("queued", True)
    assert await queued(store) == 1
    await store.redis.delete(keys.delivery(asking.id))  # what was sent is forgotten after a while
    await store.redis.delete(f"{keys.PREFIX}lane:email:desk@example.com")
    await Summaries(store, clock=clock).step()
    assert await store.outbox.get(asking.id) is None
