"""The server everything is kept on: the one REDIS_URL names, or the embedded one, kept alive. Edge."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from alertbot.errors import StoreError
from alertbot.log import event
from alertbot.secret import Secret
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.store import Store

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""How often the embedded server is looked after, and so about how long its death is felt."""


@asynccontextmanager
async def opened(url: Secret | None, directory: Path) -> AsyncIterator[Store]:
    """The store on the server at `url`, or on the embedded server of `directory` when that is None.

    The embedded server is started again when it dies meanwhile. Raises StoreError when it cannot
    start; a server of one's own that is away is waited for by whoever uses the store.
    """
    if url is not None:
        async with _closing(url.reveal()) as store:
            yield store
        return
    server = Embedded(directory / "valkey")
    await asyncio.to_thread(server.start)
    stop = asyncio.Event()
    nurse = asyncio.create_task(_look_after(server, stop))
    try:
        async with _closing(server.url) as store:
            yield store
    finally:
        stop.set()
        await nurse
        await asyncio.to_thread(server.stop)


@asynccontextmanager
async def _closing(url: str) -> AsyncIterator[Store]:
    store = Store(connect(url))
    try:
        yield store
    finally:
        await store.close()


async def _look_after(server: Embedded, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            if not await asyncio.to_thread(server.alive):
                await asyncio.to_thread(server.start)
                event(logger, logging.WARNING, "embedded server started again")
        except StoreError as error:
            event(logger, logging.ERROR, "embedded server is away", why=str(error))
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await stop.wait()
        except TimeoutError:
            pass
