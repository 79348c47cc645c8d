"""What the log of decisions and the tokens into it promise, on fakeredis and on a real Valkey alike."""

import asyncio
import itertools
from collections.abc import Sequence

import pytest
from redis import exceptions

from alertbot.events.copies import FEWEST_SHARED, ONE_SHARED, sketch
from alertbot.roles.remembering import Memory
from alertbot.store import keys, known, scripts, slices
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.events import LOG_KEPT
from alertbot.store.store import Store
from alertbot.stories.story import Story
from tests.made.values import NOW, story
from tests.made.waiting import eventually

TEXT = (
    "The harbour of Oldport was closed on Tuesday after a freighter lost its containers in a storm, the port "
    "authority said. Divers are looking for the containers, some of which hold paint and batteries."
)
OTHER = (
    "Parliament passed a law on rents in the cities after a debate of nine hours, with votes from both camps. "
    "Landlords will have to publish what earlier tenants paid, and courts may lower what is out of proportion."
)


def told(n: int, title: str = "Harbour of Oldport closed", text: str = TEXT) -> Story:
    return story(id=f"s{n}", outlet=f"o{n}", title=title, text=text, keys=(f"u:{n}", f"g:{n}"))


async def decide(store: Store, stories: Sequence[Story], memory: Memory | None = None) -> list[str]:
    """Judges and commits `stories`; answers their verdicts."""
    memory = memory or Memory(store.events, {})
    await memory.open()
    kinds = []
    for each in stories:
        decision, claim = await memory.judge(each)
        assert await store.outbox.commit_match("0-1", (), now=NOW, claim=claim) is not None
        memory.decided(decision)
        kinds.append(decision.judged.normal.kind)
    return kinds


async def test_nothing_is_known_of_a_first_story(store: Store) -> None:
    looked = await store.events.look(["u:1"], sketch("", TEXT, "o").shingles, position=0)
    assert (looked.last, looked.same, looked.copies, looked.news) == (0, None, (), ())


async def test_every_key_of_an_article_leads_to_it(store: Store) -> None:
    await decide(store, [told(1)])
    for key in ("u:1", "g:1"):
        looked = await store.events.look([key], (), position=0)
        assert looked.same is not None
        assert (looked.same.article, looked.same.event) == ("s1", "s1")


async def test_a_key_learnt_from_a_duplicate_leads_to_the_first_article(store: Store) -> None:
    again = story(id="s9", outlet="o1", text="", keys=("u:1", "g:new"))
    assert await decide(store, [told(1), again]) == ["new", "duplicate"]
    looked = await store.events.look(["g:new"], (), position=0)
    assert looked.same is not None
    assert looked.same.article == "s1"


async def test_the_shingles_of_a_text_lead_to_it_with_how_many_are_shared(store: Store) -> None:
    await decide(store, [told(1)])
    text = sketch("", TEXT, "another")
    (copy,) = (await store.events.look(["u:x"], text.shingles, position=0)).copies
    assert (copy.article, copy.shared) == ("s1", len(text.shingles))
    assert text.traits.repeat(copy.traits, shared=copy.shared)


@pytest.mark.parametrize("first", range(ONE_SHARED))
@pytest.mark.parametrize("shared", [0, 1, 2, 3, 4])
async def test_a_copy_is_found_by_its_last_shingles_and_one_of_the_first(
    store: Store, shared: int, first: int
) -> None:
    await decide(store, [told(1)])
    known = sketch("", TEXT, "another").shingles
    last = {len(known) - n for n in range(1, shared)}
    mixed = [each if place in last | {first} and shared else each + 1 for place, each in enumerate(known)]
    copies = (await store.events.look(["u:x"], mixed, position=0)).copies
    assert [copy.shared for copy in copies if copy.shared >= FEWEST_SHARED] == [shared] * (shared >= FEWEST_SHARED)


async def test_a_text_is_no_copy_whose_first_shingles_are_all_unknown(store: Store) -> None:
    await decide(store, [told(1)])
    known = sketch("", TEXT, "another").shingles
    mixed = [each + (place < ONE_SHARED) for place, each in enumerate(known)]
    assert (await store.events.look(["u:x"], mixed, position=0)).copies == ()


async def test_a_passage_that_unlike_stories_share_leads_nowhere(store: Store) -> None:
    passage = "dear reader of our club here is what our members can read today"
    stories = [
        told(1, text=f"{passage} {TEXT}"),
        told(2, "Parliament passed a law on rents", f"{passage} {OTHER}"),
    ]
    assert await decide(store, stories) == ["new", "new"]
    shared = set.intersection(*(set(sketch(each.title, each.text, each.outlet).shingles) for each in stories))
    places = slices.places(map(known.shingle_token, shared), 1)
    assert places
    assert {await store.redis.hget(key, str(field)) for key, field in places} == {"0"}


async def test_a_server_that_forgot_the_script_is_given_it_again(store: Store) -> None:
    await decide(store, [told(1)])
    await store.redis.script_flush()
    looked = await store.events.look(["u:1"], (), position=1)
    assert looked.same is not None
    assert looked.same.article == "s1"


async def test_lookups_at_once_have_connections_of_their_own_and_leave_none_behind(valkey_store: Store) -> None:
    await decide(valkey_store, [told(n, text="") for n in range(1, 6)])
    for _ in range(5):
        looked = await asyncio.gather(*(valkey_store.events.look([f"u:{n}"], (), position=5) for n in range(1, 6)))
        assert [each.same.article for each in looked if each.same] == ["s1", "s2", "s3", "s4", "s5"]
    assert len(await valkey_store.redis.client_list()) <= 6


async def test_a_lookup_goes_on_when_the_server_closed_its_connection(
    valkey: Embedded, valkey_store: Store
) -> None:
    await decide(valkey_store, [told(1)])
    other = connect(valkey.url)
    await other.client_kill_filter(_type="normal", skipme=True)
    assert (await valkey_store.events.look(["u:1"], (), position=1)).same is not None
    await other.aclose()


async def test_the_connection_of_lookups_is_not_kept_from_the_pool_for_long(
    valkey: Embedded, valkey_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scripts, "KEPT_SECONDS", 0.0)
    other = connect(valkey.url)

    async def alone() -> bool:
        return len(await other.client_list()) == 1

    await valkey_store.events.look(["u:1"], (), position=0)
    await valkey_store.redis.connection_pool.disconnect(inuse_connections=False)
    await eventually("what is in the pool is closed", alone)
    await other.aclose()


async def test_a_server_that_does_not_answer_is_waited_for_no_longer_than_any_command(
    valkey: Embedded, valkey_store: Store
) -> None:
    hasty = connect(valkey.url)
    hasty.connection_pool.connection_kwargs["socket_timeout"] = 0.2
    store = Store(hasty)
    assert (await store.events.look((), (), position=0)).last == 0
    await valkey_store.redis.client_pause(60_000, all=False)
    try:
        with pytest.raises(exceptions.TimeoutError):
            await store.events.look((), (), position=0)
    finally:
        await valkey_store.redis.client_unpause()
    assert (await store.events.look((), (), position=0)).last == 0
    await store.close()


async def test_the_log_tells_what_was_decided_since(store: Store) -> None:
    await decide(store, [told(1), told(2, "Parliament passes rent law", OTHER)])
    looked = await store.events.look((), (), position=1)
    assert looked.last == 2
    ((number, remembered),) = looked.news
    assert (number, remembered.story, remembered.event, remembered.outlet) == (2, "s2", "s2", "o2")
    assert remembered.title == "Parliament passes rent law"
    assert remembered.terms


async def test_a_decision_on_what_is_known_no_longer_is_refused(store: Store) -> None:
    one, other = Memory(store.events, {}), Memory(store.events, {})
    await one.open()
    await other.open()
    first, mine = await one.judge(told(1))
    _, theirs = await other.judge(told(2))
    assert await store.outbox.commit_match("0-1", (), now=NOW, claim=mine) is not None
    assert await store.outbox.commit_match("0-1", (), now=NOW, claim=theirs) is None
    again, theirs = await other.judge(told(2))
    assert await store.outbox.commit_match("0-1", (), now=NOW, claim=theirs) is not None
    assert (first.judged.normal.kind, again.judged.normal.kind) == ("new", "joined")


async def test_every_key_of_it_ends(store: Store) -> None:
    await decide(store, [told(1), told(2)])
    names = [str(name) async for name in store.redis.scan_iter("*")]
    ending = [name for name in names if name not in (keys.EVENTS_COUNT, keys.EVENTS_LOG)]
    assert ending
    for name in ending:
        assert 0 < await store.redis.ttl(name) <= keys.RETENTION.total_seconds()


async def test_a_matcher_goes_on_when_the_log_is_gone(store: Store) -> None:
    await store.redis.set(keys.EVENTS_COUNT, 3 * LOG_KEPT)
    assert await decide(store, [told(1)]) == ["new"]


async def test_late_frequencies_do_not_replace_those_of_a_later_decision(store: Store) -> None:
    await store.events.keep_frequencies(20, 12, {1: 5})
    await store.events.keep_frequencies(10, 6, {1: 2})
    assert await store.events.frequencies() == (20, 12, {1: 5})


async def test_frequencies_kept_midway_through_the_log_are_continued_from_there(store: Store) -> None:
    memory = Memory(store.events, {})
    await decide(store, [told(1)], memory)
    await store.events.keep_frequencies(1, 700, {5: 9})
    await decide(store, [told(2, "Parliament passes rent law", OTHER)], memory)
    again = Memory(store.events, {})
    await again.open()
    founded, counts = again.frequencies()
    assert founded == 701
    assert counts[5] == 9
    assert len(counts) > 10


class TestBounds:
    """The tokens of the last million stories are kept: what a slice pushed out is emptied as it fills."""

    def test_every_hash_of_a_slice_nobody_looks_in_is_emptied_once(self) -> None:
        its = slices.slice_at(5 * slices.LARGEST)
        gone = [key for number in range(its.first, its.end) for key in slices.outlived(number)]
        pushed = [each for each in slices.slices(its.first - 1) if each not in slices.slices(its.first)]
        assert pushed
        tokens = [keys.known(each.first, n) for each in pushed for n in range(each.hashes)]
        lines = {
            keys.articles(n // slices.ARTICLES_A_HASH) for each in pushed for n in range(each.first, each.end)
        }
        assert sorted(gone) == sorted([*tokens, *lines])

    def test_nothing_is_emptied_that_is_looked_in(self) -> None:
        for number in range(0, 4_000_000, 9973):
            looked = {each.first for each in slices.slices(number)}
            gone = [key.split(":") for key in slices.outlived(number)]
            assert not {int(first) for _, kind, first, *_ in gone if kind == "known"} & looked
            oldest = min(looked) // slices.ARTICLES_A_HASH
            assert all(int(bucket) < oldest for _, kind, bucket, *_ in gone if kind == "articles")

    @pytest.mark.parametrize("newest", [1, 5_000, 100_000, 999_999, 1_000_000, 1_310_719, 1_310_720, 9_999_999])
    def test_a_million_stories_are_looked_in_and_few_slices(self, newest: int) -> None:
        looked = slices.slices(newest)
        assert len(looked) <= 5
        assert looked[0].first <= newest < looked[0].end
        assert looked[-1].first <= max(0, newest - slices.MOST_REMEMBERED)
        assert all(new.first == old.end for new, old in itertools.pairwise(looked))

    async def test_ids_that_change_at_every_poll_cannot_grow_a_hash_without_end(self, fake_store: Store) -> None:
        memory = Memory(fake_store.events, {})
        await decide(fake_store, [told(1)], memory)
        token = keys.known(slices.slice_at(1).first, 0)
        await fake_store.redis.hset(token, mapping={str(n): 1 for n in range(500)})
        full = await fake_store.redis.hlen(token)
        churned = [story(id="c", outlet="o1", text="", keys=("u:1", f"g:churn{n}")) for n in range(200)]
        await decide(fake_store, churned, memory)
        assert await fake_store.redis.hlen(token) == full
