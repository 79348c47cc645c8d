"""The Apprise channel with the real library against a service on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from aiohttp import web

from alertbot.alerts.alert import Delivery
from alertbot.alerts.outcome import Gone, Outcome, Rejected, Retry, Sent
from alertbot.channels.apprise import Apprise, body, connect
from alertbot.channels.plain import plain
from alertbot.settings.environment import read_secrets
from tests.made import digests
from tests.made.values import delivery

PASSWORD = "a-password-of-a-test"


@asynccontextmanager
async def service(status: int = 200) -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """A service that answers everything with `status`: its Apprise URL, and what it was told."""
    said: list[dict[str, Any]] = []

    async def notified(request: web.Request) -> web.Response:
        said.append(await request.json())
        return web.Response(status=status, text=f"no {PASSWORD}")

    app = web.Application()
    app.router.add_post("/{path:.*}", notified)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"json://bot:{PASSWORD}@127.0.0.1:{runner.addresses[0][1]}/", said
    finally:
        await runner.cleanup()


@pytest.fixture
def channel() -> Apprise:
    return connect(read_secrets({}))


def at(url: str) -> Delivery:
    made = delivery(channel="apprise")
    return replace(made, address=replace(made.address, to=url))


async def test_an_alert_is_one_plain_message(channel: Apprise, now: datetime) -> None:
    async with service() as (url, said):
        assert await channel.send(at(url), now=now) == Sent(message_id="delivery-1")
    (message,) = said
    assert message["title"] == "Mistral story 1"
    assert message["message"] == body(delivery(), most=3000)
    assert message["message"].endswith("https://news.example.com/1")


async def test_a_summary_is_one_plain_message_too(channel: Apprise, now: datetime) -> None:
    async with service() as (url, said):
        assert await channel.send(replace(at(url), digest=digests.busy()), now=now) == Sent(
            message_id="delivery-1"
        )
    (message,) = said
    assert message["title"] == "Mistral AI borrows $830 million for a data center near Paris · 7 more"
    assert message["message"] == plain(digests.busy(), most=3000)


def test_a_summary_and_an_alert_fit_what_a_service_takes() -> None:
    for most in (160, 500, 2000):
        for made in (replace(delivery(), digest=digests.two_hundred()), delivery()):
            assert len(body(made, most=most)) <= most
    assert body(delivery(), most=30).endswith("https://news.example.com/1")


MEANINGS = [
    (400, Rejected),
    (401, Gone),
    (403, Gone),
    (404, Gone),
    (408, Retry),
    (410, Gone),
    (429, Retry),
    (500, Retry),
    (503, Retry),
]


@pytest.mark.parametrize(("status", "kind"), MEANINGS)
async def test_each_status_has_its_meaning_and_tells_no_secret(
    channel: Apprise, now: datetime, status: int, kind: type[Outcome], caplog: pytest.LogCaptureFixture
) -> None:
    async with service(status) as (url, _):
        outcome = await channel.send(at(url), now=now)
    assert isinstance(outcome, kind)
    assert PASSWORD not in f"{outcome}{caplog.text}"


async def test_a_service_that_is_away_is_tried_again(channel: Apprise, now: datetime) -> None:
    async with service() as (url, _):
        pass
    assert await channel.send(at(url), now=now) == Retry(why="the service could not be reached")


async def test_a_url_that_apprise_does_not_know_is_gone(channel: Apprise, now: datetime) -> None:
    assert isinstance(await channel.send(at("nosuch://thing"), now=now), Gone)
