"""Does the mail server take mail from us: step by step, without sending any? Edge."""

import asyncio
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from ipaddress import ip_address

from aiosmtplib import SMTP
from aiosmtplib.errors import (
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from alertbot.channels.email.outcome import said
from alertbot.channels.email.send import Server, server_at
from alertbot.doctor.certificate import ending
from alertbot.doctor.finding import Finding, fault, fine, off, warning
from alertbot.doctor.places import Place
from alertbot.settings.environment import Secrets

OFF = fault(
    "email-off",
    "a subscriber is told by e-mail, and SMTP_URL or EMAIL_FROM is not set",
    "set SMTP_URL (smtp+starttls://user:password@host:587) and EMAIL_FROM (alerts@example.com)",
)
UNREACHABLE = fault(
    "smtp-unreachable",
    "no mail server answers at SMTP_URL",
    "correct host and port in SMTP_URL; many networks block port 25: use 587 or 465",
)
CERTIFICATE = fault(
    "smtp-certificate",
    "the mail server's certificate cannot be verified (expired, another name, no known authority)",
    "name the host as its certificate does, renew it, or name its authority in SSL_CERT_FILE",
)
STARTTLS = fault(
    "smtp-starttls",
    "the mail server offers no STARTTLS, so the password stays here",
    "use smtps:// on port 465, or ask the provider for the right port",
)
LOGIN = fault(
    "smtp-login",
    "the mail server refuses user and password",
    "correct them in SMTP_URL, percent-encoded; large providers want a password made for one app",
)
SENDER = fault(
    "smtp-sender",
    "the mail server takes no mail from EMAIL_FROM",
    "set EMAIL_FROM to an address this account may send from, or log in with user and password",
)
CLEAR = warning(
    "smtp-in-the-clear",
    "the password goes over the network unencrypted",
    "use smtp+starttls:// or smtps://",
)
UNLINKED = warning(
    "email-without-public-url",
    "mails can be unsubscribed from by mail alone, and no address from a chat can be confirmed",
    "set PUBLIC_URL and run the web role",
)

FAULTS = (OFF, UNREACHABLE, CERTIFICATE, STARTTLS, LOGIN, SENDER, CLEAR, UNLINKED)

ABOUT = "email"
SECONDS = 12.0


async def look_at_mail(secrets: Secrets, places: Sequence[Place], clock: Callable[[], datetime]) -> list[Finding]:
    """Findings about the way to the mail server."""
    if secrets.smtp_url is None or secrets.email_from is None:
        missing = "SMTP_URL" if secrets.smtp_url is None else "EMAIL_FROM"
        if places or secrets.smtp_url or secrets.email_from:
            return [OFF.at(ABOUT, f"{missing} is not set, so no mail is sent")]
        return [off(ABOUT, f"off: {missing} is not set")]
    server, sender = server_at(secrets.smtp_url), secrets.email_from
    found = await _knock(server, sender, clock())
    if not any(each.state == "fault" for each in found):
        login = f", logged in as {server.user}" if server.user else ""
        found.append(fine(ABOUT, f"{server.host} takes mail from {sender}{login}"))
    if not secrets.public_url:
        found.append(UNLINKED.at(ABOUT, "PUBLIC_URL is not set"))
    return found


async def _knock(server: Server, sender: str, now: datetime) -> list[Finding]:
    """Connects, secures, logs in and names the sender; says at which step that ends."""
    trust = ssl.create_default_context()
    name = sender.rpartition("@")[2]
    client = SMTP(
        hostname=server.host,
        port=server.port or (465 if server.tls else 587 if server.starttls else 25),
        use_tls=server.tls,
        start_tls=False,
        tls_context=trust,
        local_hostname=name if name.isascii() else "localhost",
        timeout=SECONDS,
    )
    try:
        async with asyncio.timeout(SECONDS):
            return await _steps(client, server, sender, trust, now)
    except (SMTPException, OSError, ValueError) as error:
        return [_trouble(server, error)]
    finally:
        client.close()


async def _steps(client: SMTP, server: Server, sender: str, trust: ssl.SSLContext, now: datetime) -> list[Finding]:
    await client.connect()
    if server.starttls:
        await client.ehlo()
        if not client.supports_extension("starttls"):
            return [STARTTLS.at(ABOUT, f"{server.host} offers no STARTTLS")]
        await client.starttls(tls_context=trust)
    found = ending(ABOUT, client.get_transport_info("peercert"), now)
    if server.password and not (server.tls or server.starttls or _is_near(server.host)):
        found.append(CLEAR.at(ABOUT, f"the password goes to {server.host} unencrypted"))
    refused = await _log_in(client, server) or await _name_sender(client, server, sender)
    if not refused:
        with suppress(SMTPException, OSError):
            await client.quit(timeout=2)
    return [*found, *refused]


async def _log_in(client: SMTP, server: Server) -> list[Finding]:
    if not server.user:
        return []
    try:
        await client.login(server.user, server.password.reveal() if server.password else "")
    except (SMTPServerDisconnected, SMTPTimeoutError):
        raise
    except SMTPException as error:
        why = said(error) if isinstance(error, SMTPResponseException) else "it knows no way to log in"
        return [LOGIN.at(ABOUT, f"{server.host} refuses the login: {why}")]
    return []


async def _name_sender(client: SMTP, server: Server, sender: str) -> list[Finding]:
    try:
        await client.mail(sender)
    except SMTPResponseException as error:
        return [SENDER.at(ABOUT, f"{server.host} refuses {sender}: {said(error)}")]
    return []


def _trouble(server: Server, error: BaseException) -> Finding:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return CERTIFICATE.at(ABOUT, f"the certificate of {server.host} is refused: {cause.verify_message}")
        cause = cause.__cause__ or cause.__context__
    return UNREACHABLE.at(ABOUT, f"{server.host} does not talk to us as a mail server ({type(error).__name__})")


def _is_near(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
