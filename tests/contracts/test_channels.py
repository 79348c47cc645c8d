"""Every channel of the registry, with its real client, through whatever a provider or a network can do.

It answers with an outcome, within its deadline; it raises nothing, calls nothing sent that was not
taken, and shows no secret.
"""

import asyncio
import io
import logging
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import get_args

import pytest

from alertbot.alerts.alert import Delivery
from alertbot.alerts.folding import bundle
from alertbot.alerts.outcome import Outcome, Sent
from alertbot.channels.apprise import Apprise
from alertbot.channels.channel import BundlingChannel, Channel, EditingChannel
from alertbot.channels.console import Console
from alertbot.channels.email.links import From
from alertbot.channels.email.send import Email, Server
from alertbot.channels.registry import CHANNELS
from alertbot.channels.slack import Slack
from alertbot.channels.telegram.send import Telegram
from alertbot.log import Lines
from alertbot.secret import Secret
from tests.contracts.mail_server import pretender
from tests.made.server import Behaviour, Visit, serving
from tests.made.values import delivery

PASSWORD = "a-secret-of-a-test"
SECRET = f"123456:{PASSWORD}"
DEADLINE_SECONDS = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel, and where it delivers to."""

    channel: Channel
    to: str


def http(make: Callable[[str], Place]) -> "Stand":
    """A channel that speaks HTTP with a server that behaves as it is told."""

    @asynccontextmanager
    async def stand(behaviour: Behaviour) -> AsyncIterator[Place]:
        async with serving(behaviour) as server:
            place = make(server.url)
            try:
                yield place
            finally:
                await place.channel.close()

    return stand


Stand = Callable[[Behaviour], AbstractAsyncContextManager[Place]]


def slack(url: str) -> Place:
    return Place(channel=Slack(SECRET, f"{url}/api/", deadline_seconds=DEADLINE_SECONDS), to="C0123")


def telegram(url: str) -> Place:
    return Place(channel=Telegram(Secret(SECRET), api_url=url, deadline_seconds=DEADLINE_SECONDS), to="4242")


def apprise(url: str) -> Place:
    to = f"json://bot:{PASSWORD}@{url.removeprefix('http://')}/"
    return Place(channel=Apprise(deadline_seconds=DEADLINE_SECONDS), to=to)


STANDS: dict[str, Stand] = {"slack": http(slack), "telegram": http(telegram), "apprise": http(apprise)}
STATUSES = (400, 401, 403, 404, 405, 408, 409, 410, 413, 418, 421, 429, 451, 500, 501, 502, 503, 504, 520)
BODIES = {
    "empty": b"",
    "html": b"<html><body>a proxy says no</body></html>",
    "half": b'{"ok": tr',
    "list": b"[]",
    "null": b"null",
    "string": b'"no"',
    "false": b'{"ok": false}',
    "strange": b'{"ok": false, "error": 7, "error_code": "x", "description": null, "parameters": "y"}',
    "bytes": b"\xff\xfe\x00\x80",
    "echo": b'{"ok": false, "error": "' + SECRET.encode() + b'", "description": "' + SECRET.encode() + b'"}',
}


def answers(status: int, body: bytes, *headers: str) -> Behaviour:
    async def behave(visit: Visit) -> None:
        await visit.answer(body, "Content-Type: application/json", *headers, status=f"{status} Said So")

    return behave


async def hangs(_: Visit) -> None:
    await asyncio.Event().wait()


async def resets(visit: Visit) -> None:
    raw = visit.writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    visit.writer.close()


async def stops_half_way(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
    visit.writer.close()


async def drips(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while True:
        await visit.send(b" ")
        await asyncio.sleep(0.05)


async def speaks_another_language(visit: Visit) -> None:
    await visit.send(b"220 mail.example.com ESMTP\r\n")
    visit.writer.close()


TROUBLES = {each.__name__: each for each in (hangs, resets, stops_half_way, drips, speaks_another_language)}


async def attempts(place: Place, channel: str, now: datetime) -> list[Outcome]:
    """A first send, one after a failure, an edit and a bundle, where the channel has them."""
    made = replace(delivery(channel=channel), address=replace(delivery(channel=channel).address, to=place.to))
    found = [await place.channel.send(each, now=now) for each in (made, replace(made, attempts=1))]
    if isinstance(place.channel, EditingChannel):
        found.append(await place.channel.edit(made, _message_id(channel), now=now))
    if isinstance(place.channel, BundlingChannel):
        found.append(await place.channel.send_bundle(bundle(_seven(made)), now=now))
    return found


def _message_id(channel: str) -> str:
    return {"slack": "C0123:17.5", "telegram": "7"}.get(channel, "7")


def _seven(made: Delivery) -> list[Delivery]:
    return [replace(made, id=f"delivery-{n}") for n in range(7)]


def kept_secret(outcomes: list[Outcome], log: pytest.LogCaptureFixture) -> bool:
    """Neither an outcome shows the secret, nor a line of the log as alertbot writes it."""
    lines = Lines("console", [Secret(SECRET), Secret(PASSWORD)])
    return PASSWORD not in str(outcomes) + "".join(lines.format(record) for record in log.records)


def test_every_channel_of_the_registry_stands_here() -> None:
    assert set(CHANNELS) == {*STANDS, "email", "console"}


@pytest.mark.parametrize("channel", STANDS)
@pytest.mark.parametrize("status", STATUSES)
async def test_no_status_breaks_a_channel(
    channel: str, status: int, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    body = b'{"ok": false, "error_code": %d, "error": "x", "description": "No"}' % status
    async with STANDS[channel](answers(status, body, "Retry-After: 7")) as place:
        found = await attempts(place, channel, now)
    assert all(isinstance(each, get_args(Outcome)) and not isinstance(each, Sent) for each in found)
    assert kept_secret(found, caplog)


@pytest.mark.parametrize("channel", ["slack", "telegram"])
@pytest.mark.parametrize("name", BODIES)
async def test_no_malformed_answer_breaks_a_channel(
    channel: str, name: str, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with STANDS[channel](answers(200, BODIES[name])) as place:
        found = await attempts(place, channel, now)
    assert all(isinstance(each, get_args(Outcome)) and not isinstance(each, Sent) for each in found)
    assert kept_secret(found, caplog)


@pytest.mark.parametrize("channel", STANDS)
@pytest.mark.parametrize("name", TROUBLES)
async def test_no_trouble_on_the_way_breaks_a_channel(
    channel: str, name: str, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with STANDS[channel](TROUBLES[name]) as place, asyncio.timeout(20):
        found = await attempts(place, channel, now)
    assert all(isinstance(each, get_args(Outcome)) and not isinstance(each, Sent) for each in found)
    assert kept_secret(found, caplog)


MAIL_REPLIES = [f"{code} 5.0.0 {SECRET}" for code in (220, 250, 354, 421, 450, 451, 452, 500, 501, 502, 503, 530)]
MAIL_REPLIES += [f"{code} 5.0.0 {SECRET}" for code in (535, 550, 551, 552, 553, 554)]
MAIL_REPLIES += ["", "nonsense", "999", "2", "550", "550-never ends"]


@pytest.mark.parametrize("reply", MAIL_REPLIES)
async def test_no_reply_of_a_mail_server_breaks_the_channel(reply: str, now: datetime) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        while line := await reader.readline():
            known = b"250 OK\r\n" if line[:4] in (b"EHLO", b"HELO", b"MAIL") else reply.encode() + b"\r\n"
            writer.write(b"354 go\r\n" if line[:4] == b"DATA" and reply[:3] == "354" else known)

    async with pretender(talk) as port, asyncio.timeout(20):
        server = Server(host="127.0.0.1", port=port, tls=False, starttls=False, user=None, password=None)
        channel = Email(server, From(address="alerts@example.org"), deadline_seconds=DEADLINE_SECONDS)
        outcome = await channel.send(delivery(to="reader@example.com", channel="email"), now=now)
    assert isinstance(outcome, get_args(Outcome))
    assert not isinstance(outcome, Sent)


class Broken(io.StringIO):
    """A pipe whose reader has gone."""

    def write(self, _: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")


async def test_a_broken_pipe_does_not_break_the_console(now: datetime) -> None:
    outcome = await Console(Broken()).send(delivery(), now=now)
    assert isinstance(outcome, get_args(Outcome))
    assert not isinstance(outcome, Sent)
