"""The web role's own pages: honest about this process and about Redis."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from fakeredis import FakeAsyncRedis, FakeServer

from alertbot.store import keys
from alertbot.store.store import Store
from alertbot.surfaces.web import routes, waiting_for_redis

Client = TestClient[web.Request, web.Application]


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
async def store(server: FakeServer) -> AsyncIterator[Store]:
    made = Store(FakeAsyncRedis(server=server, decode_responses=True))
    yield made
    await made.close()


@pytest.fixture
async def client(store: Store, now: datetime) -> AsyncIterator[Client]:
    app = web.Application()
    app.router.add_routes(routes(store, clock=lambda: now))
    async with TestClient(TestServer(app)) as made:
        yield made


async def test_it_is_alive_but_not_ready_while_redis_is_away(client: Client, server: FakeServer) -> None:
    assert [(await client.get(path)).status for path in ("/healthz", "/readyz")] == [200, 200]
    server.connected = False
    assert [(await client.get(path)).status for path in ("/healthz", "/readyz")] == [200, 503]


async def test_whoever_asks_while_redis_is_away_is_told_to_come_again(store: Store, server: FakeServer) -> None:
    async def ask(_: web.Request) -> web.Response:
        await store.redis.get("x")
        return web.Response(text="ok")

    app = web.Application(middlewares=[waiting_for_redis])
    app.router.add_routes([web.get("/ask", ask)])
    async with TestClient(TestServer(app)) as client:
        assert (await client.get("/ask")).status == 200
        server.connected = False
        answer = await client.get("/ask")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")


async def test_metrics_show_what_every_process_counted(store: Store) -> None:
    await store.counts.add({("alertbot_stories",): 2})
    await store.counts.add({("alertbot_stories",): 3, ("alertbot_polls", "ok"): 1})
    assert await store.counts.all() == {("alertbot_stories",): 5, ("alertbot_polls", "ok"): 1}


async def test_a_queue_s_age_is_that_of_its_oldest_entry(valkey_store: Store, now: datetime) -> None:
    old = int((now - timedelta(seconds=90)).timestamp() * 1000)
    await valkey_store.redis.xadd(keys.STORIES, {"story": "x"}, id=f"{old}-0")
    gauges = await valkey_store.standing.gauges(now)
    assert gauges["alertbot_queue_depth", "stories"] == 1
    assert gauges["alertbot_queue_age_seconds", "stories"] == pytest.approx(90, abs=0.01)
    assert gauges["alertbot_queue_age_seconds", "deliveries"] == 0
    assert gauges["alertbot_redis_used_bytes", ""] > 0


async def test_memory_is_told_by_kind_and_measured_once_a_minute(valkey_store: Store, now: datetime) -> None:
    await valkey_store.redis.hset(keys.SUBSCRIBERS, "desk", "x" * 5_000)
    first = await valkey_store.standing.gauges(now)
    assert first["alertbot_redis_kind_bytes", "subscribers"] > 5_000
    await valkey_store.redis.hset(keys.trail("s"), "", "x" * 5_000)
    within = await valkey_store.standing.gauges(now + timedelta(seconds=59))
    assert ("alertbot_redis_kind_bytes", "accounts") not in within
    later = await valkey_store.standing.gauges(now + timedelta(seconds=60))
    assert later["alertbot_redis_kind_bytes", "accounts"] > 5_000
