"""What people made survives a move to another server."""

import json
from dataclasses import replace
from datetime import datetime, time

import pytest

from alertbot.alerts.alert import Address
from alertbot.alerts.quiet import QuietHours
from alertbot.alerts.reader import Reader, token
from alertbot.alerts.subscriber import MutedSource, told_at
from alertbot.errors import UsageError
from alertbot.store.backup import backup, restore
from alertbot.store.readers import Readers
from alertbot.store.store import Store
from alertbot.stories.source import source_at
from tests.made.values import subscriber

ANNA = replace(
    subscriber("telegram:42", "Mistral", '"data center" -lease'),
    provisioned=False,
    timezone="Europe/Paris",
    quiet_hours=QuietHours(start=time(22), end=time(7), silent=True),
    muted_sources=(MutedSource(outlet="The Example"),),
)
READER = Reader(subscriber="desk", address="reader@example.com")
ADDED = source_at("https://a.example.com/feed", name="A", origin="added")


async def test_watchlists_and_added_sources_come_back_as_they_were(
    fake_store: Store, valkey_store: Store, now: datetime
) -> None:
    await fake_store.subscribers.update(ANNA.name, lambda _: ANNA)
    await fake_store.subscribers.provision([subscriber("desk")])
    await fake_store.sources.provision([source_at("https://b.example.com/feed")], now=now)
    await fake_store.sources.add(ADDED, now=now)
    text = json.dumps(await backup(fake_store))
    assert await restore(valkey_store, text, now=now) == (1, 1)
    assert await valkey_store.subscribers.all() == (ANNA,)
    assert [each.source for each in await valkey_store.sources.listed()] == [ADDED]
    assert await restore(valkey_store, text, now=now) == (1, 0)


async def test_links_in_messages_sent_before_go_on_working(
    fake_store: Store, valkey_store: Store, now: datetime
) -> None:
    old = token(await fake_store.readers.key(), "unsubscribe", "desk", "reader@example.com")
    new = token(await valkey_store.readers.key(), "unsubscribe", "desk", "reader@example.com")
    text = json.dumps(await backup(fake_store))
    for _ in range(2):
        await restore(valkey_store, text, now=now)
    for each in (old, new):
        assert await valkey_store.readers.reader("unsubscribe", each) == READER
    assert len(await valkey_store.readers.keys()) == 2
    assert await Readers(valkey_store.redis, valkey_store.subscribers).key() == await valkey_store.readers.key()


async def test_a_new_server_signs_as_the_old_one_did(
    fake_store: Store, valkey_store: Store, now: datetime
) -> None:
    await restore(valkey_store, json.dumps(await backup(fake_store)), now=now)
    assert await valkey_store.readers.keys() == (await fake_store.readers.key(),)


async def test_who_unsubscribed_from_a_provisioned_watchlist_stays_so(
    fake_store: Store, valkey_store: Store, now: datetime
) -> None:
    desk = subscriber("desk", "Mistral", addresses=(Address(channel="email", to=READER.address),))
    await fake_store.subscribers.provision([desk])
    await fake_store.readers.stop(READER, "unsubscribed by its reader")
    text = json.dumps(await backup(fake_store))
    assert "console" not in text
    now_configured = replace(desk, timezone="Europe/Paris")
    for known in ((), (now_configured,)):
        await restore(valkey_store, text, configured=known, now=now)
        await valkey_store.subscribers.provision([now_configured])
    [back] = await valkey_store.subscribers.all()
    assert (back.timezone, back.addresses, told_at(back)) == ("Europe/Paris", desk.addresses, ())


async def test_an_address_whose_owner_agreed_is_not_asked_again(
    fake_store: Store, valkey_store: Store, now: datetime
) -> None:
    mail = Address(channel="email", to="anna@example.com")
    anna = replace(ANNA, addresses=(*ANNA.addresses, mail))
    await fake_store.subscribers.update(anna.name, lambda _: anna)
    await fake_store.readers.confirm(Reader(subscriber=anna.name, address=mail.to))
    await restore(valkey_store, json.dumps(await backup(fake_store)), now=now)
    [back] = await valkey_store.subscribers.all()
    assert mail in told_at(back)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("[]", "not an export"),
        ('{"alertbot": 2}', "newer alertbot"),
        ('{"alertbot": 1, "subscribers": [{"name": 1}], "sources": []}', "damaged"),
        ('{"alertbot": 1}', "damaged"),
        ('{"alertbot": 1, "subscribers": [], "sources": [], "links": ["x"]}', "damaged"),
    ],
)
async def test_a_file_that_is_no_export_changes_nothing(
    fake_store: Store, now: datetime, text: str, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        await restore(fake_store, text, now=now)
    assert await fake_store.subscribers.all() == ()
