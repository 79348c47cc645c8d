"""The e-mail channel with its real client against a real server: what arrives, and what each refusal means."""

import asyncio
import re
import socket
import struct
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage

import pytest

from alertbot.alerts.confirming import confirmations
from alertbot.alerts.outcome import Gone, Rejected, Retry, Sent, Unauthorised
from alertbot.alerts.reader import UNSUBSCRIBED, Reader, reader_of
from alertbot.alerts.subscriber import told_at
from alertbot.channels.email.links import From
from alertbot.channels.email.send import Email, Server, connect, server_at
from alertbot.errors import ChannelError
from alertbot.secret import Secret
from alertbot.settings.environment import read_secrets
from alertbot.store.store import Store
from tests.contracts.mail_server import PASSWORD, USER, Mailbox, Trust, pretender, submission
from tests.made import digests
from tests.made.values import delivery, subscriber

SENDER = "alerts@example.org"
MAIL = delivery(1, to="reader@example.com", channel="email")
DESK = subscriber("desk", "Mistral", addresses=(MAIL.address,))
READER = Reader(subscriber="desk", address="reader@example.com")


def channel(
    port: int,
    trust: Trust,
    *,
    password: str = PASSWORD,
    tls: bool = False,
    public_url: str = "",
    unsubscribe_to: str = "",
) -> Email:
    server = Server(host="127.0.0.1", port=port, tls=tls, starttls=not tls, user=USER, password=Secret(password))
    sender = From(address=SENDER, public_url=public_url, unsubscribe_to=unsubscribe_to)
    return Email(server, sender, trust=trust.client, deadline_seconds=5)


def plain(port: int, *, deadline_seconds: float = 5) -> Email:
    server = Server(host="127.0.0.1", port=port, tls=False, starttls=False, user=None, password=None)
    return Email(server, From(address=SENDER), deadline_seconds=deadline_seconds)


@pytest.fixture(scope="module")
def trust() -> Trust:
    return Trust()


@pytest.mark.parametrize("implicit_tls", [False, True], ids=["starttls", "smtps"])
async def test_a_message_arrives_over_tls_after_a_login(trust: Trust, now: datetime, implicit_tls: bool) -> None:
    mailbox = Mailbox()
    async with submission(mailbox, trust, implicit_tls=implicit_tls) as port:
        outcome = await channel(port, trust, tls=implicit_tls).send(MAIL, now=now)
    assert outcome == Sent(message_id="<delivery-1@example.org>")
    assert [to for to, _ in mailbox.taken] == ["reader@example.com"]
    assert mailbox.only()["Subject"] == "Mistral story 1"
    assert mailbox.only()["Message-ID"] == "<delivery-1@example.org>"
    assert [part.get_content_type() for part in mailbox.only().iter_parts()] == ["text/plain", "text/html"]


async def test_check_names_the_server_and_the_sender_and_sends_nothing(trust: Trust) -> None:
    mailbox = Mailbox()
    async with submission(mailbox, trust) as port:
        said = await channel(port, trust).check()
    assert said == "127.0.0.1 takes mail from alerts@example.org, logged in as bot"
    assert mailbox.taken == []


async def test_a_wrong_password_is_named_and_never_shown(trust: Trust, now: datetime) -> None:
    async with submission(Mailbox(), trust) as port:
        email = channel(port, trust, password="wrong-password")
        outcome = await email.send(MAIL, now=now)
        with pytest.raises(ChannelError, match=r"535 .*correct SMTP_URL") as caught:
            await email.check()
    assert isinstance(outcome, Unauthorised)
    assert "wrong-password" not in f"{outcome}{caught.value}"


async def test_a_certificate_nobody_vouches_for_is_refused(trust: Trust, now: datetime) -> None:
    mailbox = Mailbox()
    async with submission(mailbox, Trust()) as port:
        outcome = await channel(port, trust).send(MAIL, now=now)
    assert isinstance(outcome, Unauthorised)
    assert "certificate" in outcome.why
    assert mailbox.taken == []


async def test_a_certificate_of_another_host_is_refused(now: datetime) -> None:
    other = Trust("other.example.com")
    async with submission(Mailbox(), other) as port:
        assert isinstance(await channel(port, other).send(MAIL, now=now), Unauthorised)


async def test_a_server_without_starttls_never_sees_the_password(now: datetime) -> None:
    heard: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        while line := await reader.readline():
            heard.append(line)
            writer.write(b"250-mail.example.com\r\n250 AUTH PLAIN\r\n" if line[:4] == b"EHLO" else b"250 OK\r\n")

    async with pretender(talk) as port:
        outcome = await channel(port, Trust()).send(MAIL, now=now)
    assert isinstance(outcome, Unauthorised)
    assert not any(line.startswith(b"AUTH") for line in heard)


@pytest.mark.parametrize(
    ("where", "answer", "expected"),
    [
        ("reader", "450 4.2.1 try later", Retry),
        ("reader", "451 4.7.1 greylisted", Retry),
        ("reader", "452 4.2.2 mailbox full", Retry),
        ("reader", "552 5.2.2 mailbox full", Retry),
        ("reader", "550 5.1.1 user unknown", Gone),
        ("reader", "550 no such user here", Gone),
        ("reader", "550 5.2.1 mailbox disabled", Gone),
        ("reader", "550 5.7.1 relaying denied", Rejected),
        ("reader", "550 5.1.8 sender address has no such domain", Unauthorised),
        ("reader", "554 5.7.1 blocked", Rejected),
        ("reader", "530 5.7.0 authentication required", Unauthorised),
        ("MAIL", "451 4.3.0 not now", Retry),
        ("MAIL", "553 5.7.1 sender not owned by user", Unauthorised),
        ("MAIL", "552 5.3.4 too big", Rejected),
        ("DATA", "421 4.3.2 going down", Retry),
        ("DATA", "452 4.3.1 no space", Retry),
        ("DATA", "550 5.1.10 recipient not found", Gone),
        ("DATA", "554 5.6.0 looks like spam", Rejected),
        ("DATA", "552 5.3.4 too big", Rejected),
    ],
)
async def test_each_refusal_has_its_meaning(
    trust: Trust, now: datetime, where: str, answer: str, expected: type
) -> None:
    mailbox = Mailbox(refusals={where: answer})
    async with submission(mailbox, trust) as port:
        outcome = await channel(port, trust).send(MAIL, now=now)
    assert isinstance(outcome, expected)
    assert answer in getattr(outcome, "why", "")
    assert mailbox.taken == []


async def _hang(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def _reset(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def _garbage(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x16\x03\x01 HTTP/1.1 400 Bad Request\r\n\r\n")
    await reader.read()


async def _busy(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"554 no service here\r\n")


async def _endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220-" + b"a" * 1_000_000 + b"\r\n")
    await reader.read()


@pytest.mark.parametrize("talk", [_hang, _reset, _garbage, _busy, _endless])
async def test_a_server_that_is_none_is_tried_again(now: datetime, talk: object) -> None:
    async with pretender(talk) as port:  # type: ignore[arg-type]
        assert isinstance(await plain(port, deadline_seconds=0.5).send(MAIL, now=now), Retry)


async def test_a_closed_port_is_tried_again(now: datetime) -> None:
    async with pretender(_hang) as port:
        pass
    assert isinstance(await plain(port).send(MAIL, now=now), Retry)


async def test_a_server_that_hangs_up_after_taking_the_message_has_taken_it(now: datetime) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        while line := await reader.readline():
            if line.startswith(b"DATA"):
                writer.write(b"354 go\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                writer.write(b"250 taken\r\n")
                await writer.drain()
                return
            writer.write(b"250 OK\r\n")

    async with pretender(talk) as port:
        assert isinstance(await plain(port).send(MAIL, now=now), Sent)


async def test_many_at_once_all_arrive(trust: Trust, now: datetime) -> None:
    mailbox = Mailbox()
    async with submission(mailbox, trust) as port:
        email = channel(port, trust)
        mails = [delivery(n, to=f"reader{n}@example.com", channel="email") for n in range(12)]
        outcomes = await asyncio.gather(*(email.send(mail, now=now) for mail in mails))
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert len(mailbox.taken) == 12


async def test_an_address_the_protocol_cannot_carry_is_rejected(now: datetime) -> None:
    wrong = replace(MAIL, address=replace(MAIL.address, to="a@" + "b" * 80 + ".example"))
    assert isinstance(await plain(1).send(wrong, now=now), Rejected)


def test_the_url_says_how_the_connection_is_secured() -> None:
    server = server_at(Secret("smtp+starttls://bot%40example.com:p%3Aw@smtp.example.com:587"))
    assert (server.host, server.port, server.tls, server.starttls) == ("smtp.example.com", 587, False, True)
    assert (server.user, server.password) == ("bot@example.com", Secret("p:w"))
    assert server_at(Secret("smtps://smtp.example.com")).tls


@pytest.mark.parametrize(
    ("environ", "missing"),
    [({}, "SMTP_URL"), ({"SMTP_URL": "smtps://smtp.example.com"}, "EMAIL_FROM")],
)
def test_what_is_missing_is_named(environ: dict[str, str], missing: str) -> None:
    with pytest.raises(ChannelError, match=f"needs {missing}"):
        connect(read_secrets(environ))


async def test_a_message_says_how_to_unsubscribe_with_one_click(
    trust: Trust, now: datetime, fake_store: Store
) -> None:
    mailbox = Mailbox()
    async with submission(mailbox, trust) as port:
        email = channel(port, trust, public_url="https://bot.example.org")
        email.ask(fake_store.readers)
        await email.send(MAIL, now=now)
    message = mailbox.only()
    https, mailto = re.findall(r"<([^>]+)>", message["List-Unsubscribe"])
    token = https.removeprefix("https://bot.example.org/unsubscribe/")
    assert reader_of(await fake_store.readers.key(), "unsubscribe", token) == READER
    assert mailto == f"mailto:alerts@example.org?subject=unsubscribe%20{token}"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r'"alertbot: desk"\s+<[\w-]+\.alertbot\.example\.org>', message["List-Id"])
    assert message["Auto-Submitted"] == "auto-generated"
    for part in message.iter_parts():
        assert https in part.get_content()


async def test_without_a_public_address_a_mail_unsubscribes(
    trust: Trust, now: datetime, fake_store: Store
) -> None:
    mailbox = Mailbox()
    async with submission(mailbox, trust) as port:
        email = channel(port, trust, unsubscribe_to="stop@example.org")
        email.ask(fake_store.readers)
        await email.send(MAIL, now=now)
    header = re.sub(r"\s", "", mailbox.only()["List-Unsubscribe"])
    assert header.startswith("<mailto:stop@example.org?subject=unsubscribe")
    assert header.strip("<>") in body(mailbox.only())
    assert mailbox.only()["List-Unsubscribe-Post"] is None


async def test_a_mailbox_that_is_gone_is_not_written_to_again(
    trust: Trust, now: datetime, fake_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox = Mailbox(refusals={"reader": "550 5.1.1 user unknown"})
    await fake_store.subscribers.provision([DESK])
    async with submission(mailbox, trust) as port:
        email = channel(port, trust)
        email.ask(fake_store.readers)
        assert isinstance(await email.send(MAIL, now=now), Gone)
        mailbox.refusals.clear()
        outcome = await email.send(MAIL, now=now)
    assert outcome == Rejected(why="reader@example.com is not written to: 550 5.1.1 user unknown")
    assert mailbox.taken == []
    assert "address suspended" in caplog.text


async def test_who_unsubscribed_gets_nothing_that_was_queued_before(
    trust: Trust, now: datetime, fake_store: Store
) -> None:
    mailbox = Mailbox()
    await fake_store.subscribers.provision([DESK])
    await fake_store.readers.stop(READER, UNSUBSCRIBED)
    async with submission(mailbox, trust) as port:
        email = channel(port, trust)
        email.ask(fake_store.readers)
        outcome = await email.send(MAIL, now=now)
    assert isinstance(outcome, Rejected)  # not Gone: another subscriber may write to this address
    assert mailbox.taken == []


async def test_a_summary_arrives_as_one_message(trust: Trust, now: datetime, fake_store: Store) -> None:
    mailbox = Mailbox()
    async with submission(mailbox, trust) as port:
        email = channel(port, trust, public_url="https://bot.example.org")
        email.ask(fake_store.readers)
        outcome = await email.send(replace(MAIL, digest=digests.two_hundred()), now=now)
    assert isinstance(outcome, Sent)
    text, html = (part.get_content() for part in mailbox.only().iter_parts())
    assert mailbox.only()["Subject"].endswith("· 199 more")
    assert "References" not in mailbox.only()
    assert "https://bot.example.org/digest/" in text
    assert "https://bot.example.org/digest/" in html


async def test_an_address_typed_into_a_chat_is_asked_and_gets_nothing_before_it_agreed(
    trust: Trust, now: datetime, fake_store: Store
) -> None:
    chat = replace(DESK, provisioned=False, mode="digest")
    kept = await fake_store.subscribers.update("desk", lambda _: chat)
    assert kept is not None
    assert told_at(kept) == ()
    [asking] = confirmations(kept, now=now)
    mailbox = Mailbox()
    async with submission(mailbox, trust) as port:
        email = channel(port, trust, public_url="https://bot.example.org")
        email.ask(fake_store.readers)
        assert isinstance(await email.send(MAIL, now=now), Rejected)
        assert isinstance(await email.send(asking, now=now), Sent)
        [link] = re.findall(r"https://bot\.example\.org/confirm/(\S+)", body(mailbox.only()))
        assert reader_of(await fake_store.readers.key(), "confirm", link) == READER
        await fake_store.readers.confirm(READER)
        assert isinstance(await email.send(MAIL, now=now), Sent)
        assert isinstance(await email.send(asking, now=now), Rejected)
    assert len(mailbox.taken) == 2


def body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    return str(part.get_content()) if part else ""
