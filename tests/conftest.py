"""What many tests share: a moment, a store on fakeredis, and a store on a real Valkey of their own."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from fakeredis import FakeAsyncRedis

from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.store import Store


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-goldens", action="store_true", help="make what the code does now the expected output"
    )


hypothesis.settings.register_profile("calm", deadline=None)  # a busy machine is no fault
hypothesis.settings.load_profile("calm")


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """A server that only these tests use: it lives on a socket in a folder made for them."""
    server = Embedded(tmp_path_factory.mktemp("v") / "valkey")
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def valkey_store(valkey: Embedded) -> AsyncIterator[Store]:
    store = Store(connect(valkey.url))
    assert Path((await store.redis.config_get("dir"))["dir"]).name == "valkey"
    await store.redis.flushall()
    yield store
    await store.close()


@pytest.fixture
async def fake_store() -> AsyncIterator[Store]:
    store = Store(FakeAsyncRedis(decode_responses=True))
    yield store
    await store.close()


@pytest.fixture(params=["fakeredis", "valkey"])
def store(request: pytest.FixtureRequest) -> Store:
    """The same promises on both servers."""
    name = {"fakeredis": "fake_store", "valkey": "valkey_store"}[request.param]
    found: Store = request.getfixturevalue(name)
    return found
