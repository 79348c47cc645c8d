"""A server of the test's own, to break."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.store import Store


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Embedded]:
    made = Embedded(tmp_path / "v")
    made.start()
    yield made
    made.start()
    made.stop()


@pytest.fixture
async def own_store(server: Embedded) -> AsyncIterator[Store]:
    made = Store(connect(server.url))
    yield made
    await made.close()
