"""A Redis that Sentinels watch, as REDIS_URL names it. Text in, values out. No IO.

`redis+sentinel://user:password@host:26379,other:26379/service?db=0&sentinel_password=…`; with
`rediss+sentinel://` all connections are encrypted. User and password are the server's.
"""

from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from alertbot.secret import Secret

SCHEMES = ("redis+sentinel", "rediss+sentinel")
PORT = 26379
KNOWN = frozenset({"db", "sentinel_password", "ssl_ca_certs"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentinels:
    """Where the Sentinels are, what they call the service, and how its server is spoken to."""

    hosts: tuple[tuple[str, int], ...]
    service: str
    db: int = 0
    tls: bool = False
    username: str | None = None
    password: Secret | None = None
    sentinel_password: Secret | None = None
    ca_file: str | None = None


def sentinels_of(url: str) -> Sentinels | None:
    """The Sentinels `url` names, None when it names none; ValueError when it cannot be read."""
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        return None
    login, _, hosts = parts.netloc.rpartition("@")
    options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    if options.keys() - KNOWN:
        raise ValueError(url)
    username, _, password = login.partition(":")
    return Sentinels(
        hosts=tuple(_host(each) for each in hosts.split(",")),
        service=_service(parts),
        db=int(options.get("db", 0)),
        tls=parts.scheme.startswith("rediss"),
        username=unquote(username) or None,
        password=_secret(unquote(password)),
        sentinel_password=_secret(options.get("sentinel_password", "")),
        ca_file=options.get("ssl_ca_certs"),
    )


def _host(text: str) -> tuple[str, int]:
    found = urlsplit(f"//{text}")
    if not found.hostname:
        raise ValueError(text)
    return found.hostname, found.port or PORT


def _service(parts: SplitResult) -> str:
    service = unquote(parts.path.strip("/"))
    if not service or "/" in service:
        raise ValueError(parts.path)
    return service


def _secret(text: str) -> Secret | None:
    return Secret(text) if text else None
