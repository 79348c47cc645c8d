"""WebSub's callback: a hub verifies a subscription, then pushes. Edge.

Only what is signed with the subscription's secret is content. Anything else that comes is a hint to poll,
and hints are limited; the answer tells nobody which of the two it was.
"""

import hmac
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from alertbot.log import event
from alertbot.sources.websub import LEASE, is_signed, token
from alertbot.store.pushes import Push
from alertbot.store.store import Store
from alertbot.stories.push import Subscription
from alertbot.surfaces.bodies import in_time

logger = logging.getLogger(__name__)

PATH: Final = "/websub/{source}/{token}"
LONGEST_LEASE: Final = timedelta(days=90)


def routes(store: Store, *, clock: Callable[[], datetime]) -> list[web.RouteDef]:
    """`/websub/SOURCE/TOKEN`: GET verifies or denies, POST pushes."""

    async def verify(request: web.Request) -> web.Response:
        return await _verify(store, request, clock())

    async def receive(request: web.Request) -> web.Response:
        return await _receive(store, request, clock())

    return [web.get(PATH, verify), web.post(PATH, receive)]


async def _verify(store: Store, request: web.Request, now: datetime) -> web.Response:
    """Says yes to a hub that we asked about this topic (5.3); to everybody else, that nothing is here."""
    source, said = request.match_info["source"], request.query
    known = await _known(store, request)
    if known is None or said.get("hub.topic") != known.topic:
        return web.Response(status=404, text="nobody asked for that\n")
    match said.get("hub.mode"):
        case "subscribe":
            until = now + _lease(said.get("hub.lease_seconds", ""))
            await store.pushes.keep(source, replace(known, until=until, tried=()))
            event(logger, logging.INFO, "hub agreed", source=source, until=until)
            return web.Response(text=said.get("hub.challenge", ""))
        case "denied":
            await store.pushes.keep(source, replace(known, until=None))
            event(logger, logging.WARNING, "hub refused", source=source)
            return web.Response(text="")
        case _:
            return web.Response(status=404, text="nobody asked for that\n")


async def _receive(store: Store, request: web.Request, now: datetime) -> web.Response:
    source = request.match_info["source"]
    known = await _known(store, request)
    if known is None:
        return web.Response(status=410, text="nobody asked for that\n")  # the hub forgets us (7)
    body = await _body(request)
    signature = request.headers.get("X-Hub-Signature", "")
    if body and is_signed(body, signature=signature, secret=known.secret):
        push = Push(body=body, content_type=request.headers.get("Content-Type", ""))
        await store.pushes.deliver(source, known, push, now=now)
        await store.sources.poll_now(source, now=now)
    elif await store.pushes.may_ping(source):
        await store.sources.poll_now(source, now=now)
    return web.Response(status=202)


async def _known(store: Store, request: web.Request) -> Subscription | None:
    """The subscription the callback's address belongs to; its token is one that only its hub knows."""
    known = await store.pushes.subscription(request.match_info["source"])
    if known is None or not hmac.compare_digest(token(known.secret), request.match_info["token"]):
        return None
    return known


async def _body(request: web.Request) -> bytes:
    """What was pushed; what is too large to be taken counts as a ping."""
    try:
        async with in_time():
            return await request.read()
    except web.HTTPRequestEntityTooLarge:
        return b""


def _lease(seconds: str) -> timedelta:
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 9):
        return LEASE
    return min(timedelta(seconds=int(seconds)), LONGEST_LEASE)
