"""A matcher's index follows the watches in Redis, change by change."""

from dataclasses import replace

import pytest

from alertbot.roles.following import Following
from alertbot.store import keys
from alertbot.store.store import Store
from alertbot.watches.document import Document
from tests.made.values import subscriber

NEWS = Document(title="Mistral opens in Paris")


def hits(following: Following) -> list[str]:
    found = following.index.match(NEWS)
    return sorted(following.owners[match.watch][1].query for match in found)


async def test_a_new_watch_is_seen_by_the_next_story_and_a_removed_one_is_not(fake_store: Store) -> None:
    following = Following(fake_store.subscribers)
    await following.catch_up()
    assert hits(following) == []
    await fake_store.subscribers.provision([subscriber("a", "Mistral", "Paris")])
    await following.catch_up()
    assert hits(following) == ["Mistral", "Paris"]
    await fake_store.subscribers.provision([subscriber("a", "Paris")])
    await following.catch_up()
    assert hits(following) == ["Paris"]
    await fake_store.subscribers.provision([])
    await following.catch_up()
    assert (hits(following), dict(following.owners)) == ([], {})


async def test_a_change_reads_only_what_changed(fake_store: Store) -> None:
    following = Following(fake_store.subscribers)
    await fake_store.subscribers.provision([subscriber("a", "Mistral"), subscriber("b", "Paris")])
    await following.catch_up()
    await fake_store.redis.hset(keys.SUBSCRIBERS, "b", "not read again")
    await fake_store.subscribers.update("a", lambda old: None)
    await following.catch_up()
    assert hits(following) == ["Paris"]


async def test_who_is_too_far_behind_reads_everything_again(fake_store: Store) -> None:
    following = Following(fake_store.subscribers)
    await fake_store.subscribers.provision([subscriber("a", "Mistral"), subscriber("b", "Paris")])
    await following.catch_up()
    await fake_store.redis.flushall()
    await fake_store.subscribers.provision([subscriber("c", "Paris")])
    await following.catch_up()
    assert hits(following) == ["Paris"]
    assert {owner.name for owner, _ in following.owners.values()} == {"c"}


async def test_a_changed_preference_reaches_the_owners(fake_store: Store) -> None:
    following = Following(fake_store.subscribers)
    await fake_store.subscribers.provision([subscriber("a", "Paris")])
    await following.catch_up()
    await fake_store.subscribers.update("a", lambda old: old and replace(old, lang="fr"))
    await following.catch_up()
    assert [owner.lang for owner, _ in following.owners.values()] == ["fr"]


async def test_a_watch_that_cannot_be_read_stops_no_other(
    fake_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    following = Following(fake_store.subscribers)
    await fake_store.subscribers.provision([subscriber("a", '"open', "Paris")])
    await following.catch_up()
    assert hits(following) == ["Paris"]
    assert "watch cannot be read" in caplog.text
