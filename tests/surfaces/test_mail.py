"""The links in a message: unsubscribing works at once, for ever, for its reader alone, and undoes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given
from hypothesis import strategies as st

from alertbot.alerts.alert import Address
from alertbot.alerts.confirming import UNCONFIRMED
from alertbot.alerts.reader import UNSUBSCRIBED, Reader, parts_of, reader_of, token
from alertbot.alerts.subscriber import told_at
from alertbot.channels.email.links import From, links_of
from alertbot.store.digests import Digests
from alertbot.store.readers import Readers
from alertbot.store.store import Store
from alertbot.surfaces.mail import routes
from tests.made import digests
from tests.made.values import NOW, delivery, subscriber

READER = Reader(subscriber="desk", address="reader@example.com")
DESK = subscriber(
    "desk",
    "Mistral",
    addresses=(Address(channel="email", to="reader@example.com"), Address(channel="console", to="desk")),
)
PUBLIC = "https://bot.example.org"
SENDER = From(address="alerts@example.org", public_url=PUBLIC)
Client = TestClient[web.Request, web.Application]


@asynccontextmanager
async def pages(store: Store) -> AsyncIterator[Client]:
    app = web.Application()
    app.router.add_routes(routes(store))
    async with TestClient(TestServer(app)) as client:
        yield client


async def path(store: Store) -> str:
    key = await store.readers.key()
    return links_of(delivery(to=READER.address, channel="email"), key, SENDER).unsubscribe.removeprefix(PUBLIC)


async def test_one_click_unsubscribes_and_again_changes_nothing(store: Store) -> None:
    await store.subscribers.provision([DESK])
    async with pages(store) as client:
        for _ in range(2):
            answer = await client.post(await path(store), data={"List-Unsubscribe": "One-Click"})
            assert answer.status == 200
            assert "You are unsubscribed" in await answer.text()
    [desk] = await store.subscribers.all()
    assert [address.channel for address in told_at(desk)] == ["console"]


async def test_a_scanner_that_opens_every_link_unsubscribes_nobody(store: Store) -> None:
    await store.subscribers.provision([DESK])
    async with pages(store) as client:
        answer = await client.get(await path(store))
        token = (await path(store)).rpartition("/")[2]
        assert f'<form method="post" action="{token}"' in await answer.text()  # whatever stands before it
        assert (await client.head(await path(store))).status == 200
    assert await store.readers.stopped(READER) == ""


async def test_it_outlives_a_restart_and_a_new_provisioning_and_undoes(store: Store) -> None:
    await store.subscribers.provision([DESK])
    async with pages(store) as client:
        await client.post(await path(store))
        await store.subscribers.provision([DESK])
        assert await Readers(store.redis, store.subscribers).stopped(READER) == UNSUBSCRIBED
        before = await store.subscribers.place()
        await client.post(f"{await path(store)}/undo")
    assert await store.subscribers.place() != before
    [desk] = await store.subscribers.all()
    assert desk == DESK


async def test_another_list_of_the_same_reader_goes_on(store: Store) -> None:
    await store.subscribers.provision([DESK, replace(DESK, name="night")])
    await store.readers.stop(READER, UNSUBSCRIBED)
    desk, night = await store.subscribers.all()
    assert (len(told_at(desk)), len(told_at(night))) == (1, 2)


@pytest.mark.parametrize("forged", ["x", "x.y", "%20.%20", "é.é", "AAAA.AAAA", "..", "a" * 5000])
async def test_a_forged_link_is_nothing(store: Store, forged: str) -> None:
    await store.subscribers.provision([DESK])
    async with pages(store) as client:
        for page in ("unsubscribe", "confirm", "digest"):
            assert (await client.get(f"/{page}/{forged}")).status == 404
        assert (await client.post(f"/unsubscribe/{forged}")).status == 404
    assert await store.subscribers.all() == (DESK,)


async def test_a_link_for_one_purpose_is_none_for_another(store: Store) -> None:
    made = token(await store.readers.key(), "confirm", READER.subscriber, READER.address)
    async with pages(store) as client:
        assert (await client.post(f"/unsubscribe/{made}")).status == 404


async def test_an_address_from_a_chat_is_written_to_after_its_owner_agreed(store: Store) -> None:
    await store.subscribers.provision([DESK])
    await store.readers.stop(READER, UNCONFIRMED)
    made = token(await store.readers.key(), "confirm", READER.subscriber, READER.address)
    async with pages(store) as client:
        await client.get(f"/confirm/{made}")
        assert await store.readers.stopped(READER) == UNCONFIRMED
        assert "Thank you" in await (await client.post(f"/confirm/{made}")).text()
        assert await store.readers.stopped(READER) == ""
        await client.post(await path(store))
        assert "Nothing was changed" in await (await client.post(f"/confirm/{made}")).text()
    assert await store.readers.stopped(READER) == UNSUBSCRIBED


async def test_the_page_of_a_summary_names_every_event(store: Store) -> None:
    summary = replace(delivery(to=READER.address, channel="email"), digest=digests.two_hundred())
    desk = replace(DESK, mode="digest")
    await store.digests.schedule([desk], now=NOW)
    [claim] = await store.digests.claim_due(
        now=NOW + timedelta(days=2), lease=timedelta(seconds=9), token="t", limit=1
    )
    await Digests(store.redis).commit(claim, [summary], None, moment=NOW, due=NOW, now=NOW)
    page = links_of(summary, await store.readers.key(), SENDER).page.removeprefix(PUBLIC)
    async with pages(store) as client:
        answer = await client.get(page)
        assert (await answer.text()).count("https://news.example.com/event-") == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_what_a_page_shows_is_text(store: Store) -> None:
    hostile = token(await store.readers.key(), "unsubscribe", "<script>alert(1)</script>", "a@b")
    async with pages(store) as client:
        assert "<script" not in await (await client.get(f"/unsubscribe/{hostile}")).text()


async def test_the_pages_speak_the_language_of_the_messages(store: Store) -> None:
    await store.subscribers.provision([replace(DESK, lang="fr")])
    async with pages(store) as client:
        asked = await (await client.get(await path(store))).text()
        assert '<html lang="fr">' in asked
        assert "Se désabonner" in asked
        assert "Vous êtes désabonné" in await (await client.post(await path(store))).text()
        unknown = await client.get("/unsubscribe/x", headers={"Accept-Language": "xx, fr-CA;q=0.8, en;q=0.5"})
        assert "Il n’y a rien ici" in await unknown.text()
        assert "There is nothing here" in await (await client.get("/digest/x")).text()


async def test_who_was_forgotten_cannot_be_brought_back_by_an_old_link(store: Store) -> None:
    async with pages(store) as client:
        assert (await client.post(await path(store))).status == 200
    assert await store.subscribers.all() == ()


async def test_every_process_signs_with_the_same_key(store: Store) -> None:
    assert await Readers(store.redis, store.subscribers).key() == await store.readers.key()


@given(st.text(), st.text(), st.text(max_size=60))
def test_a_token_gives_back_its_reader_and_nothing_else_is_one(name: str, address: str, noise: str) -> None:
    key = b"k" * 32
    if "\0" not in name + address and (name + address).isprintable():
        made = token(key, "unsubscribe", name, address)
        assert reader_of(key, "unsubscribe", made) == Reader(subscriber=name, address=address)
        assert reader_of(b"x" * 32, "unsubscribe", made) is None
    assert parts_of(key, "unsubscribe", noise) is None
