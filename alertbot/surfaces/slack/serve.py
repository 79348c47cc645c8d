"""How Slack reaches the app: over a socket it opens to Slack, or by signed requests to the web role. Edge."""

import asyncio
import logging
from contextlib import suppress

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from alertbot.channels.slack.outcome import outcome_of
from alertbot.channels.slack.send import TROUBLE
from alertbot.log import event
from alertbot.secret import Secret
from alertbot.store.requests import Requests
from alertbot.surfaces.bodies import in_time
from alertbot.surfaces.slack.app import Conversations

logger = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 2.0
LAST_PAUSE_SECONDS = 60.0


def bolt_app(conversations: Conversations, client: AsyncWebClient) -> AsyncApp:
    """The app. Requests are verified by `routes`, before Bolt sees them; a socket needs no signature."""
    app = AsyncApp(
        name="alertbot",
        client=client,
        request_verification_enabled=False,
        raise_error_for_unhandled_request=True,
    )
    conversations.listen(app)
    return app


async def listen(app: AsyncApp, client: AsyncWebClient, app_token: Secret, stop: asyncio.Event) -> None:
    """Socket Mode until `stop` is set. Several processes may listen; Slack shares requests among them."""
    handler = AsyncSocketModeHandler(app, app_token.reveal(), web_client=client)
    try:
        handler.client.wss_uri = await _address(client, app_token, stop)
        if not stop.is_set():
            connecting = asyncio.create_task(handler.client.connect())  # type: ignore[no-untyped-call]  # slack-sdk leaves it so
            await stop.wait()
            connecting.cancel()
            with suppress(asyncio.CancelledError):
                await connecting
    finally:
        await handler.client.close()  # type: ignore[no-untyped-call]  # slack-sdk leaves it so


async def _address(client: AsyncWebClient, app_token: Secret, stop: asyncio.Event) -> str | None:
    """Where the socket is; asked for with growing pauses, said once in the log what is wrong."""
    pause = 0.0
    while not stop.is_set():
        try:
            answer = await client.apps_connections_open(app_token=app_token.reveal())
        except TROUBLE as error:
            outcome = outcome_of(error)
            why = str(getattr(outcome, "why", "")).replace("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
            event(logger, logging.WARNING, "slack is out of reach", why=why)
            pause = min(max(pause * 2, FIRST_PAUSE_SECONDS), LAST_PAUSE_SECONDS)
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await stop.wait()
        else:
            return str(answer["url"])
    return None


def routes(app: AsyncApp, requests: Requests, signing_secret: Secret) -> list[web.RouteDef]:
    """`/slack/events`, for events, commands and buttons alike.

    A request that Slack did not sign within the last five minutes, or that was here before, is 401 and
    nothing else.
    """
    verifier = SignatureVerifier(signing_secret.reveal())

    async def events(request: web.Request) -> web.Response:
        async with in_time():
            body = await request.read()
        signature = request.headers.get("X-Slack-Signature", "")
        if not _is_signed(verifier, body, request) or not await requests.is_first(signature):
            return web.Response(status=401, text="not signed by Slack, or not now\n")
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    return [web.post("/slack/events", events)]


def _is_signed(verifier: SignatureVerifier, body: bytes, request: web.Request) -> bool:
    try:
        return verifier.is_valid_request(body, dict(request.headers))
    except (ValueError, TypeError):  # a timestamp that is no number, a body that is no text
        return False
