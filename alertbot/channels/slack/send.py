"""The way to Slack: chat.postMessage and chat.update through slack-sdk. Edge."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from alertbot.alerts.alert import Delivery
from alertbot.alerts.folding import Bundle
from alertbot.alerts.outcome import Outcome, Rejected, Retry, Sent
from alertbot.channels.slack.bundle import fit, render_bundle
from alertbot.channels.slack.digest import render_digest
from alertbot.channels.slack.elements import Json, escaped
from alertbot.channels.slack.outcome import UNAUTHORISED, error_code, outcome_of
from alertbot.channels.slack.render import render
from alertbot.errors import ChannelError
from alertbot.settings.environment import Secrets

DEADLINE_SECONDS = 20.0
TROUBLE = (SlackClientError, aiohttp.ClientError, OSError, ValueError, AttributeError, TypeError)
"""What the client raises for whatever a provider or a network can do; time-outs are OSErrors, and JSON that is
no object it takes for one.
"""

EVENT = "alertbot_delivery"
"""The metadata's event type: it carries the delivery's id, so that a message can be found again."""

LOOK_BACK = 100
MOST_PAGES = 5
"""Of so many messages, looked through for one that may have been sent already."""

PEOPLE = ("U", "W")

SCOPES = frozenset(
    {"channels:history", "channels:read", "chat:write", "chat:write.public", "commands", "groups:history"}
    | {"groups:read", "im:history", "im:write", "users:read"}
)
"""What the manifest asks for."""


def connect(secrets: Secrets) -> "Slack":
    """The channel that `secrets` describe. Raises ChannelError without SLACK_BOT_TOKEN."""
    if secrets.slack_bot_token is None:
        raise ChannelError("Slack needs SLACK_BOT_TOKEN, the bot token (xoxb-…) of your Slack app")
    return Slack(
        secrets.slack_bot_token.reveal(),
        secrets.slack_api_url or AsyncWebClient.BASE_URL,
        buttons=bool(secrets.slack_app_token or secrets.slack_signing_secret),
    )


class Slack:
    """The Slack channel. A message's id is `CHANNEL:TS`, as Slack names it.

    Alerts have `buttons` where Slack has a way to tell that they were pressed.
    """

    def __init__(
        self, token: str, api_url: str, *, buttons: bool = False, deadline_seconds: float = DEADLINE_SECONDS
    ) -> None:
        self._token, self._api_url, self._deadline = token, api_url, deadline_seconds
        self._buttons = buttons
        self._session: aiohttp.ClientSession | None = None

    async def send(self, delivery: Delivery, *, now: datetime) -> Outcome:
        """Posts the alert, or the summary; what may have arrived before a broken answer is looked for first."""
        if delivery.digest is not None:
            return await self._page(delivery, render_digest(delivery.digest))
        return await self._once(_Talk.of(delivery, delivery.id), render(delivery, now=now, buttons=self._buttons))

    def fit(self, bundle: Bundle, *, now: datetime) -> int:
        return fit(bundle, now=now)

    async def send_bundle(self, bundle: Bundle, *, now: datetime) -> Outcome:
        """Posts the bundle; a piece that is not its first goes into the thread of that one.

        One that Slack refuses is not sent as plain text, which would leave most of it out.
        """
        oldest = min(bundle.members, key=lambda each: each.created)
        thread = bundle.first_message.partition(":")[2]
        talk = replace(_Talk.of(oldest, bundle.id), attempts=bundle.attempts, thread=thread)
        return await self._once(talk, render_bundle(bundle, now=now, buttons=self._buttons), cuttable=False)

    async def edit(self, delivery: Delivery, message_id: str, *, now: datetime) -> Outcome:
        """Rewrites the message `message_id` so that it shows `delivery` as it is now."""
        channel, _, ts = message_id.partition(":")
        try:
            async with asyncio.timeout(self._deadline):
                message = render(delivery, now=now, buttons=self._buttons)
                await self._client().chat_update(channel=channel, ts=ts, **message)
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
        granted = str((answer.headers or {}).get("x-oauth-scopes") or "")
        if granted and "chat:write" not in granted.split(","):
            raise ChannelError("the Slack app lacks the scope chat:write; install it again from the manifest")
        return f"{answer.get('user', '?')} in {answer.get('team', '?')}{_lacking(granted)}"

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _client(self) -> AsyncWebClient:
        """The client on this event loop's session: connections are kept between messages."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return AsyncWebClient(self._token, base_url=self._api_url, session=self._session, retry_handlers=[])

    async def _page(self, delivery: Delivery, pages: Sequence[Json]) -> Outcome:
        """Posts the page of a summary that is next, into the thread of the first."""
        number = delivery.page + 1
        if number > len(pages):  # it became shorter meanwhile
            return Sent(message_id=delivery.first_message)
        name = delivery.id if number == 1 else f"{delivery.id}:{number}"
        outcome = await self._once(_Talk.of(delivery, name), pages[delivery.page])
        return replace(outcome, more=number < len(pages)) if isinstance(outcome, Sent) else outcome

    async def _once(self, talk: "_Talk", message: Json, *, cuttable: bool = True) -> Outcome:
        """Posts one message, unless an earlier attempt has; blocks that are refused go as plain text."""
        try:
            async with asyncio.timeout(self._deadline):
                if talk.attempts and (found := await self._find(talk)):
                    return found
                outcome = await self._post(talk, message)
                if isinstance(outcome, Rejected) and cuttable:
                    return await self._post(talk, {"text": f"{message['text']}\n{escaped(talk.url)}".strip()})
                return outcome
        except TimeoutError as error:
            return outcome_of(error)

    async def _post(self, talk: "_Talk", message: Json) -> Outcome:
        thread: dict[str, Any] = {"thread_ts": talk.thread} if talk.thread else {}
        try:
            answer = await self._client().chat_postMessage(
                channel=talk.channel,
                unfurl_links=False,
                unfurl_media=False,
                metadata={"event_type": EVENT, "event_payload": {"id": talk.id}},
                **thread,
                **message,
            )
        except TROUBLE as error:
            return outcome_of(error)
        channel, ts = answer.get("channel"), answer.get("ts")
        if not (channel and ts):
            return Retry(why="Slack answered without the message's id")
        return Sent(message_id=f"{channel}:{ts}")

    async def _find(self, talk: "_Talk") -> Outcome | None:
        """What an earlier attempt left: `Sent`, None when there is nothing, or why it cannot be known now.

        Looking needs the history scope; without it a second copy is possible, as the contract says.
        """
        try:
            cursor = ""
            channel = await self._channel_of(talk.channel)
            for _ in range(MOST_PAGES):
                answer = await self._look(talk, channel, cursor)
                for message in answer.get("messages") or ():
                    if _delivery_of(message) == talk.id:
                        return Sent(message_id=f"{channel}:{message['ts']}")
                cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    break
        except TROUBLE as error:
            outcome = outcome_of(error)
            return outcome if isinstance(outcome, Retry) else None
        return None

    async def _look(self, talk: "_Talk", channel: str, cursor: str) -> Any:
        where: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": LOOK_BACK}
        where |= {"cursor": cursor} if cursor else {}
        if talk.thread:
            return await self._client().conversations_replies(ts=talk.thread, **where)
        return await self._client().conversations_history(oldest=f"{talk.since:.6f}", **where)

    async def _channel_of(self, to: str) -> str:
        """A person is written to by their id, but only the conversation with them has a history."""
        if not to.startswith(PEOPLE):
            return to
        answer = await self._client().conversations_open(users=to)
        return str((answer.get("channel") or {}).get("id") or to)


def _delivery_of(message: dict[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    found = (metadata.get("event_payload") or {}).get("id") if metadata.get("event_type") == EVENT else ""
    return str(found or "")


def _lacking(granted: str) -> str:
    """What the app is not allowed, empty where Slack does not say or it is allowed everything."""
    missing = sorted(SCOPES - set(granted.replace(" ", "").split(","))) if granted else []
    return f"; it lacks {', '.join(missing)}: install it again from the manifest" if missing else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Talk:
    """Where messages go and what they are known by: `id` in their metadata, `thread` the first one's ts."""

    id: str
    channel: str
    thread: str
    attempts: int
    since: float
    url: str

    @classmethod
    def of(cls, delivery: Delivery, name: str) -> "_Talk":
        """An update or a related story goes into the thread of what it follows."""
        return cls(
            id=name,
            channel=delivery.address.to,
            thread=delivery.first_message.partition(":")[2],
            attempts=delivery.attempts,
            since=delivery.created.timestamp() - 60,
            url=delivery.alert.url,
        )
