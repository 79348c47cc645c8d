"""A real mail server on loopback, started by the test that uses it; and sockets that only pretend to be one."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from alertbot.secret import Secret

USER, PASSWORD = "bot", "s3cret"


@dataclass
class Mailbox:
    """Keeps what it takes. `refusals` maps a command (`MAIL`, `DATA`) or a local part to the answer it gets."""

    refusals: dict[str, str] = field(default_factory=dict)
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    over_tls: bool = False
    password: Secret = field(default_factory=lambda: Secret(PASSWORD))

    async def handle_MAIL(  # noqa: N802  (the name aiosmtpd calls)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "MAIL" in self.refusals:
            return self.refusals["MAIL"]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refused = self.refusals.get(address.partition("@")[0])
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if "DATA" in self.refusals:
            return self.refusals["DATA"]
        assert isinstance(envelope.content, bytes)
        self.over_tls = session.ssl is not None
        self.taken.extend((to, envelope.content) for to in envelope.rcpt_tos)
        return "250 OK"

    def only(self) -> EmailMessage:
        """The one message that was taken, read back."""
        [(_, raw)] = self.taken
        return message_from_bytes(raw, policy=default)


def _login(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object) -> AuthResult:
    known = LoginPassword(login=USER.encode(), password=PASSWORD.encode())
    return AuthResult(success=given == known, handled=False)


class Trust:
    """A certificate authority of the test's own, and what a server and a client need of it."""

    def __init__(self, name: str = "127.0.0.1") -> None:
        self.authority = trustme.CA()
        self.client = ssl.create_default_context()
        self.authority.configure_trust(self.client)
        self.server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(name).configure_cert(self.server)


@asynccontextmanager
async def submission(mailbox: Mailbox, trust: Trust, *, implicit_tls: bool = False) -> AsyncIterator[int]:
    """A submission server's port: STARTTLS and a login are required, or TLS from the first byte."""

    def session() -> SMTP:
        return SMTP(
            mailbox,
            hostname="mail.example.com",
            tls_context=None if implicit_tls else trust.server,
            require_starttls=not implicit_tls,
            authenticator=_login,
            auth_required=not implicit_tls,  # aiosmtpd does not know that it is inside TLS already
            auth_require_tls=not implicit_tls,
            enable_SMTPUTF8=True,
            timeout=10,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, "127.0.0.1", 0, ssl=trust.server if implicit_tls else None)
    async with server:
        yield server.sockets[0].getsockname()[1]


@asynccontextmanager
async def pretender(
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[int]:
    """The port of a server that says what `talk` says."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
