"""The way to Slack: chat.postMessage and chat.update through slack-sdk. Edge."""

import asyncio
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from alertbot.alerts.alert import Delivery
from alertbot.alerts.outcome import Outcome, Rejected, Retry, Sent
from alertbot.channels.slack.outcome import UNAUTHORISED, error_code, outcome_of
from alertbot.channels.slack.render import notification, render
from alertbot.errors import ChannelError
from alertbot.settings.environment import Secrets

DEADLINE_SECONDS = 20.0
TROUBLE = (SlackClientError, aiohttp.ClientError, OSError, ValueError)
"""What the client raises for whatever a provider or a network can do; time-outs are OSErrors."""

EVENT = "alertbot_delivery"
"""The metadata's event type: it carries the delivery's id, so that a message can be found again."""

LOOK_BACK = 100
"""Messages looked through for one that may have been sent already."""


def connect(secrets: Secrets) -> "Slack":
    """The channel that `secrets` describe. Raises ChannelError without SLACK_BOT_TOKEN."""
    if secrets.slack_bot_token is None:
        raise ChannelError("Slack needs SLACK_BOT_TOKEN, the bot token (xoxb-…) of your Slack app")
    return Slack(secrets.slack_bot_token.reveal(), secrets.slack_api_url or AsyncWebClient.BASE_URL)


class Slack:
    """The Slack channel. A message's id is `CHANNEL:TS`, as Slack names it."""

    def __init__(self, token: str, api_url: str, *, deadline_seconds: float = DEADLINE_SECONDS) -> None:
        self._token, self._api_url, self._deadline = token, api_url, deadline_seconds
        self._session: aiohttp.ClientSession | None = None

    async def send(self, delivery: Delivery, *, now: datetime) -> Outcome:
        """Posts the alert; one that may have arrived before a broken answer is looked for first."""
        message = render(delivery, now=now)
        try:
            async with asyncio.timeout(self._deadline):
                if delivery.attempts and (found := await self._find(delivery)):
                    return Sent(message_id=found)
                outcome = await self._post(delivery, message)
                if isinstance(outcome, Rejected):
                    outcome = await self._post(delivery, {"text": _plain(delivery)})
                return outcome
        except TimeoutError as error:
            return outcome_of(error)

    async def edit(self, delivery: Delivery, message_id: str, *, now: datetime) -> Outcome:
        """Rewrites the message `message_id` so that it shows `delivery` as it is now."""
        channel, _, ts = message_id.partition(":")
        try:
            async with asyncio.timeout(self._deadline):
                await self._client().chat_update(channel=channel, ts=ts, **render(delivery, now=now))
        except TROUBLE as error:
            return outcome_of(error)
        return Sent(message_id=message_id)

    async def check(self) -> str:
        try:
            async with asyncio.timeout(self._deadline):
                answer = await self._client().auth_test()
        except SlackApiError as error:
            code = error_code(error)
            raise ChannelError(UNAUTHORISED.get(code, f"Slack answers {code or 'nothing sensible'}")) from error
        except TROUBLE as error:
            raise ChannelError(f"Slack cannot be reached ({type(error).__name__}); check the network") from error
        return f"{answer.get('user', '?')} in {answer.get('team', '?')}"

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _client(self) -> AsyncWebClient:
        """The client on this event loop's session: connections are kept between messages."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return AsyncWebClient(self._token, base_url=self._api_url, session=self._session, retry_handlers=[])

    async def _post(self, delivery: Delivery, message: dict[str, Any]) -> Outcome:
        try:
            answer = await self._client().chat_postMessage(
                channel=delivery.address.to,
                unfurl_links=False,
                unfurl_media=False,
                metadata={"event_type": EVENT, "event_payload": {"id": delivery.id}},
                **_thread(delivery),
                **message,
            )
        except TROUBLE as error:
            return outcome_of(error)
        channel, ts = answer.get("channel"), answer.get("ts")
        if not (channel and ts):
            return Retry(why="Slack answered without the message's id")
        return Sent(message_id=f"{channel}:{ts}")

    async def _find(self, delivery: Delivery) -> str:
        """The message that an earlier attempt may have left in the channel, empty when there is none.

        It needs a channel's id and the history scope; without them a second copy is possible, as
        the contract says.
        """
        try:
            answer = await self._client().conversations_history(
                channel=delivery.address.to,
                include_all_metadata=True,
                oldest=f"{delivery.created.timestamp() - 60:.6f}",
                limit=LOOK_BACK,
            )
        except TROUBLE:
            return ""
        for message in answer.get("messages") or ():
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == EVENT and metadata.get("event_payload", {}).get("id") == delivery.id:
                return f"{delivery.address.to}:{message['ts']}"
        return ""


def _thread(delivery: Delivery) -> dict[str, Any]:
    """An update or a related story goes into the thread of what it follows."""
    _, _, ts = delivery.first_message.partition(":")
    return {"thread_ts": ts} if ts else {}


def _plain(delivery: Delivery) -> str:
    """The message of last resort: no blocks that could be refused."""
    return f"{notification(delivery.alert)}\n{delivery.alert.url}".strip()
