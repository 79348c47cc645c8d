"""The web role: health for whoever runs the bot, and the routes other rooms mount. Edge."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST
from redis.exceptions import RedisError

from alertbot.log import event
from alertbot.store.store import Store
from alertbot.surfaces.exposition import exposition

logger = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LARGEST_BODY = 1 << 20
"""More than any provider or publisher has to say in one request."""

DRAIN_SECONDS = 10.0


def routes(store: Store, *, clock: Callable[[], datetime]) -> list[web.RouteDef]:
    """`/healthz`: this process lives. `/readyz`: it can work, that is, Redis answers. `/metrics`: its numbers."""

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        try:
            await store.redis.ping()
        except RedisError:
            return web.Response(status=503, text="Redis does not answer\n")
        return web.Response(text="ok\n")

    async def metrics(_: web.Request) -> web.Response:
        try:
            page = exposition(await store.counts.all(), await store.standing.gauges(clock()))
        except RedisError:
            return web.Response(status=503, text="Redis does not answer\n")
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)]


@web.middleware
async def waiting_for_redis(request: web.Request, handler: Handler) -> web.StreamResponse:
    """While Redis is away whoever asks is told to come again, which providers do by themselves."""
    try:
        return await handler(request)
    except RedisError:
        return web.Response(status=503, headers={"Retry-After": "5"}, text="not now\n")


async def serve(
    routes: Iterable[web.RouteDef], *, port: int, stop: asyncio.Event, host: str | None = None
) -> None:
    """Serves `routes` on `port` (0: any free one, named in the log) until `stop` is set, then drains."""
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[waiting_for_redis])
    app.router.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=DRAIN_SECONDS)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        event(logger, logging.INFO, "web", port=runner.addresses[0][1])
        await stop.wait()
    finally:
        await runner.cleanup()
