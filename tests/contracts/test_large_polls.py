"""A poll with thousands of stories and marks is committed in parts, so that nobody waits for it; and dies well."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from redis.exceptions import ConnectionError as GoneError

from alertbot.store import keys
from alertbot.store.codec import STORY, filed
from alertbot.store.commits import MOST_MARKS, MOST_STORIES, Part
from alertbot.store.sources import Claim
from alertbot.store.store import Store
from alertbot.stories.source import Polled, SourceState, source_at
from tests.made.values import story

SOURCE = source_at("https://example.com/feed")
LEASE = timedelta(seconds=60)
IDS = [str(n) for n in range(2 * MOST_STORIES + 1)]
MARKS = {f"u:{n}": n % 3 for n in range(2 * MOST_MARKS + 1)}
PARTS = 3 + 3 + 1


async def claim(store: Store, now: datetime, token: str = "t") -> Claim:
    claimed = await store.sources.claim_due(now=now, lease=LEASE, token=token, limit=1)
    return claimed.claims[0]


def polled(now: datetime) -> Polled:
    told = filed([story(id=each, text="One.\n\nTwo.") for each in IDS])
    return Polled(state=SourceState(title="T"), due=now + timedelta(hours=1), stories=told, marks=MARKS)


async def told(store: Store) -> list[str]:
    return [STORY.validate_json(fields["story"]).id for _, fields in await store.redis.xrange(keys.STORIES)]


def ends_at(store: Store, last: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the process lose its server at so many parts."""
    commits, numbers = store.sources._commits, count()
    whole = commits._gathered

    async def commit(part: Part) -> bool:
        if next(numbers) == last:
            raise GoneError
        return await whole(part)

    monkeypatch.setattr(commits, "_gathered", commit)


async def test_all_of_it_is_there_at_the_end_and_in_order(store: Store, now: datetime) -> None:
    await store.sources.provision([SOURCE], now=now)
    assert await store.sources.commit_poll(await claim(store, now), polled(now))
    assert await told(store) == IDS
    assert await store.sources.seen(SOURCE.id) == MARKS
    (listed,) = await store.sources.listed()
    assert (listed.state.title, listed.due) == ("T", now + timedelta(hours=1))


async def test_many_marks_are_forgotten(store: Store, now: datetime) -> None:
    await store.sources.provision([SOURCE], now=now)
    await store.sources.commit_poll(await claim(store, now), polled(now))
    gone = Polled(state=SourceState(), due=now, marks={"u:new": 1}, forgotten=tuple(MARKS))
    assert await store.sources.commit_poll(await claim(store, now + timedelta(hours=1)), gone)
    assert await store.sources.seen(SOURCE.id) == {"u:new": 1}


async def test_who_lost_the_claim_commits_nothing(store: Store, now: datetime) -> None:
    await store.sources.provision([SOURCE], now=now)
    late, heir = await claim(store, now, "late"), await claim(store, now + LEASE, "heir")
    assert not await store.sources.commit_poll(late, polled(now))
    assert (await told(store), await store.sources.seen(SOURCE.id)) == ([], {})
    assert await store.sources.commit_poll(heir, polled(now))


@pytest.mark.parametrize("last", range(PARTS))
async def test_one_that_dies_between_two_parts_is_made_again_and_loses_no_story(
    store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    await store.sources.provision([SOURCE], now=now)
    mine = await claim(store, now)
    ends_at(store, last, monkeypatch)
    with pytest.raises(GoneError):
        await store.sources.commit_poll(mine, polled(now))
    if await store.sources.seen(SOURCE.id):
        assert await told(store) == IDS  # what is marked will not be told any more
    assert await store.sources.commit_poll(await claim(store, now + LEASE, "heir"), polled(now))
    assert set(await told(store)) == set(IDS)
    assert await store.sources.seen(SOURCE.id) == MARKS
