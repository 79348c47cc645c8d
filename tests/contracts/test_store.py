"""What the store promises, on fakeredis and on a real Valkey alike."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from alertbot.alerts.limits import Bucket
from alertbot.alerts.plan import Trace
from alertbot.alerts.step import Bury, Wait
from alertbot.store import keys
from alertbot.store.codec import STORY, filed
from alertbot.store.outbox import MATCHERS
from alertbot.store.sources import Claim
from alertbot.store.store import Store
from alertbot.stories.source import Polled, SourceState, source_at
from tests.made.outbox import queue, serve
from tests.made.values import delivery, story, subscriber

LEASE = timedelta(seconds=60)
SOON = timedelta(milliseconds=1)
A, B = source_at("https://a.example.com/feed"), source_at("https://b.example.com/feed")


async def claim(store: Store, now: datetime, *, token: str = "t", limit: int = 10) -> tuple[Claim, ...]:
    return (await store.sources.claim_due(now=now, lease=LEASE, token=token, limit=limit)).claims


class TestSources:
    async def test_a_new_source_is_due_at_once_and_claimed_once(self, store: Store, now: datetime) -> None:
        await store.sources.provision([A, B], now=now)
        assert {each.source for each in await claim(store, now)} == {A, B}
        assert await claim(store, now) == ()

    async def test_two_schedulers_never_claim_the_same_source(self, store: Store, now: datetime) -> None:
        sources = [source_at(f"https://{n}.example.com/") for n in range(40)]
        await store.sources.provision(sources, now=now)
        claimed = await asyncio.gather(*(claim(store, now, token=str(n), limit=7) for n in range(8)))
        ids = [each.source.id for group in claimed for each in group]
        assert sorted(ids) == sorted(source.id for source in sources)

    async def test_a_poll_commits_state_marks_and_stories_together(self, store: Store, now: datetime) -> None:
        await store.sources.provision([A], now=now)
        (mine,) = await claim(store, now)
        state = SourceState(etag='W/"x"', title="A", last_ok=now)
        due = now + timedelta(minutes=5)
        polled = Polled(state=state, due=due, stories=filed([story()]), marks={"u:1": 7, "g:1": 7})
        assert await store.sources.commit_poll(mine, polled)
        assert await claim(store, due - timedelta(seconds=1)) == ()
        (again,) = await claim(store, due)
        assert again.state == state
        assert await store.sources.seen(A.id) == {"u:1": 7, "g:1": 7}
        ((_, fields),) = await store.redis.xrange(keys.STORIES)
        assert STORY.validate_json(fields["story"]) == story()

    async def test_a_source_that_is_made_due_during_its_poll_is_due_after_it_and_not_before(
        self, store: Store, now: datetime
    ) -> None:
        await store.sources.provision([A], now=now)
        (mine,) = await claim(store, now)
        for _ in range(2):
            assert await store.sources.poll_now(A.id, now=now)
            assert await claim(store, now, token="other") == ()
        assert await store.sources.commit_poll(
            mine, Polled(state=SourceState(title="A"), due=now + timedelta(hours=1), marks={})
        )
        (again,) = await claim(store, now)
        assert again.state.title == "A"
        assert await store.sources.commit_poll(
            again, Polled(state=SourceState(), due=now + timedelta(hours=1), marks={})
        )
        assert await claim(store, now) == ()

    async def test_a_source_that_is_made_due_during_a_poll_that_dies_comes_up_when_its_lease_ends(
        self, store: Store, now: datetime
    ) -> None:
        await store.sources.provision([A], now=now)
        (dead,) = await claim(store, now)
        await store.sources.poll_now(A.id, now=now)
        (heir,) = await claim(store, now + LEASE, token="heir")
        polled = Polled(state=SourceState(), due=now + timedelta(hours=1), marks={})
        assert not await store.sources.commit_poll(dead, polled)
        assert await store.sources.commit_poll(heir, polled)

    async def test_a_source_that_is_put_off_while_it_is_wanted_is_left_alone_until_then(
        self, store: Store, now: datetime
    ) -> None:
        await store.sources.provision([A], now=now)
        (mine,) = await claim(store, now)
        await store.sources.poll_now(A.id, now=now)
        await store.sources.put_off(mine, now + timedelta(minutes=1))
        assert await claim(store, now) == ()
        assert len(await claim(store, now + timedelta(minutes=1))) == 1

    async def test_a_source_nobody_knows_is_not_made_due(self, store: Store, now: datetime) -> None:
        assert not await store.sources.poll_now("none", now=now)
        assert await claim(store, now) == ()

    async def test_what_a_wrong_clock_put_off_for_years_is_due_now(self, store: Store, now: datetime) -> None:
        await store.sources.provision([A, B], now=now)
        (first, second) = await claim(store, now + timedelta(days=3650))
        far = Polled(state=SourceState(), due=now + timedelta(days=3650), marks={})
        await store.sources.commit_poll(first, far)
        await store.sources.commit_poll(second, replace(far, due=now + timedelta(days=2)))
        claimed = await store.sources.claim_due(
            now=now, lease=LEASE, token="t", limit=10, latest=now + timedelta(days=2)
        )
        assert [each.source for each in claimed.claims] == [first.source]
        assert claimed.next_due == now + LEASE

    async def test_forgotten_marks_are_gone(self, store: Store, now: datetime) -> None:
        await store.sources.provision([A], now=now)
        (mine,) = await claim(store, now)
        marks = {f"u:{n}": n for n in range(3000)}
        await store.sources.commit_poll(mine, Polled(state=SourceState(), due=now, marks=marks))
        (mine,) = await claim(store, now)
        assert await store.sources.seen(A.id) == marks
        gone = tuple(f"u:{n}" for n in range(1, 3000))
        await store.sources.commit_poll(mine, Polled(state=SourceState(), due=now, marks={}, forgotten=gone))
        (mine,) = await claim(store, now)
        assert await store.sources.seen(A.id) == {"u:0": 0}

    async def test_polls_that_end_together_are_committed_each_for_itself(
        self, store: Store, now: datetime
    ) -> None:
        sources = [source_at(f"https://{n}.example.com/feed") for n in range(70)]
        await store.sources.provision(sources, now=now)
        mine = await store.sources.claim_due(now=now, lease=LEASE, token="t", limit=70)
        await store.sources.remove(mine.claims[3].source.id)
        polls = [
            Polled(
                state=SourceState(title=str(n)),
                due=now + timedelta(hours=1),
                stories=filed([story(id=str(n), text="One.\n\nTwo.")] * (n % 3)),
                marks={f"u:{n}": 7, f"g:{n}": -7},
            )
            for n in range(70)
        ]
        kept = await asyncio.gather(*map(store.sources.commit_poll, mine.claims, polls))
        assert [n for n, each in enumerate(kept) if not each] == [3]
        assert await store.redis.xlen(keys.STORIES) == sum(n % 3 for n in range(70))
        for n in (0, 2, 69):
            assert await store.sources.seen(mine.claims[n].source.id) == {f"u:{n}": 7, f"g:{n}": -7}
        titles = sorted(each.state.title for each in await store.sources.listed())
        assert titles == sorted(str(n) for n in range(70) if n != 3)

    async def test_a_lost_lease_commits_nothing(self, store: Store, now: datetime) -> None:
        await store.sources.provision([A], now=now)
        (slow,) = await claim(store, now, token="slow")
        (quick,) = await claim(store, now + LEASE, token="quick")
        polled = Polled(state=SourceState(title="slow"), due=now, stories=filed([story()]), marks={"u:1": 1})
        assert not await store.sources.commit_poll(slow, polled)
        assert await store.redis.xlen(keys.STORIES) == 0
        assert await store.sources.commit_poll(quick, Polled(state=SourceState(), due=now, marks={}))

    async def test_a_removed_source_leaves_nothing_behind(self, store: Store, now: datetime) -> None:
        await store.sources.provision([A, B], now=now)
        mine = {each.source: each for each in await claim(store, now)}
        polled = Polled(state=SourceState(), due=now, marks={"u:1": 1})
        await store.sources.commit_poll(mine[B], polled)
        await store.sources.provision([A], now=now)
        assert not [key async for key in store.redis.scan_iter(f"*{B.id}*")]
        assert [each.source for each in await claim(store, now + LEASE)] == [A]

    async def test_provisioning_again_changes_no_schedule(self, store: Store, now: datetime) -> None:
        await store.sources.provision([A], now=now)
        await claim(store, now)
        await store.sources.provision([A], now=now)
        assert await claim(store, now) == ()

    async def test_an_added_source_outlives_every_provisioning(self, store: Store, now: datetime) -> None:
        added = source_at("https://added.example.com/feed", name="Z", tags=("tech",), origin="added")
        await store.sources.provision([A], now=now)
        assert await store.sources.add(added, now=now)
        assert not await store.sources.add(source_at(added.url, origin="added"), now=now)
        await store.sources.provision([B], now=now)
        assert [each.source for each in await store.sources.listed()] == [B, added]

    async def test_many_sources_are_added_at_once_and_those_that_are_there_stay(
        self, store: Store, now: datetime
    ) -> None:
        await store.sources.add(replace(A, name="Mine"), now=now)
        many = tuple(source_at(f"https://{n}.example.com/feed") for n in range(2_100))
        assert await store.sources.add_all((A, *many, A), now=now) == 2_100
        assert await store.sources.add_all((), now=now) == 0
        listed = await store.sources.listed()
        assert len(listed) == 2_101
        assert {each.source.name for each in listed} == {"", "Mine"}
        assert {each.due for each in listed} == {now}

    async def test_a_source_is_amended_where_it_is(self, store: Store, now: datetime) -> None:
        source = source_at("https://example.com/feed", name="Old", origin="added")
        assert await store.sources.amend(source.id, lambda known: known) is None
        await store.sources.add(source, now=now)
        named = replace(source, name="New")
        assert await store.sources.amend(source.id, lambda known: replace(known, name="New")) == (source, named)
        assert await store.sources.amend(source.id, lambda known: known) == (named, named)
        assert [each.source for each in await store.sources.listed()] == [named]

    async def test_a_removed_source_is_polled_no_more(self, store: Store, now: datetime) -> None:
        await store.sources.provision([A], now=now)
        (mine,) = await claim(store, now)
        assert await store.sources.remove(A.id)
        assert not await store.sources.remove(A.id)
        polled = Polled(state=SourceState(), due=now, marks={"u:1": 1}, stories=filed([story()]))
        assert not await store.sources.commit_poll(mine, polled)
        assert await store.sources.listed() == ()

    async def test_a_listed_source_shows_its_state_and_its_next_poll(self, store: Store, now: datetime) -> None:
        await store.sources.provision([A], now=now)
        (mine,) = await claim(store, now)
        state, due = SourceState(title="The A", failures=2, why="timeout"), now + timedelta(hours=1)
        await store.sources.commit_poll(mine, Polled(state=state, due=due, marks={}))
        (listed,) = await store.sources.listed()
        assert (listed.source, listed.state, listed.due) == (A, state, due)


IDLE = timedelta(seconds=30)


async def let_time_pass(store: Store, consumer: str, entry: str) -> None:
    """Makes what `consumer` holds look untouched for a minute."""
    await store.redis.xclaim(keys.STORIES, MATCHERS, consumer, 0, [entry], idle=60_000, justid=True)


class TestInbox:
    async def test_work_is_read_once_and_in_order(self, store: Store) -> None:
        one, two = store.stories("one"), store.stories("two")
        await one.open()
        for n in range(6):
            await store.redis.xadd(keys.STORIES, {"story": str(n)})
        first = await one.read(count=4, wait=SOON)
        rest = await two.read(count=4, wait=SOON)
        assert [item.fields["story"] for item in (*first, *rest)] == list("012345")
        assert await one.read(count=4, wait=SOON) == ()

    async def test_a_dead_consumer_s_work_is_taken_over(self, store: Store) -> None:
        dead, heir = store.stories("dead", idle=IDLE), store.stories("heir", idle=IDLE)
        await dead.open()
        await store.redis.xadd(keys.STORIES, {"story": "x"})
        (lost,) = await dead.read(count=1, wait=SOON)
        assert await heir.read(count=1, wait=SOON) == ()
        await let_time_pass(store, "dead", lost.entry)
        assert await heir.read(count=1, wait=SOON) == (lost,)

    async def test_a_living_consumer_keeps_what_it_touches(self, store: Store) -> None:
        slow, other = store.stories("slow", idle=IDLE), store.stories("other", idle=IDLE)
        await slow.open()
        await store.redis.xadd(keys.STORIES, {"story": "x"})
        (held,) = await slow.read(count=1, wait=SOON)
        await let_time_pass(store, "slow", held.entry)
        await slow.touch([held.entry])
        assert await other.read(count=1, wait=SOON) == ()


async def test_every_key_is_one_that_keys_names(store: Store, now: datetime) -> None:
    await store.sources.provision([A], now=now)
    (mine,) = await claim(store, now)
    await store.sources.commit_poll(
        mine, Polled(state=SourceState(), due=now, marks={"u:1": 1}, stories=filed([story()]))
    )
    await store.subscribers.provision([subscriber()])
    await queue(store, delivery(1), delivery(2), traces=(Trace(subscriber="", reason="planned"),))
    serving = await serve(store)
    waiting = (await store.lanes.look(serving, now=now)).waiting  # type: ignore[union-attr]
    limit = Bucket(name="everyone", every=timedelta(minutes=1))
    await store.lanes.take(serving, waiting[:1], [limit], patience=timedelta(), now=now)
    pause = Wait(due=now + timedelta(minutes=1), why="429", channel=True)
    gone = Bury(why="blocked", gone=True)
    await store.lanes.settle(serving, [(waiting[0], pause), (waiting[1], gone)], now=now)
    found = {key async for key in store.redis.scan_iter("*")}
    named = {
        *(keys.SOURCES, keys.SOURCES_DUE, keys.SOURCES_STATES, keys.source_seen(A.id)),
        *(keys.STORIES, keys.lanes("console"), keys.LANES_LATER, keys.DELIVERIES_DEAD),
        *(f"{keys.PREFIX}lane:console:desk", keys.trail("story-1"), f"{keys.PREFIX}told:event-1"),
        *(f"{keys.PREFIX}told:event-2", f"{keys.PREFIX}bucket:everyone", f"{keys.PREFIX}gone:console:desk"),
        *(f"{keys.PREFIX}pause:console", f"{keys.PREFIX}pause:console:desk"),
        *(keys.SUBSCRIBERS, keys.SUBSCRIBERS_CHANGES),
        *(keys.delivery("delivery-1"), keys.delivery("delivery-2")),
    }
    assert found == named
