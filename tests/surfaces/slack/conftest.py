"""The Slack surface with the real SDK, against a workspace on loopback."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from alertbot.alerts.alert import Address
from alertbot.desk.facts import Example, Preview
from alertbot.secret import Secret
from alertbot.store.store import Store
from alertbot.stories.source import Source, source_at
from alertbot.surfaces.counter import Counter, House
from alertbot.surfaces.slack.app import Conversations, Rules
from alertbot.surfaces.slack.serve import bolt_app, listen
from tests.made.slack import Workspace, workspace
from tests.made.values import NOW
from tests.made.waiting import eventually

TOKEN = "xoxb-very-secret-token"


@dataclass
class Desk:
    """The surface, and what it stands on. A second of its time goes by with each look at the clock."""

    store: Store
    slack: Workspace
    provisioned: dict[Address, str] = field(default_factory=dict)
    managers: frozenset[str] = frozenset()
    now: datetime = NOW

    def clock(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def app(self) -> tuple[AsyncApp, AsyncWebClient]:
        client = AsyncWebClient(TOKEN, base_url=self.slack.url)
        house = House(provisioned=self.provisioned)
        counter = Counter(self.store, house, clock=self.clock, find_source=_source, find_preview=_preview)
        rules = Rules(house=house, managers=self.managers)
        return bolt_app(Conversations(counter, self.store, client, rules, clock=self.clock), client), client

    async def watches(self, name: str) -> list[str]:
        kept = await self.store.subscribers.get(name)
        return [each.query for each in kept.watches] if kept else []

    async def say(self, text: str, **where: Any) -> dict[str, Any]:
        """A slash command over the socket, and the reply to it."""
        before = len(self.slack.replies)
        await self.slack.socket("slash_commands", self.slack.command(text, **where))
        await eventually("a reply", lambda: len(self.slack.replies) > before)
        return self.slack.replies[before]

    async def press(self, token: str, **where: Any) -> dict[str, Any]:
        before = len(self.slack.replies)
        await self.slack.socket("interactive", self.slack.press(token, **where))
        await eventually("a reply", lambda: len(self.slack.replies) > before)
        return self.slack.replies[before]


async def _source(url: str) -> Source:
    return source_at(url, name="The Example", origin="added")


async def _preview(query: str) -> Preview:
    story = Example(
        headline="Mistral raises money", url="https://n.example/1", outlet="The Example", published=NOW
    )
    return Preview(count=9, days=7, examples=(story,))


@pytest.fixture
async def slack() -> AsyncIterator[Workspace]:
    async with workspace() as made:
        yield made


@pytest.fixture
def desk(fake_store: Store, slack: Workspace) -> Desk:
    return Desk(fake_store, slack)


@pytest.fixture
async def connected(desk: Desk) -> AsyncIterator[Desk]:
    """The surface in Socket Mode."""
    stop = asyncio.Event()
    app, client = desk.app()
    listening = asyncio.create_task(listen(app, client, Secret("xapp-very-secret"), stop))
    await eventually("a socket", lambda: desk.slack.sockets)
    try:
        yield desk
    finally:
        stop.set()
        await listening
