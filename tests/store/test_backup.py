"""What people made survives a move to another server."""

import json
from dataclasses import replace
from datetime import datetime, time

import pytest

from alertbot.alerts.quiet import QuietHours
from alertbot.alerts.subscriber import MutedSource
from alertbot.errors import UsageError
from alertbot.store.backup import backup, restore
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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("[]", "not an export"),
        ('{"alertbot": 2}', "newer alertbot"),
        ('{"alertbot": 1, "subscribers": [{"name": 1}], "sources": []}', "damaged"),
        ('{"alertbot": 1}', "damaged"),
    ],
)
async def test_a_file_that_is_no_export_changes_nothing(
    fake_store: Store, now: datetime, text: str, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        await restore(fake_store, text, now=now)
    assert await fake_store.subscribers.all() == ()
