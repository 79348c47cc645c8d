"""Each fault on the way to a mail server, planted in a real one on loopback, is found through the real client."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from alertbot.doctor.finding import Finding
from alertbot.doctor.mail import look_at_mail
from alertbot.doctor.places import Place
from alertbot.settings.environment import read_secrets
from tests.contracts.mail_server import PASSWORD, USER, Mailbox, Trust, pretender, submission

PUBLIC = {"PUBLIC_URL": "https://bot.example.com"}
PLACE = Place(channel="email", to="desk@example.com", subscriber="desk")


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trust:
    """A server whose authority this machine trusts."""
    trust = Trust()
    trust.authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return trust


async def look(url: str, *places: Place, now: datetime | None = None, **environ: str) -> list[Finding]:
    given = {"SMTP_URL": url, "EMAIL_FROM": "alerts@example.com", **PUBLIC} | environ
    return await look_at_mail(read_secrets(given), places, lambda: now or datetime.now(UTC))


def names(found: list[Finding]) -> list[str]:
    return [each.name for each in found]


def starttls(port: int, login: str = f"{USER}:{PASSWORD}") -> str:
    return f"smtp+starttls://{login}@127.0.0.1:{port}"


async def test_a_server_that_takes_mail_is_named_and_gets_none(trusted: Trust) -> None:
    mailbox = Mailbox()
    async with submission(mailbox, trusted) as port:
        (found,) = await look(starttls(port), PLACE)
    assert (found.state, found.said) == ("fine", "127.0.0.1 takes mail from alerts@example.com, logged in as bot")
    assert mailbox.taken == []


async def test_tls_from_the_first_byte_is_fine_too(trusted: Trust) -> None:
    async with submission(Mailbox(), trusted, implicit_tls=True) as port:
        (found,) = await look(f"smtps://{USER}:{PASSWORD}@127.0.0.1:{port}")
    assert found.state == "fine"


async def test_a_bad_login_is_found_and_not_shown(trusted: Trust) -> None:
    async with submission(Mailbox(), trusted) as port:
        (found,) = await look(starttls(port, "bot:hunter2hunter2"))
    assert found.name == "smtp-login"
    assert "hunter2" not in found.said


async def test_a_server_that_is_not_there_is_found() -> None:
    assert names(await look("smtp://127.0.0.1:1")) == ["smtp-unreachable"]


async def test_something_that_is_no_mail_server_is_found() -> None:
    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()

    async with pretender(talk) as port:
        assert names(await look(f"smtp://127.0.0.1:{port}")) == ["smtp-unreachable"]


async def test_a_certificate_nobody_vouches_for_is_found() -> None:
    async with submission(Mailbox(), Trust()) as port:
        assert names(await look(starttls(port))) == ["smtp-certificate"]


async def test_an_expired_certificate_is_found(trusted: Trust) -> None:
    ended = trusted.authority.issue_cert("127.0.0.1", not_after=datetime.now(UTC) - timedelta(days=1))
    ended.configure_cert(trusted.server)
    async with submission(Mailbox(), trusted) as port:
        (found,) = await look(starttls(port))
    assert found.name == "smtp-certificate"
    assert "expired" in found.said


async def test_a_certificate_that_ends_soon_is_found(trusted: Trust) -> None:
    trusted.authority.issue_cert("127.0.0.1", not_after=datetime.now(UTC) + timedelta(days=3)).configure_cert(
        trusted.server
    )
    async with submission(Mailbox(), trusted) as port:
        found = await look(starttls(port))
    assert names(found) == ["certificate-ending", ""]


@asynccontextmanager
async def plain(mailbox: Mailbox) -> AsyncIterator[int]:
    """The port of a relay without TLS and without login."""
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(mailbox, hostname="relay.example.com", timeout=10), "127.0.0.1", 0
    )
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_a_server_without_starttls_is_found_before_it_sees_the_password() -> None:
    async with plain(Mailbox()) as port:
        assert names(await look(starttls(port))) == ["smtp-starttls"]


async def test_a_relay_that_knows_no_login_is_found() -> None:
    async with plain(Mailbox()) as port:
        assert names(await look(f"smtp://{USER}:{PASSWORD}@127.0.0.1:{port}")) == ["smtp-login"]


async def test_a_password_that_goes_over_the_network_in_the_clear_is_found() -> None:
    def session() -> SMTP:
        return SMTP(Mailbox(), authenticator=_anybody, auth_require_tls=False, timeout=10)

    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        near = await look(f"smtp://{USER}:{PASSWORD}@127.0.0.1:{port}")
        far = await look(f"smtp://{USER}:{PASSWORD}@127.1:{port}")  # a name that does not look like this machine
    assert names(near) == [""]
    assert names(far) == ["smtp-in-the-clear", ""]


def _anybody(*_: object) -> AuthResult:
    return AuthResult(success=True)


async def test_a_refused_sender_is_found() -> None:
    async with plain(Mailbox(refusals={"MAIL": "550 5.7.1 not your domain"})) as port:
        (found,) = await look(f"smtp://127.0.0.1:{port}")
    assert found.name == "smtp-sender"
    assert "not your domain" in found.said


async def test_mails_without_a_link_to_unsubscribe_are_found() -> None:
    async with plain(Mailbox()) as port:
        found = await look(f"smtp://127.0.0.1:{port}", PUBLIC_URL="")
    assert names(found) == ["", "email-without-public-url"]


async def test_a_subscriber_without_a_mail_server_is_found() -> None:
    assert names(await look("", PLACE, EMAIL_FROM="")) == ["email-off"]
    assert names(await look("smtp://127.0.0.1", EMAIL_FROM="")) == ["email-off"]
    (found,) = await look("", EMAIL_FROM="")
    assert found.state == "off"
