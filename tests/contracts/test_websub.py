"""WebSub against a real hub (flask-websub): asked, verified, pushed, and what strangers may do."""

import asyncio
import hashlib
import hmac
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from celery import Celery
from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage
from werkzeug.serving import make_server

from alertbot.roles.polling import Pace
from alertbot.roles.pushing import Pushing
from alertbot.roles.scheduler import Complete, Scheduler
from alertbot.sources.fetch import Fetcher
from alertbot.sources.poll import Poller
from alertbot.sources.websub import token
from alertbot.store import keys
from alertbot.store.pushes import MOST_WAITING, Push
from alertbot.store.store import Store
from alertbot.stories.push import Subscription
from alertbot.stories.source import Source, source_at
from alertbot.stories.story import Story
from alertbot.surfaces import websub
from tests.made.hostile import ITEM, rss
from tests.made.server import Server, Visit, serving
from tests.roles.test_scheduler import eventually

RARELY = Pace(floor=timedelta(hours=1), ceiling=timedelta(hours=24))


def clock() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class RealHub:
    url: str
    hub: Hub

    async def publish(self, topic: str) -> None:
        """Pushes `topic`; a hub adds who subscribed a moment after it verified that."""
        await eventually(lambda: any(self.hub.storage.get_callbacks(topic)))
        await asyncio.to_thread(self.hub.send_change_notification.delay, topic)


@pytest.fixture
def real_hub(tmp_path: Path) -> Iterator[RealHub]:
    celery = Celery("hub", broker="memory://")
    celery.conf.update(task_always_eager=True, task_eager_propagates=True)
    storage = SQLite3HubStorage(str(tmp_path / "hub.sqlite"))
    hub = Hub(storage, celery, SIGNATURE_ALGORITHM="sha256", MAX_ATTEMPTS=0)
    app = Flask("hub")
    app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield RealHub(url=f"http://127.0.0.1:{server.server_port}/hub", hub=hub)
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass(slots=True)
class Publisher:
    """A feed whose items can be changed, and that names its hub, and others before it."""

    hub: str
    before: tuple[str, ...] = ()
    items: int = 1
    server: Server = field(init=False)

    @property
    def topic(self) -> str:
        return f"{self.server.url}/feed"

    @property
    def source(self) -> Source:
        return source_at(self.topic)

    async def serve(self, visit: Visit) -> None:
        hubs = "".join(f'<{hub}>; rel="hub", ' for hub in (*self.before, self.hub))
        links = f'Link: {hubs}<{self.topic}>; rel="self"'
        body = rss(*(ITEM.format(n=n) for n in range(self.items)))
        await visit.answer(body, links, "Content-Type: application/rss+xml")


@pytest.fixture
async def publisher(real_hub: RealHub) -> AsyncIterator[Publisher]:
    publisher = Publisher(hub=real_hub.url)
    async with serving(publisher.serve) as server:
        publisher.server = server
        yield publisher


@pytest.fixture
async def callback(valkey_store: Store) -> AsyncIterator[str]:
    """The web role's routes; answers its public URL."""
    app = web.Application()
    app.router.add_routes(websub.routes(valkey_store, clock=clock))
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@asynccontextmanager
async def polling(
    store: Store, publisher: Publisher, public_url: str, complete: Complete | None = None
) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with Fetcher(allow_networks=[ip_network("127.0.0.0/8")]) as fetcher, Poller(fetcher) as poller:
        pushing = Pushing(store, poller, public_url=public_url, clock=clock)
        scheduler = Scheduler(
            store,
            [publisher.source],
            poller.find,
            clock=clock,
            pace=RARELY,
            complete=complete,
            pushing=pushing,
        )
        running = asyncio.create_task(scheduler.run(stop))
        try:
            yield
        finally:
            stop.set()
            await asyncio.wait_for(running, 20)


async def stories(store: Store, count: int) -> None:
    async def there() -> bool:
        return await store.redis.xlen(keys.STORIES) == count

    await eventually(there)


async def polls(publisher: Publisher, count: int) -> None:
    await eventually(lambda: len(publisher.server.visits) == count)


async def agreed(store: Store, publisher: Publisher) -> Subscription:
    async def verified() -> bool:
        known = await store.pushes.subscription(publisher.source.id)
        return known is not None and known.holds(clock())

    await eventually(verified)
    known = await store.pushes.subscription(publisher.source.id)
    assert known is not None
    return known


async def test_what_a_hub_pushes_is_a_story_without_a_poll(
    valkey_store: Store, real_hub: RealHub, publisher: Publisher, callback: str
) -> None:
    async with polling(valkey_store, publisher, callback):
        await agreed(valkey_store, publisher)
        publisher.items = 2
        await real_hub.publish(publisher.topic)
        await stories(valkey_store, 1)
        publisher.items = 4
        await real_hub.publish(publisher.topic)
        await stories(valkey_store, 3)
    assert len(publisher.server.visits) == 3  # one poll, and the hub's own look at each change
    (listed,) = await valkey_store.sources.listed()
    assert listed.due is not None
    assert timedelta(hours=23) < listed.due - clock() <= timedelta(hours=24)
    known = await valkey_store.pushes.subscription(publisher.source.id)
    assert known is not None
    assert known.trusted(clock())
    assert await valkey_store.pushes.waiting(publisher.source.id) == ()


async def test_what_a_hub_pushes_gets_the_text_of_its_page_too(
    valkey_store: Store, real_hub: RealHub, publisher: Publisher, callback: str
) -> None:
    async def complete(stories: tuple[Story, ...]) -> tuple[Story, ...]:
        return tuple(replace(each, text="The whole article.") for each in stories)

    async with polling(valkey_store, publisher, callback, complete):
        await agreed(valkey_store, publisher)
        publisher.items = 2
        await real_hub.publish(publisher.topic)
        await stories(valkey_store, 1)
    ((_, fields),) = await valkey_store.redis.xrange(keys.STORIES)
    assert "The whole article." in fields["story"]
    assert len(publisher.server.visits) == 2  # one poll, and the hub's own look


async def test_a_ping_without_signature_is_no_content_but_polls_once_a_minute(
    valkey_store: Store, publisher: Publisher, callback: str
) -> None:
    async with polling(valkey_store, publisher, callback), ClientSession() as stranger:
        known = await agreed(valkey_store, publisher)
        url = f"{callback}/websub/{publisher.source.id}/{token(known.secret)}"
        publisher.items = 2
        for signature in ("", "sha256=" + "0" * 64, "sha256=" + "0" * 64):
            forged = rss(ITEM.format(n=99))
            async with stranger.post(url, data=forged, headers={"X-Hub-Signature": signature}) as answer:
                assert answer.status == 202
        await stories(valkey_store, 1)
    assert len(publisher.server.visits) == 2
    ((_, fields),) = await valkey_store.redis.xrange(keys.STORIES)
    assert "Story 1" in fields["story"]
    again = await valkey_store.pushes.subscription(publisher.source.id)
    assert again is not None
    assert again.pushed is None


async def test_strangers_learn_and_change_nothing(
    valkey_store: Store, publisher: Publisher, callback: str
) -> None:
    source, now = publisher.source, clock()
    asked = Subscription(hub=publisher.hub, topic=publisher.topic, secret="s", asked=now)
    await valkey_store.pushes.keep(source.id, asked)
    right, wrong = f"/websub/{source.id}/{token('s')}", f"/websub/{source.id}/{token('x')}"
    said = {"hub.mode": "subscribe", "hub.topic": publisher.topic, "hub.challenge": "c"}
    tries: list[tuple[str, dict[str, str]]] = [
        (wrong, said),
        ("/websub/none/x", said),
        (right, said | {"hub.topic": "another"}),
        (right, said | {"hub.mode": "unsubscribe"}),
    ]
    async with ClientSession(callback) as stranger:
        for path, query in tries:
            async with stranger.get(path, params=query) as answer:
                assert answer.status == 404
        async with stranger.post(wrong, data=b"x") as answer:
            assert answer.status == 410
        assert await valkey_store.pushes.subscription(source.id) == asked
        async with stranger.get(right, params=said | {"hub.lease_seconds": "nonsense"}) as answer:
            assert (answer.status, await answer.text()) == (200, "c")
        async with stranger.get(right, params=said | {"hub.mode": "denied"}) as answer:
            assert answer.status == 200
    assert await valkey_store.pushes.subscription(source.id) == asked


async def test_a_hub_that_misses_something_is_not_relied_on_until_it_pushes_again(
    valkey_store: Store, real_hub: RealHub, publisher: Publisher, callback: str
) -> None:
    async with polling(valkey_store, publisher, callback):
        known = await agreed(valkey_store, publisher)
        long_ago = clock() - timedelta(hours=12)
        await valkey_store.pushes.keep(publisher.source.id, replace(known, pushed=long_ago))
        publisher.items = 2
        await valkey_store.sources.poll_now(publisher.source.id, now=clock())
        await stories(valkey_store, 1)

        async def doubted() -> bool:
            known = await valkey_store.pushes.subscription(publisher.source.id)
            return known is not None and known.missed

        await eventually(doubted)
        publisher.items = 3
        await real_hub.publish(publisher.topic)
        await stories(valkey_store, 2)
        known = await agreed(valkey_store, publisher)
        assert known.trusted(clock())


@pytest.mark.parametrize("body", [b"oops", rss()])
async def test_a_push_that_tells_nothing_falls_back_to_a_poll(
    valkey_store: Store, publisher: Publisher, callback: str, body: bytes
) -> None:
    async with polling(valkey_store, publisher, callback), ClientSession() as hub:
        known = await agreed(valkey_store, publisher)
        signature = hmac.new(known.secret.encode(), body, hashlib.sha256).hexdigest()
        url = f"{callback}/websub/{publisher.source.id}/{token(known.secret)}"
        publisher.items = 2
        async with hub.post(url, data=body, headers={"X-Hub-Signature": f"sha256={signature}"}) as answer:
            assert answer.status == 202
        await stories(valkey_store, 1)


@pytest.mark.parametrize("others", [[b"oops"], [rss(ITEM.format(n=0))] * MOST_WAITING])
async def test_pushes_of_which_some_are_lost_are_followed_by_a_poll(
    valkey_store: Store, publisher: Publisher, callback: str, others: list[bytes]
) -> None:
    async with polling(valkey_store, publisher, callback):
        known = await agreed(valkey_store, publisher)
    publisher.items = 3
    for body in (rss(ITEM.format(n=1)), *others, rss(ITEM.format(n=0))):
        push = Push(body=body, content_type="application/rss+xml")
        await valkey_store.pushes.deliver(publisher.source.id, known, push, now=clock())
    await valkey_store.sources.poll_now(publisher.source.id, now=clock())
    async with polling(valkey_store, publisher, callback):
        await stories(valkey_store, 2)


async def test_the_next_hub_is_asked_when_one_refuses(
    valkey_store: Store, real_hub: RealHub, publisher: Publisher, callback: str
) -> None:
    publisher.before = (f"{publisher.hub}/not-here", "http://127.0.0.1:1/")
    async with polling(valkey_store, publisher, callback):
        known = await agreed(valkey_store, publisher)
        assert (known.hub, known.tried) == (publisher.hub, ())
        publisher.items = 2
        await real_hub.publish(publisher.topic)
        await stories(valkey_store, 1)


async def test_the_next_hub_is_asked_when_one_does_not_verify_and_the_first_learns_nothing_more(
    valkey_store: Store, publisher: Publisher, callback: str
) -> None:
    silent: list[Visit] = []

    async def take(visit: Visit) -> None:
        silent.append(visit)
        await visit.answer(b"", status="202 Accepted")

    async with serving(take) as hub:
        publisher.before = (f"{hub.url}/hub",)
        async with polling(valkey_store, publisher, callback), ClientSession() as late:
            await eventually(lambda: bool(silent))
            first = await valkey_store.pushes.subscription(publisher.source.id)
            assert first is not None
            assert not first.holds(clock())
            long_ago = replace(first, asked=clock() - timedelta(minutes=11))
            await valkey_store.pushes.keep(publisher.source.id, long_ago)
            await valkey_store.sources.poll_now(publisher.source.id, now=clock())
            known = await agreed(valkey_store, publisher)
            assert known.hub == publisher.hub
            said = {"hub.mode": "subscribe", "hub.topic": publisher.topic, "hub.challenge": "c"}
            url = f"{callback}/websub/{publisher.source.id}/{token(first.secret)}"
            async with late.get(url, params=said) as answer:
                assert answer.status == 404
    assert len(silent) == 1
