"""Can the web role listen, and does PUBLIC_URL lead to it? Edge."""

import errno
import socket
import ssl
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import aiohttp

from alertbot.doctor.certificate import look_at_end
from alertbot.doctor.clock import date_of, skewed
from alertbot.doctor.finding import Finding, fault, fine

TAKEN = fault(
    "port-taken",
    "the web role cannot listen on its port",
    "stop the program that has it, or choose another PORT",
)
UNREACHABLE = fault(
    "public-url-unreachable",
    "nothing answers at PUBLIC_URL, so links in mails, webhooks and pushes lead nowhere",
    "run the web role, and let the name and the proxy in front lead to it",
)
CERTIFICATE = fault(
    "public-url-certificate",
    "the certificate at PUBLIC_URL cannot be verified (expired, another name, no known authority)",
    "renew the certificate of that host",
)
ELSEWHERE = fault(
    "public-url-elsewhere",
    "something answers at PUBLIC_URL that is not alertbot's web role",
    "correct PUBLIC_URL, or let the proxy pass /slack, /telegram, /websub and /unsubscribe to the web role",
)
FAULTS = (TAKEN, UNREACHABLE, CERTIFICATE, ELSEWHERE)

ABOUT = "public url"
SIGNS = {"/healthz": "ok\n", "/websub/0/0": "nobody asked for that\n"}
"""What only our web role answers there. A proxy may keep the first for itself."""

SECONDS = 8.0


async def look_at_port(port: int) -> list[Finding]:
    """Whether the web role can listen on `port`, or does already; 0 is any free one."""
    try:
        with socket.socket(socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("", port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            return [TAKEN.at("web", f"port {port} cannot be opened ({error.strerror})")]
        if await _is_ours(f"http://127.0.0.1:{port}"):
            return [fine("web", f"the web role answers on port {port}")]
        return [TAKEN.at("web", f"port {port} is taken by another program")]
    return [fine("web", f"port {port} is free")] if port else []


async def look_at_public_url(url: str, clock: Callable[[], datetime]) -> list[Finding]:
    """Whether the web role is where people and providers are sent to."""
    try:
        async with _session() as session:
            dates = [await _date(session, url)]
            ours = await _bears_a_sign(session, url)
    except aiohttp.ClientConnectorCertificateError as error:
        why = getattr(error.certificate_error, "verify_message", "") or "it is not valid"
        return [CERTIFICATE.at(ABOUT, f"the certificate of {url} is refused: {why}")]
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return [UNREACHABLE.at(ABOUT, f"{url} does not answer ({type(error).__name__})")]
    found = [] if ours else [ELSEWHERE.at(ABOUT, f"what answers at {url} is not alertbot")]
    found += [each for date in dates if date for each in skewed(ABOUT, date, clock())]
    parts = urlsplit(url)
    if parts.scheme == "https":
        found += await look_at_end(ABOUT, parts.hostname or "", parts.port or 443, clock())
    return found or [fine(ABOUT, f"{url} leads to the web role")]


async def _date(session: aiohttp.ClientSession, url: str) -> datetime | None:
    async with session.get(f"{url}/healthz") as answer:
        return date_of(answer.headers.get("Date"))


async def _bears_a_sign(session: aiohttp.ClientSession, url: str) -> bool:
    for path, sign in SIGNS.items():
        async with session.get(url + path) as answer:
            if await answer.content.read(100) == sign.encode():
                return True
    return False


async def _is_ours(url: str) -> bool:
    try:
        async with _session() as session:
            return await _bears_a_sign(session, url)
    except (aiohttp.ClientError, OSError, ValueError):
        return False


def _session() -> aiohttp.ClientSession:
    """A session that trusts what the machine trusts now, SSL_CERT_FILE included."""
    connector = aiohttp.TCPConnector(ssl=ssl.create_default_context())
    return aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=SECONDS))
