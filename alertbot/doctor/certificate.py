"""How long is a certificate valid? Edge."""

import asyncio
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from alertbot.doctor.finding import Finding, warning

ENDING = warning(
    "certificate-ending",
    "a certificate ends within a week",
    "renew it, and look why that did not happen by itself",
)
FAULTS = (ENDING,)
SOON = timedelta(days=7)
SECONDS = 8.0


async def look_at_end(about: str, host: str, port: int, now: datetime) -> list[Finding]:
    """A finding when the certificate at `host` ends soon; none when it cannot be seen."""
    try:
        async with asyncio.timeout(SECONDS):
            _, writer = await asyncio.open_connection(host, port, ssl=ssl.create_default_context())
    except OSError:
        return []
    certificate = writer.get_extra_info("peercert")
    writer.close()
    return ending(about, certificate, now)


def ending(about: str, certificate: Mapping[str, Any] | None, now: datetime) -> list[Finding]:
    """A finding when `certificate`, as ssl tells it, ends soon."""
    if not certificate or "notAfter" not in certificate:
        return []
    end = datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)
    return [ENDING.at(about, f"its certificate ends on {end:%Y-%m-%d}")] if end - now < SOON else []
