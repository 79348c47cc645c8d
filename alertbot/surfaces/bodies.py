"""The bodies of requests to the web role: whoever sends one slowly is not waited for. Edge."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

SECONDS = 10.0


@asynccontextmanager
async def in_time() -> AsyncIterator[None]:
    """Around the reading of a body, and nothing else. One that is not there in `SECONDS` is answered 408."""
    try:
        async with asyncio.timeout(SECONDS):
            yield
    except TimeoutError as error:
        raise web.HTTPRequestTimeout(headers={"Connection": "close"}, text="too slow\n") from error
