"""The way to the mail server: one connection a message, verified, within a deadline. Edge."""

import asyncio
import logging
import ssl
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from typing import assert_never
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP, SMTPException

from alertbot.alerts.alert import Delivery
from alertbot.alerts.confirming import UNCONFIRMED
from alertbot.alerts.outcome import Gone, Outcome, Rejected, Retry, Sent, Unauthorised
from alertbot.alerts.reader import Reader
from alertbot.channels.email.confirm import render_confirmation
from alertbot.channels.email.digest import render_digest
from alertbot.channels.email.links import From, Links, Readers, links_of, list_headers
from alertbot.channels.email.message import Content, Envelope, ascii_domain, compose
from alertbot.channels.email.outcome import outcome_of
from alertbot.channels.email.render import render
from alertbot.errors import ChannelError
from alertbot.log import event
from alertbot.secret import Secret
from alertbot.settings.environment import Secrets

logger = logging.getLogger(__name__)

DEADLINE_SECONDS = 30.0
GOODBYE_SECONDS = 2.0
MOST_CONNECTIONS = 4
"""Mail providers refuse clients that open many at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A mail server. `tls` is from the first byte, `starttls` by command; without either nothing is secret."""

    host: str
    port: int | None
    tls: bool
    starttls: bool
    user: str | None
    password: Secret | None


def server_at(url: Secret) -> Server:
    """The server that `SMTP_URL` names; the scheme says how the connection is secured."""
    parts = urlsplit(url.reveal())
    return Server(
        host=parts.hostname or "localhost",
        port=parts.port,
        tls=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp+starttls",
        user=unquote(parts.username) if parts.username else None,
        password=Secret(unquote(parts.password)) if parts.password else None,
    )


def connect(secrets: Secrets) -> "Email":
    """The channel that `secrets` describe. Raises ChannelError when SMTP_URL or EMAIL_FROM is missing."""
    if secrets.smtp_url is None:
        raise ChannelError("e-mail needs SMTP_URL, such as smtp+starttls://user:password@smtp.example.com:587")
    if secrets.email_from is None:
        raise ChannelError("e-mail needs EMAIL_FROM, the address it writes from, such as alerts@example.com")
    sender = sender_of(secrets, secrets.email_from)
    return Email(server_at(secrets.smtp_url), sender)


def sender_of(secrets: Secrets, address: str) -> From:
    """Who writes from `address`, as `secrets` say."""
    return From(
        address=address, public_url=secrets.public_url or "", unsubscribe_to=secrets.email_unsubscribe or ""
    )


class Email:
    """The e-mail channel. `trust` verifies the server's certificate; by default the machine's own roots do."""

    def __init__(
        self,
        server: Server,
        sender: From,
        *,
        trust: ssl.SSLContext | None = None,
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> None:
        self._server = server
        self._sender = replace(sender, address=ascii_domain(sender.address))
        self._trust = trust or ssl.create_default_context()
        self._deadline = deadline_seconds
        self._readers: Readers | None = None
        self._slots = asyncio.Semaphore(MOST_CONNECTIONS)

    def ask(self, readers: Readers) -> None:
        """From now on messages can be unsubscribed from, and whoever did gets none."""
        self._readers = readers

    async def send(self, delivery: Delivery, *, now: datetime) -> Outcome:
        """One attempt. The Message-ID is the delivery's, so a copy sent after a crash is known as one.

        A mailbox that is gone for good is not written to again.
        """
        reader = Reader(subscriber=delivery.alert.subscriber, address=delivery.address.to)
        why = await self._readers.stopped(reader) if self._readers else ""
        if delivery.confirms and not (why == UNCONFIRMED and self._sender.public_url):
            return Rejected(
                why=f"{reader.address} cannot be asked: it {why or 'agreed'}, or PUBLIC_URL is not set"
            )
        if why and not delivery.confirms:
            return Rejected(why=f"{reader.address} is not written to: {why}")  # others may write to it
        try:
            message = await message_of(delivery, sender=self._sender, readers=self._readers, now=now)
        except ValueError as error:
            return outcome_of(error)
        outcome = await self._submit(message, delivery.address.to)
        if self._readers and isinstance(outcome, Gone):
            await self._readers.stop(reader, outcome.why)
            event(logger, logging.ERROR, "address suspended", subscriber=reader.subscriber, why=outcome.why)
        return outcome

    async def check(self) -> str:
        """Connects, logs in and names the sender, without sending anything."""
        client = self._client()
        try:
            async with asyncio.timeout(self._deadline):
                await client.connect()
                await client.mail(self._sender.address)
            await _part(client)
        except (SMTPException, OSError) as error:
            raise ChannelError(f"{self._server.host}: {_mend(outcome_of(error))}") from error
        finally:
            client.close()
        login = f", logged in as {self._server.user}" if self._server.user else ""
        return f"{self._server.host} takes mail from {self._sender.address}{login}"

    async def close(self) -> None:
        """Nothing is kept open."""

    async def _submit(self, message: EmailMessage, to: str) -> Outcome:
        client = self._client()
        try:
            async with asyncio.timeout(self._deadline), self._slots:
                await client.connect()
                await client.send_message(message, sender=self._sender.address, recipients=[ascii_domain(to)])
            await _part(client)
        except (SMTPException, OSError, ValueError) as error:
            return outcome_of(error)
        finally:
            client.close()
        return Sent(message_id=str(message["Message-ID"]))

    def _client(self) -> SMTP:
        server = self._server
        return SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password.reveal() if server.password else None,
            use_tls=server.tls,
            start_tls=server.starttls,
            tls_context=self._trust,
            timeout=self._deadline,
            local_hostname=self._sender.address.rpartition("@")[2],  # the machine's own name is nobody's business
        )


async def message_of(delivery: Delivery, *, sender: From, readers: Readers | None, now: datetime) -> EmailMessage:
    """The whole message as it is sent. Raises ValueError when an address cannot stand in a header."""
    if readers is None:
        return compose(_content(delivery, Links(), now), _envelope(delivery, sender, now))
    links = links_of(delivery, await readers.key(), sender)
    envelope = replace(_envelope(delivery, sender, now), headers=list_headers(delivery, links, sender))
    return compose(_content(delivery, links, now), envelope)


def _content(delivery: Delivery, links: Links, now: datetime) -> Content:
    if delivery.confirms:
        return render_confirmation(delivery.alert, links.confirm, lang=delivery.lang)
    if delivery.digest:
        return render_digest(delivery.digest, links)
    return render(delivery.alert, now=now, lang=delivery.lang, links=links)


def _envelope(delivery: Delivery, sender: From, now: datetime) -> Envelope:
    """Messages about one event are one conversation, also where the first of them is not known."""
    told = (f"event.{delivery.alert.event}", *((delivery.follows,) if delivery.follows else ()))
    return Envelope(
        id=delivery.id,
        sender=sender.address,
        to=delivery.address.to,
        date=now,
        references=() if delivery.digest or delivery.confirms else told,
    )


async def _part(client: SMTP) -> None:
    """Says goodbye; the message was taken already, so a server that hangs up first changes nothing."""
    with suppress(SMTPException, OSError):
        await client.quit(timeout=GOODBYE_SECONDS)


def _mend(outcome: Outcome) -> str:
    match outcome:
        case Unauthorised() | Gone() | Rejected():
            return f"{outcome.why}; correct SMTP_URL or EMAIL_FROM"
        case Retry():
            return f"{outcome.why}; see whether SMTP_URL names the right host and port"
        case Sent():
            return "it works"
    assert_never(outcome)
