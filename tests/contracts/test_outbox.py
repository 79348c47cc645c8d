"""What the outbox promises, on fakeredis and on a real Valkey alike."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from alertbot.alerts.alert import Delivery
from alertbot.alerts.folding import Bundle, Piece, Waiting, bundle, split
from alertbot.alerts.limits import Bucket
from alertbot.alerts.plan import Trace
from alertbot.alerts.step import Bury, Edited, EditLater, Onward, Part, Record, Step, Unedited, Wait
from alertbot.store import keys
from alertbot.store.events import Joined
from alertbot.store.lanes import Serving
from alertbot.store.outbox import ANOTHERS, EDIT_DELAY, NOTIFIERS, Kept
from alertbot.store.store import Store
from tests.made.outbox import SOON, lanes, queue, serve
from tests.made.values import delivery

MINUTE = timedelta(minutes=1)


async def look(store: Store, serving: Serving, now: datetime) -> tuple[Waiting, ...]:
    ready = await store.lanes.look(serving, now=now)
    return ready.waiting if ready else ()


async def take(
    store: Store,
    serving: Serving,
    waiting: Sequence[Waiting],
    now: datetime,
    *buckets: Bucket,
    pieces: Sequence[Bundle] = (),
    patience: timedelta = timedelta(),
) -> timedelta | None:
    return await store.lanes.take(serving, waiting, buckets, pieces=pieces, patience=patience, now=now)


async def attempt(store: Store, serving: Serving, step: Step, now: datetime) -> bool:
    """Takes the first that waits and settles it with `step`."""
    (first, *_) = await look(store, serving, now)
    await take(store, serving, [first], now)
    return await store.lanes.settle(serving, [(first, step)], now=now)


async def kept(store: Store, delivery_id: str = "delivery-1") -> Kept:
    found = await store.outbox.get(delivery_id)
    assert found is not None
    return found


class TestQueueing:
    async def test_a_match_queues_its_deliveries_and_ends_its_story(self, store: Store, now: datetime) -> None:
        assert await queue(store, delivery(1), delivery(2)) == 2
        waiting = await look(store, await serve(store), now)
        assert [each.delivery for each in waiting] == [delivery(1), delivery(2)]
        assert await store.redis.xlen(keys.STORIES) == 0

    async def test_the_same_delivery_is_queued_once(self, store: Store, now: datetime) -> None:
        await queue(store, delivery(1))
        assert await queue(store, delivery(1), delivery(2)) == 1
        assert len(await look(store, await serve(store), now)) == 2

    async def test_each_address_has_a_lane_and_each_lane_one_server(self, store: Store) -> None:
        await queue(store, delivery(1, to="a"), delivery(2, to="b"), delivery(3, to="a"))
        assert sorted(each.lane for each in await lanes(store)) == ["console:a", "console:b"]
        await queue(store, delivery(4, to="a"))
        assert await lanes(store, consumer="other") == []

    async def test_what_is_held_waits_for_its_moment(self, store: Store, now: datetime) -> None:
        held = replace(delivery(1), not_before=now + MINUTE, held="quiet-hours")
        await queue(store, held)
        assert await store.lanes.promote_due(now=now) == now + MINUTE
        assert await lanes(store) == []
        assert ((await kept(store)).state, (await kept(store)).why) == ("held", "quiet-hours")
        assert await store.lanes.promote_due(now=now + MINUTE) is None
        assert [each.state for each in await look(store, await serve(store), now + MINUTE)] == ["held"]

    async def test_what_is_held_delays_nothing_else_of_its_lane(self, store: Store, now: datetime) -> None:
        await queue(store, replace(delivery(1), not_before=now + MINUTE, held="quiet-hours"))
        await queue(store, delivery(2))
        serving = await serve(store)
        assert [each.member for each in await look(store, serving, now)] == ["delivery-2"]
        assert not await attempt(store, serving, Record(message_id="1"), now)
        assert await store.lanes.promote_due(now=now) == now + MINUTE

    async def test_traces_say_what_became_of_a_story(self, store: Store) -> None:
        traces = (Trace(subscriber="", reason="planned"), Trace(subscriber="anna", reason="muted-watch"))
        await queue(store, traces=traces)
        assert await store.outbox.trail("story-1") == {"": traces[0], "anna": traces[1]}
        assert 0 < await store.redis.ttl(keys.trail("story-1")) <= keys.RETENTION.total_seconds()

    async def test_a_matcher_that_hung_says_nothing_about_what_another_committed(
        self, store: Store, now: datetime
    ) -> None:
        await store.redis.xadd(keys.STORIES, {"story": "{}"})
        slow, heir = store.stories("slow"), store.stories("heir", idle=timedelta(0))
        await slow.open()
        (item,) = await slow.read(count=1, wait=SOON)
        assert await heir.read(count=1, wait=SOON) == (item,)
        commit = partial(store.outbox.commit_match, item.entry, now=now, story="story-1")
        first, late = Trace(subscriber="", reason="planned"), Trace(subscriber="", reason="no-watch-hit")
        assert await commit([delivery(1)], traces=[first]) == 1
        assert await commit([delivery(2)], traces=[late]) == ANOTHERS
        assert await store.outbox.trail("story-1") == {"": first}
        assert await store.outbox.get("delivery-2") is None


class TestSettling:
    async def test_a_sent_delivery_keeps_the_provider_s_id_for_a_while(self, store: Store, now: datetime) -> None:
        await queue(store, delivery(1))
        assert not await attempt(store, await serve(store), Record(message_id="C1:17.5"), now)
        found = await kept(store)
        assert (found.state, found.message_id, found.delivery.attempts) == ("sent", "C1:17.5", 1)
        assert 0 < await store.redis.ttl(keys.delivery("delivery-1")) <= keys.RETENTION.total_seconds()
        assert await store.redis.xlen(keys.lanes("console")) == 0
        assert await queue(store, delivery(1)) == 0

    async def test_an_attempt_is_noted_before_it_is_made(self, store: Store, now: datetime) -> None:
        await queue(store, delivery(1))
        serving = await serve(store)
        await take(store, serving, await look(store, serving, now), now)
        found = await kept(store)
        assert (found.state, found.delivery.attempts) == ("sending", 1)

    async def test_a_pause_holds_the_whole_lane_and_later_arrivals(self, store: Store, now: datetime) -> None:
        await queue(store, delivery(1), delivery(2))
        wait = Wait(due=now + MINUTE, why="429")
        assert not await attempt(store, await serve(store), wait, now)
        await queue(store, delivery(3))
        assert await lanes(store) == []
        assert ((await kept(store)).state, (await kept(store)).why) == ("retrying", "429")
        assert 0 < await store.redis.pttl(f"{keys.PREFIX}pause:console:desk") <= 60_000

    async def test_after_a_pause_the_lane_goes_on_in_order(self, store: Store, now: datetime) -> None:
        await queue(store, delivery(1), delivery(2))
        await attempt(store, await serve(store), Wait(due=now + MINUTE, why="429"), now)
        await store.redis.delete(f"{keys.PREFIX}pause:console:desk")  # the minute is over on the server's clock
        await store.lanes.promote_due(now=now + MINUTE)
        waiting = await look(store, await serve(store), now + MINUTE)
        assert [each.member for each in waiting] == ["delivery-1", "delivery-2"]

    async def test_a_pause_of_one_chat_stops_no_other(self, store: Store, now: datetime) -> None:
        await queue(store, delivery(1, to="slow"))
        await attempt(store, await serve(store), Wait(due=now + MINUTE, why="429"), now)
        await queue(store, delivery(2, to="quick"))
        assert [each.lane for each in await lanes(store)] == ["console:quick"]

    async def test_a_paused_channel_stops_all_its_chats_and_no_other_channel(
        self, store: Store, now: datetime
    ) -> None:
        await queue(store, delivery(1, to="a"))
        refused = Wait(due=now + MINUTE, why="invalid_auth", channel=True)
        await attempt(store, await serve(store), refused, now)
        await queue(store, delivery(2, to="b"), delivery(3, to="c", channel="email"))
        assert await lanes(store) == []
        assert len(await lanes(store, "email")) == 1

    async def test_the_dead_stay_and_the_lane_goes_on(self, store: Store, now: datetime) -> None:
        await queue(store, delivery(1), delivery(2))
        serving = await serve(store)
        assert await attempt(store, serving, Bury(why="refused"), now)
        found = await kept(store)
        assert (found.state, found.why) == ("dead", "refused")
        assert await store.redis.ttl(keys.delivery("delivery-1")) == -1
        assert [each.delivery.id for each in await store.outbox.dead()] == ["delivery-1"]
        assert [each.member for each in await look(store, serving, now)] == ["delivery-2"]

    async def test_an_address_that_is_gone_is_known_for_a_day_and_others_are_told(
        self, store: Store, now: datetime
    ) -> None:
        await queue(store, delivery(1), delivery(2))
        serving = await serve(store)
        (first, _) = await look(store, serving, now)
        notice = delivery(9, to="elsewhere", channel="email")
        await store.lanes.settle(serving, [(first, Bury(why="blocked", gone=True))], notices=[notice], now=now)
        ready = await store.lanes.look(serving, now=now)
        assert ready is not None
        assert ready.gone == "blocked"
        assert [each.lane for each in await lanes(store, "email")] == ["email:elsewhere"]

    async def test_a_refused_bundle_goes_one_by_one(self, store: Store, now: datetime) -> None:
        await queue(store, delivery(1), delivery(2))
        serving = await serve(store)
        both = await look(store, serving, now)
        together = bundle([each.delivery for each in both])
        await take(store, serving, both, now, pieces=[together])
        assert [each.piece for each in await look(store, serving, now)] == [together.piece] * 2
        assert await store.lanes.settle(serving, [(each, Part(why="too long")) for each in both], now=now)
        again = await look(store, serving, now)
        assert [(each.piece, each.alone) for each in again] == [(None, True), (None, True)]

    async def test_who_goes_in_which_piece_is_settled_with_the_first_attempt(
        self, store: Store, now: datetime
    ) -> None:
        await queue(store, *(delivery(n) for n in range(6)))
        serving = await serve(store)
        waiting = await look(store, serving, now)
        first, second = split(bundle([each.delivery for each in waiting]), lambda _: 4)
        await take(store, serving, waiting[:4], now, pieces=[first, second])
        found = await look(store, serving, now)
        assert [each.piece for each in found] == [first.piece] * 4 + [second.piece] * 2
        assert [each.delivery.attempts for each in found] == [1] * 4 + [0] * 2
        await queue(store, joined=Joined(event="event-1", outlets=OUTLETS))
        assert [each.delivery.alert.also for each in await look(store, serving, now)] == [()] * 6

    async def test_a_bundle_of_an_earlier_release_is_still_known(self, store: Store, now: datetime) -> None:
        await queue(store, delivery(1))
        await store.redis.hset(keys.delivery("delivery-1"), "bundle", "3f9c2a71d04be586")
        (found,) = await look(store, await serve(store), now)
        assert found.piece == Piece(bundle="3f9c2a71d04be586", number=1, told=5, size=0, head="")

    async def test_a_message_of_several_is_recorded_and_the_next_is_due(self, store: Store, now: datetime) -> None:
        await queue(store, delivery(1))
        serving = await serve(store)
        assert await attempt(store, serving, Onward(message_id="7", page=1), now)
        (found,) = await look(store, serving, now)
        assert (found.delivery.page, found.delivery.attempts, found.message_id) == (1, 0, "7")
        assert found.state == "queued"
        await store.lanes.settle(
            serving, [(found, Onward(message_id="8", page=1))], now=now
        )  # a copy of the first
        (found,) = await look(store, serving, now)
        assert (found.delivery.page, found.message_id) == (1, "7")

    async def test_who_was_taken_over_can_record_a_send_but_undo_nothing(
        self, store: Store, now: datetime
    ) -> None:
        await queue(store, delivery(1), delivery(2))
        slow = await serve(store, consumer="slow")
        (first, second) = await look(store, slow, now)
        heir = replace(slow, consumer="heir")
        await store.redis.xclaim(keys.lanes("console"), NOTIFIERS, "heir", 0, [slow.entry], justid=True)
        late = [(first, Record(message_id="7")), (second, Bury(why="timeout"))]
        assert not await store.lanes.settle(slow, late, now=now)
        assert await look(store, slow, now) == ()
        assert await take(store, slow, [second], now) is None
        assert [each.member for each in await look(store, heir, now)] == ["delivery-2"]
        assert ((await kept(store)).state, (await kept(store, "delivery-2")).state) == ("sent", "queued")

    async def test_a_lane_is_handed_back_to_whoever_asks_next(self, store: Store, now: datetime) -> None:
        await queue(store, delivery(1))
        serving = await serve(store)
        await store.lanes.hand_back(serving, now=now)
        assert len(await lanes(store, consumer="other")) == 1
        assert await look(store, serving, now) == ()

    async def test_a_lane_that_was_emptied_by_another_is_queued_once(self, store: Store, now: datetime) -> None:
        await queue(store, delivery(1))
        slow = await serve(store, consumer="slow")
        (first,) = await look(store, slow, now)
        await store.redis.xclaim(keys.lanes("console"), NOTIFIERS, "heir", 0, [slow.entry], justid=True)
        await store.lanes.settle(slow, [(first, Record(message_id="7"))], now=now)
        await queue(store, delivery(2))
        assert await store.redis.xlen(keys.lanes("console")) == 1
        assert len(await look(store, replace(slow, consumer="heir"), now)) == 1


class TestLimits:
    SLOW = Bucket(name="chat", every=timedelta(seconds=10))
    GROUP = Bucket(name="group", every=timedelta(seconds=3), burst=20)

    async def test_a_message_that_would_wait_too_long_leaves_the_lane(self, store: Store, now: datetime) -> None:
        await queue(store, delivery(1), delivery(2, to="b"))
        first, second = await lanes(store)
        assert await take(store, first, await look(store, first, now), now, self.SLOW) == timedelta()
        waiting = await look(store, second, now)
        assert await take(store, second, waiting, now, self.SLOW, patience=timedelta(seconds=5)) is None
        assert await look(store, second, now) == ()
        following = await store.lanes.promote_due(now=now)
        assert following is not None
        assert timedelta(seconds=5) < following - now <= timedelta(seconds=10)
        assert (await kept(store, "delivery-2")).state == "queued"

    async def test_a_message_that_waits_a_little_has_its_place_kept(self, store: Store, now: datetime) -> None:
        await queue(store, *(delivery(n, to=str(n)) for n in range(3)))
        waits = [
            await take(store, each, await look(store, each, now), now, self.SLOW, patience=MINUTE)
            for each in await lanes(store)
        ]
        assert [round(wait / timedelta(seconds=10)) for wait in waits if wait is not None] == [0, 1, 2]

    async def test_a_burst_is_let_through_and_then_paced(self, store: Store, now: datetime) -> None:
        await queue(store, *(delivery(n, to=str(n)) for n in range(22)))
        waits = [
            await take(store, each, await look(store, each, now), now, self.GROUP) for each in await lanes(store)
        ]
        assert waits == [timedelta()] * 20 + [None] * 2

    async def test_a_full_bucket_takes_nothing_from_the_others(self, store: Store, now: datetime) -> None:
        await queue(store, *(delivery(n, to=str(n)) for n in range(3)))
        one, two, three = await lanes(store)
        other = Bucket(name="other", every=timedelta(seconds=10))
        assert await take(store, one, await look(store, one, now), now, self.SLOW) == timedelta()
        assert await take(store, two, await look(store, two, now), now, self.SLOW, other) is None
        assert await take(store, three, await look(store, three, now), now, other) == timedelta()


OUTLETS = ("The Example", "Reuters")


class TestEdits:
    async def sent(self, store: Store, now: datetime) -> None:
        await queue(store, delivery(1))
        await attempt(store, await serve(store), Record(message_id="m"), now)

    async def editing(self, store: Store, now: datetime) -> tuple[Serving, Waiting]:
        await store.lanes.promote_due(now=now)
        serving = await serve(store)
        (edit,) = await look(store, serving, now)
        return serving, edit

    async def test_outlets_that_join_edit_the_message_after_a_while(self, store: Store, now: datetime) -> None:
        await self.sent(store, now)
        await queue(store, joined=Joined(event="event-1", outlets=OUTLETS))
        assert await lanes(store) == []
        serving, edit = await self.editing(store, now + EDIT_DELAY)
        assert (edit.edit, edit.message_id, edit.delivery.alert.also) == (True, "m", ("Reuters",))
        assert not await store.lanes.settle(serving, [(edit, Edited())], now=now + EDIT_DELAY)
        assert await store.outbox.waiting() == ()
        there = await kept(store)
        assert (there.sent, there.edited) == (now, now + EDIT_DELAY)

    async def test_many_joiners_are_one_edit(self, store: Store, now: datetime) -> None:
        await self.sent(store, now)
        for n in range(1, 4):
            seen = ("The Example", *(f"Outlet {m}" for m in range(n)))
            await queue(store, joined=Joined(event="event-1", outlets=seen))
        _, edit = await self.editing(store, now + EDIT_DELAY)
        assert len(edit.delivery.alert.also) == 3

    async def test_a_message_not_sent_yet_shows_them_without_an_edit(self, store: Store, now: datetime) -> None:
        await queue(store, delivery(1))
        await queue(store, joined=Joined(event="event-1", outlets=OUTLETS))
        serving = await serve(store)
        (waiting,) = await look(store, serving, now)
        assert waiting.delivery.alert.also == ("Reuters",)
        assert not await store.lanes.settle(serving, [(waiting, Record(message_id="m"))], now=now)
        assert await store.outbox.waiting() == ()

    async def test_outlets_that_join_during_the_send_edit_it_afterwards(self, store: Store, now: datetime) -> None:
        await queue(store, delivery(1))
        serving = await serve(store)
        (waiting,) = await look(store, serving, now)
        await queue(store, joined=Joined(event="event-1", outlets=OUTLETS))
        await store.lanes.settle(serving, [(waiting, Record(message_id="m"))], now=now)
        _, edit = await self.editing(store, now + EDIT_DELAY)
        assert edit.delivery.alert.also == ("Reuters",)

    async def test_an_edit_put_off_lets_messages_go_first(self, store: Store, now: datetime) -> None:
        await self.sent(store, now)
        await queue(store, joined=Joined(event="event-1", outlets=OUTLETS))
        serving, edit = await self.editing(store, now + EDIT_DELAY)
        later = EditLater(due=now + MINUTE, why="500")
        assert not await store.lanes.settle(serving, [(edit, later)], now=now + EDIT_DELAY)
        await queue(store, delivery(2), now=now + EDIT_DELAY)
        assert [each.member for each in await look(store, await serve(store), now + EDIT_DELAY)] == ["delivery-2"]

    async def test_an_edit_that_cannot_be_made_ends(self, store: Store, now: datetime) -> None:
        await self.sent(store, now)
        await queue(store, joined=Joined(event="event-1", outlets=OUTLETS))
        serving, edit = await self.editing(store, now + EDIT_DELAY)
        await store.lanes.settle(serving, [(edit, Unedited(why="deleted"))], now=now + EDIT_DELAY)
        assert (await kept(store)).state == "sent"
        assert not await store.outbox.busy()

    async def test_breaking_news_end_quiet_hours(self, store: Store, now: datetime) -> None:
        held = replace(delivery(1), not_before=now + MINUTE, held="quiet-hours", breaking=2)
        await queue(store, held)
        await queue(store, joined=Joined(event="event-1", outlets=OUTLETS))
        assert len(await look(store, await serve(store), now)) == 1

    async def test_breaking_news_do_not_end_a_pause(self, store: Store, now: datetime) -> None:
        await queue(store, replace(delivery(1), not_before=now + MINUTE, held="paused", breaking=2))
        await queue(store, joined=Joined(event="event-1", outlets=OUTLETS))
        assert await lanes(store) == []


class TestDecisions:
    async def dead(self, store: Store, now: datetime) -> Delivery:
        await queue(store, delivery(1))
        await attempt(store, await serve(store), Bury(why="blocked", gone=True), now)
        return delivery(1)

    async def test_the_dead_can_be_sent_again(self, store: Store, now: datetime) -> None:
        dead = await self.dead(store, now)
        assert await store.outbox.decide("retry", [dead], now=now) == 1
        ready = await store.lanes.look(await serve(store), now=now)
        assert ready is not None
        assert (ready.gone, len(ready.waiting)) == ("", 1)
        assert await store.outbox.dead() == ()

    async def test_the_dead_can_be_dropped_and_are_not_told_again(self, store: Store, now: datetime) -> None:
        dead = await self.dead(store, now)
        assert await store.outbox.decide("drop", [dead], now=now) == 1
        assert (await kept(store)).state == "dropped"
        assert await store.redis.ttl(keys.delivery(dead.id)) > 0
        assert await queue(store, dead) == 0

    @pytest.mark.parametrize("what", ["retry", "drop"])
    async def test_only_the_dead_are_decided_on(self, store: Store, now: datetime, what: str) -> None:
        await queue(store, delivery(1))
        assert await store.outbox.decide(what, [delivery(1)], now=now) == 0  # type: ignore[arg-type]
        assert (await kept(store)).state == "queued"
