"""Roles in processes of their own: a server, news for them to poll, and providers that write down what is told."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.store import Store
from tests.made.newsstand import Newsstand, newsstand
from tests.made.processes import Fleet, Providers, fleet, providers


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    server = Embedded(tmp_path / "v")
    server.start()
    made = Store(connect(server.url))
    yield made
    await made.close()
    server.stop()


@pytest.fixture
async def stand() -> AsyncIterator[Newsstand]:
    async with newsstand() as made:
        yield made


@pytest.fixture
async def told() -> AsyncIterator[Providers]:
    async with providers() as made:
        yield made


@pytest.fixture
async def bot(tmp_path: Path, store: Store, stand: Newsstand, told: Providers) -> AsyncIterator[Fleet]:
    async with fleet(tmp_path, stand, told, REDIS_URL=Embedded(tmp_path / "v").url) as made:
        yield made
