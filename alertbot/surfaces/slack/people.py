"""What Slack knows that the desk needs: people, their channels, and the alerts that were sent there. Edge.

Slack being in trouble here makes an answer poorer, never wrong: nothing is raised.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from alertbot.alerts.alert import Address, Alert
from alertbot.alerts.subscriber import Subscriber
from alertbot.channels.slack.send import EVENT
from alertbot.store.store import Store
from alertbot.surfaces.slack.home import MOST_CHANNELS, newest

TROUBLE = (SlackClientError, aiohttp.ClientError, OSError, ValueError)
MOST_KNOWN = 2_000
LOOK_BACK = 15
PAGE = 200
MOST_PAGES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """From someone's profile; empty where Slack does not say."""

    timezone: str = ""
    lang: str = "en"


class People:
    """Asks Slack. A profile is asked for once in the life of a process."""

    def __init__(self, client: AsyncWebClient, store: Store, provisioned: Mapping[Address, str]) -> None:
        self._client, self._store, self._provisioned = client, store, provisioned
        self._known: dict[str, Person] = {}

    async def person(self, user: str) -> Person:
        if user not in self._known:
            try:
                said = (await self._client.users_info(user=user, include_locale=True)).get("user") or {}
            except TROUBLE:
                return Person()
            while len(self._known) >= MOST_KNOWN:
                del self._known[next(iter(self._known))]
            self._known[user] = Person(timezone=said.get("tz") or "", lang=said.get("locale") or "en")
        return self._known[user]

    def lang(self, user: str) -> str:
        """The language of someone who was here before, else English."""
        return self._known.get(user, Person()).lang

    async def channels(self, user: str) -> tuple[str, ...]:
        """The channels that both `user` and the bot can see."""
        found: list[str] = []
        cursor = ""
        for _ in range(MOST_PAGES):
            try:
                answer = await self._client.users_conversations(
                    user=user,
                    types="public_channel,private_channel",
                    exclude_archived=True,
                    limit=PAGE,
                    cursor=cursor,
                )
            except TROUBLE:
                break
            found += [str(each["id"]) for each in answer.get("channels") or ()]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return tuple(found)

    async def watching(self, channels: Sequence[str]) -> tuple[tuple[str, Subscriber], ...]:
        """Those of `channels` that watch something, with their watchlists."""
        names = {each: self.name_of(Address(channel="slack", to=each)) for each in channels}
        kept = await self._store.subscribers.several(dict.fromkeys(names.values()))
        found = ((each, kept.get(name)) for each, name in names.items())
        return tuple((each, subscriber) for each, subscriber in found if subscriber and subscriber.watches)

    async def recent(self, user: str, channels: Iterable[str]) -> tuple[Alert, ...]:
        """The last alerts that were sent to `user` and in `channels`."""
        places = [await self._direct(user), *list(channels)[:MOST_CHANNELS]]
        told = await asyncio.gather(*(self._told(place) for place in places if place))
        return newest([each for some in told for each in some])

    async def reachable(self, channel: str) -> bool:
        """Whether the bot can post where it is asked for something; in doubt, yes."""
        try:
            answer = await self._client.conversations_info(channel=channel)
        except SlackClientError as error:
            response: Any = getattr(error, "response", None)
            return not (response and response.get("error") == "channel_not_found")
        except TROUBLE:
            return True
        said = answer.get("channel") or {}
        return not said.get("is_archived") and (not said.get("is_private") or bool(said.get("is_member", True)))

    def name_of(self, address: Address) -> str:
        return self._provisioned.get(address) or f"{address.channel}:{address.to}"

    async def _direct(self, user: str) -> str:
        try:
            answer = await self._client.conversations_open(users=user)
        except TROUBLE:
            return ""
        return str((answer.get("channel") or {}).get("id") or "")

    async def _told(self, channel: str) -> list[tuple[float, Alert]]:
        try:
            answer = await self._client.conversations_history(
                channel=channel, limit=LOOK_BACK, include_all_metadata=True
            )
        except TROUBLE:
            return []
        found: list[tuple[float, Alert]] = []
        for message in answer.get("messages") or ():
            kept = await self._store.outbox.get(delivery_of(message)) if delivery_of(message) else None
            if kept and kept.delivery.digest is None:
                found.append((float(message.get("ts") or 0), kept.delivery.alert))
        return found


def delivery_of(message: Mapping[str, Any]) -> str:
    """The delivery a message of ours carries in its metadata, empty for any other message."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT:
        return ""
    return str((metadata.get("event_payload") or {}).get("id") or "")
