"""The notifier on a real server: what waits in lanes reaches its channel, in order, once, whatever is answered."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from alertbot.alerts.alert import Address, Delivery
from alertbot.alerts.limits import Bucket
from alertbot.alerts.outcome import Gone, Outcome, Rejected, Retry, Sent, Unauthorised
from alertbot.alerts.quiet import QuietHours
from alertbot.alerts.subscriber import MutedSource
from alertbot.roles.notifier import MOST_AT_ONCE, Notifier
from alertbot.store import keys
from alertbot.store.events import Joined
from alertbot.store.store import Store
from tests.made.outbox import BundlingRecorder, Recorder, queue
from tests.made.values import delivery, subscriber
from tests.made.waiting import eventually

SENT = Sent(message_id="m")


@asynccontextmanager
async def notifying(store: Store, channels: Mapping[str, Recorder], *, consumer: str = "n") -> AsyncIterator[None]:
    stop = asyncio.Event()
    notifier = Notifier(
        store, channels, consumer=consumer, clock=lambda: datetime.now(UTC), give_up_after=timedelta(days=3)
    )
    task = asyncio.create_task(notifier.run(stop))
    try:
        yield
    finally:
        stop.set()
        await task


def once(first: Outcome, then: Outcome = SENT) -> Callable[[Delivery], Outcome]:
    """Answers `first` to the first attempt to send, `then` to all others."""
    answers = [first]
    return lambda _: answers.pop() if answers else then


async def state(store: Store, delivery_id: str = "delivery-1") -> str:
    found = await store.outbox.get(delivery_id)
    return found.state if found else ""


def is_in(store: Store, wanted: str, *ids: str) -> Callable[[], object]:
    async def check() -> bool:
        return {await state(store, each) for each in ids or ("delivery-1",)} == {wanted}

    return check


def fresh(n: int, *, to: str = "desk", channel: str = "console") -> Delivery:
    return replace(delivery(n, to=to, channel=channel), created=datetime.now(UTC))


async def test_what_is_queued_is_sent_once_and_in_order(valkey_store: Store) -> None:
    console = Recorder()
    ids = [f"delivery-{n}" for n in range(1, 5)]
    async with notifying(valkey_store, {"console": console}):
        for n in range(1, 5):
            await queue(valkey_store, fresh(n), now=datetime.now(UTC))
        await eventually("all are sent", is_in(valkey_store, "sent", *ids))
    assert console.ids == ids


async def test_two_notifiers_send_nothing_twice_and_keep_each_chat_in_order(valkey_store: Store) -> None:
    console = Recorder()
    async with (
        notifying(valkey_store, {"console": console}, consumer="one"),
        notifying(valkey_store, {"console": console}, consumer="two"),
    ):
        for n in range(60):
            await queue(valkey_store, fresh(n, to=f"chat-{n % 3}"), now=datetime.now(UTC))
        await eventually("all are sent", lambda: len(console.sent) == 60)
    assert len(set(console.ids)) == 60
    for chat in range(3):
        assert [each.id for each in console.sent if each.address.to == f"chat-{chat}"] == [
            f"delivery-{n}" for n in range(chat, 60, 3)
        ]


async def test_a_slow_chat_delays_no_other(valkey_store: Store) -> None:
    console = Recorder()
    console.pause.clear()
    async with notifying(valkey_store, {"console": console}):
        await queue(valkey_store, fresh(1, to="slow"), fresh(2, to="quick"), now=datetime.now(UTC))
        await eventually("both are under way", lambda: len(console.sent) == 2)
        console.pause.set()


async def test_one_channel_that_is_full_delays_no_other_channel(valkey_store: Store) -> None:
    stuck, free = Recorder(), Recorder()
    stuck.pause.clear()
    crowd = [fresh(n, to=str(n), channel="apprise") for n in range(MOST_AT_ONCE + 10)]
    async with notifying(valkey_store, {"apprise": stuck, "console": free}):
        await queue(valkey_store, *crowd, now=datetime.now(UTC))
        await eventually("the channel is full", lambda: len(stuck.sent) == MOST_AT_ONCE)
        await queue(valkey_store, fresh(999), now=datetime.now(UTC))
        await eventually("the other is sent", is_in(valkey_store, "sent", "delivery-999"))
        stuck.pause.set()
        await eventually("the rest follows", lambda: len(stuck.sent) == len(crowd))


async def test_an_attempt_that_failed_comes_again(valkey_store: Store) -> None:
    console = Recorder(once(Retry(why="429", after=timedelta(milliseconds=50))))
    async with notifying(valkey_store, {"console": console}):
        await queue(valkey_store, fresh(1), fresh(2), now=datetime.now(UTC))
        await eventually("both are sent", is_in(valkey_store, "sent", "delivery-1", "delivery-2"))
    assert console.ids == ["delivery-1", "delivery-1", "delivery-2"]
    assert [each.attempts for each in console.sent] == [0, 1, 0]


async def test_a_retry_after_outlives_a_restart(valkey_store: Store) -> None:
    console = Recorder(lambda _: Retry(why="429", after=timedelta(minutes=5)))
    async with notifying(valkey_store, {"console": console}):
        await queue(valkey_store, fresh(1), now=datetime.now(UTC))
        await eventually("it waits", is_in(valkey_store, "retrying"))
    async with notifying(valkey_store, {"console": console}, consumer="next"):
        await queue(valkey_store, fresh(2), fresh(3, to="other"), now=datetime.now(UTC))
        await eventually("the other chat is tried", lambda: "delivery-3" in console.ids)
    assert console.ids == ["delivery-1", "delivery-3"]


async def test_a_recipient_that_is_gone_is_told_elsewhere_once(valkey_store: Store) -> None:
    addresses = (Address(channel="console", to="desk"), Address(channel="email", to="desk@example.com"))
    await valkey_store.subscribers.provision([subscriber(addresses=addresses)])
    console, email = Recorder(lambda _: Gone(why="the bot was blocked")), Recorder()
    async with notifying(valkey_store, {"console": console, "email": email}):
        await queue(valkey_store, fresh(1), fresh(2), now=datetime.now(UTC))
        await eventually("both are dead", is_in(valkey_store, "dead", "delivery-1", "delivery-2"))
        await eventually("the subscriber is told", lambda: email.sent)
    assert console.ids == ["delivery-1"]
    (notice,) = email.sent
    assert notice.alert.headline == "Your alerts cannot be delivered on console any more: the bot was blocked"
    assert [each.why for each in await valkey_store.outbox.dead()] == ["the bot was blocked"] * 2


async def test_refused_credentials_pause_the_channel_and_lose_nothing(
    valkey_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    console, email = Recorder(lambda _: Unauthorised(why="SLACK_BOT_TOKEN was revoked")), Recorder()
    with caplog.at_level(logging.ERROR):
        async with notifying(valkey_store, {"console": console, "email": email}):
            await queue(valkey_store, fresh(1), now=datetime.now(UTC))
            await eventually("the channel pauses", is_in(valkey_store, "retrying"))
            await queue(valkey_store, fresh(2, to="b"), fresh(3, to="c", channel="email"), now=datetime.now(UTC))
            await eventually("the other channel sends", is_in(valkey_store, "sent", "delivery-3"))
    assert console.ids == ["delivery-1"]
    assert await state(valkey_store, "delivery-2") == "queued"
    assert [record.getMessage() for record in caplog.records] == ["channel pauses"]


async def test_a_refused_message_dies_alone(valkey_store: Store) -> None:
    console = Recorder(once(Rejected(why="too strange")))
    async with notifying(valkey_store, {"console": console}):
        await queue(valkey_store, fresh(1), fresh(2), now=datetime.now(UTC))
        await eventually("the next is sent", is_in(valkey_store, "sent", "delivery-2"))
    assert await state(valkey_store) == "dead"


async def test_a_fault_of_our_own_does_not_stop_a_chat_for_ever(
    valkey_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(each: Delivery) -> Outcome:
        if each.id == "delivery-1":
            raise ZeroDivisionError
        return SENT

    monkeypatch.setattr("alertbot.alerts.step.FIRST_RETRY", timedelta(milliseconds=10))
    console = Recorder(breaks)
    async with notifying(valkey_store, {"console": console}):
        await queue(valkey_store, fresh(1), fresh(2), now=datetime.now(UTC))
        await eventually("the next is sent", is_in(valkey_store, "sent", "delivery-2"))
    assert console.ids == ["delivery-1"] * 3 + ["delivery-2"]
    assert [each.why for each in await valkey_store.outbox.dead()] == ["a fault in alertbot: ZeroDivisionError"]


async def test_more_than_five_that_wait_go_as_one_message(valkey_store: Store) -> None:
    telegram = BundlingRecorder()
    await queue(valkey_store, *(fresh(n) for n in range(7)), now=datetime.now(UTC))
    async with notifying(valkey_store, {"console": telegram}):
        await eventually("all are sent", is_in(valkey_store, "sent", *(f"delivery-{n}" for n in range(7))))
    assert telegram.sent == []
    (bundle,) = telegram.bundles
    assert (len(bundle.told), len(bundle.named)) == (5, 2)


async def test_a_bundle_that_failed_comes_again_as_the_same_one_beside_what_came_meanwhile(
    valkey_store: Store,
) -> None:
    telegram = BundlingRecorder(once(Retry(why="502", after=timedelta(milliseconds=200))))
    await queue(valkey_store, *(fresh(n) for n in range(7)), now=datetime.now(UTC))
    async with notifying(valkey_store, {"console": telegram}):
        await eventually("it failed", is_in(valkey_store, "retrying", *(f"delivery-{n}" for n in range(7))))
        await queue(valkey_store, fresh(7), now=datetime.now(UTC))
        await eventually("all are sent", is_in(valkey_store, "sent", *(f"delivery-{n}" for n in range(8))))
    first, again = telegram.bundles
    assert first.id == again.id
    assert (first.attempts, again.attempts) == (0, 1)
    assert telegram.ids == ["delivery-7"]


async def test_a_refused_bundle_is_sent_one_by_one(valkey_store: Store) -> None:
    telegram = BundlingRecorder(once(Rejected(why="too long")))
    await queue(valkey_store, *(fresh(n) for n in range(7)), now=datetime.now(UTC))
    async with notifying(valkey_store, {"console": telegram}):
        await eventually("all are sent", is_in(valkey_store, "sent", *(f"delivery-{n}" for n in range(7))))
    assert len(telegram.bundles) == 1
    assert telegram.ids == [f"delivery-{n}" for n in range(7)]


async def test_when_a_later_piece_of_a_bundle_fails_no_earlier_one_is_sent_again(valkey_store: Store) -> None:
    answers: list[Outcome] = [SENT, Retry(why="502", after=timedelta(milliseconds=50)), SENT, SENT]
    telegram = BundlingRecorder(lambda _: answers.pop(0))
    telegram.room = 3
    ids = [f"delivery-{n}" for n in range(9)]
    await queue(valkey_store, *(fresh(n) for n in range(9)), now=datetime.now(UTC))
    async with notifying(valkey_store, {"console": telegram}):
        await eventually("all are sent", is_in(valkey_store, "sent", *ids))
    told = [[each.id for each in piece.members] for piece in telegram.bundles]
    assert told == [ids[:3], ids[3:6], ids[3:6], ids[6:]]
    assert [piece.piece.number for piece in telegram.bundles] == [1, 2, 2, 3]
    assert [piece.first_message for piece in telegram.bundles] == ["", "m", "m", "m"]


async def test_each_piece_of_a_bundle_takes_its_place_in_the_limits(
    valkey_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = Bucket(name="chat", every=timedelta(seconds=60), burst=2)
    monkeypatch.setattr("alertbot.roles.delivering.buckets", lambda _: (chat,))
    telegram = BundlingRecorder()
    telegram.room = 3
    await queue(valkey_store, *(fresh(n) for n in range(9)), now=datetime.now(UTC))
    async with notifying(valkey_store, {"console": telegram}):
        await eventually("two went", is_in(valkey_store, "sent", *(f"delivery-{n}" for n in range(6))))
        await eventually("the lane waits", lambda: _is_later(valkey_store))
    assert len(telegram.bundles) == 2


async def _is_later(store: Store) -> bool:
    return await store.redis.zcard(keys.LANES_LATER) == 1


async def test_a_summary_of_several_messages_goes_on_where_it_was(valkey_store: Store) -> None:
    answers: list[Outcome] = [
        Sent(message_id="7", more=True),
        Retry(why="502", after=timedelta(milliseconds=50)),
        Sent(message_id="8", more=True),
        Sent(message_id="9"),
    ]
    console = Recorder(lambda _: answers.pop(0))
    await queue(valkey_store, fresh(1), now=datetime.now(UTC))
    async with notifying(valkey_store, {"console": console}):
        await eventually("it is sent", is_in(valkey_store, "sent"))
    assert [(each.page, each.first_message) for each in console.sent] == [(0, ""), (1, "7"), (1, "7"), (2, "7")]
    found = await valkey_store.outbox.get("delivery-1")
    assert found is not None
    assert found.message_id == "7"


async def test_what_quiet_hours_held_catches_up_as_one_message(valkey_store: Store) -> None:
    telegram = BundlingRecorder()
    end = datetime.now(UTC) + timedelta(milliseconds=200)
    held = [replace(fresh(n), not_before=end, held="quiet-hours") for n in range(3)]
    async with notifying(valkey_store, {"console": telegram}):
        await queue(valkey_store, *held, now=datetime.now(UTC))
        await eventually("all are sent", is_in(valkey_store, "sent", *(each.id for each in held)))
    assert telegram.sent == []
    assert len(telegram.bundles[0].members) == 3


async def test_a_retry_that_falls_into_a_pause_is_held_and_comes_when_it_ends(valkey_store: Store) -> None:
    reader = replace(subscriber(), provisioned=False)
    console = Recorder(once(Retry(why="502", after=timedelta(milliseconds=100))))
    end = datetime.now(UTC) + timedelta(seconds=1)

    async def pause(until: datetime | None) -> None:
        await valkey_store.subscribers.update("desk", lambda _: replace(reader, paused_until=until))

    async with notifying(valkey_store, {"console": console}):
        await pause(end)
        await queue(valkey_store, fresh(1), now=datetime.now(UTC))
        await eventually("it is held", is_in(valkey_store, "held"))
        kept = await valkey_store.outbox.get("delivery-1")
        assert kept is not None
        assert (kept.why, kept.delivery.not_before) == ("paused", end)
        await eventually("it is sent", is_in(valkey_store, "sent"))
    assert [each.attempts for each in console.sent] == [0, 1]
    assert datetime.now(UTC) >= end


async def test_what_waited_for_its_provider_is_not_sent_into_the_night(valkey_store: Store) -> None:
    now = datetime.now(UTC)
    night = QuietHours(start=(now - timedelta(hours=1)).time(), end=(now + timedelta(hours=1)).time())
    asleep = replace(subscriber(), quiet_hours=night)
    await valkey_store.subscribers.update("desk", lambda _: asleep)
    console = BundlingRecorder()
    old = [replace(fresh(n), created=now - timedelta(minutes=1)) for n in range(7)]
    muted = MutedSource(outlet="Elsewhere")
    await valkey_store.subscribers.update("desk", lambda _: replace(asleep, muted_sources=(muted,)))
    unwanted = replace(old[0], id="delivery-9", alert=replace(old[0].alert, outlet="Elsewhere"))
    async with notifying(valkey_store, {"console": console}):
        await queue(valkey_store, *old, unwanted, now=now)
        await eventually("all are held", is_in(valkey_store, "held", *(each.id for each in old)))
        await eventually("one is dropped", is_in(valkey_store, "dropped", "delivery-9"))
        assert await valkey_store.redis.ttl(keys.delivery("delivery-9")) > 0
        await valkey_store.subscribers.update("desk", lambda _: subscriber())
        await valkey_store.holds.move(old[0].address, "desk", until=now, why="", now=now)
        await eventually("they catch up", is_in(valkey_store, "sent", *(each.id for each in old)))
    assert console.sent == []
    assert len(console.bundles) == 1


async def test_a_message_that_was_sent_is_edited_when_outlets_join(
    valkey_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alertbot.store.outbox.EDIT_DELAY", timedelta(milliseconds=50))
    console = Recorder()
    async with notifying(valkey_store, {"console": console}):
        await queue(valkey_store, fresh(1), now=datetime.now(UTC))
        await eventually("it is sent", is_in(valkey_store, "sent"))
        joined = Joined(event="event-1", outlets=("The Example", "Reuters"))
        await queue(valkey_store, joined=joined, now=datetime.now(UTC))
        await eventually("it is edited", lambda: console.edits)
    ((edited, message_id),) = console.edits
    assert (message_id, edited.alert.also) == ("m-delivery-1", ("Reuters",))


async def test_an_update_is_sent_with_the_message_it_follows(valkey_store: Store) -> None:
    console = Recorder()
    async with notifying(valkey_store, {"console": console}):
        await queue(valkey_store, fresh(1), now=datetime.now(UTC))
        await eventually("the first is sent", is_in(valkey_store, "sent"))
        await queue(valkey_store, replace(fresh(2), follows="delivery-1"), now=datetime.now(UTC))
        await eventually("the update is sent", is_in(valkey_store, "sent", "delivery-2"))
    assert console.sent[1].first_message == "m-delivery-1"


async def test_a_stop_finishes_what_is_under_way_and_hands_the_rest_on(valkey_store: Store) -> None:
    one, two = Recorder(), Recorder()
    one.pause.clear()
    async with notifying(valkey_store, {"console": one}, consumer="one"):
        await queue(valkey_store, fresh(1), fresh(2), now=datetime.now(UTC))
        await eventually("the first is under way", lambda: one.sent)
        asyncio.get_running_loop().call_later(0.05, one.pause.set)
    assert await state(valkey_store) == "sent"
    async with notifying(valkey_store, {"console": two}, consumer="two"):
        await eventually("the second is sent", is_in(valkey_store, "sent", "delivery-2"))
    assert (one.ids, two.ids) == (["delivery-1"], ["delivery-2"])
