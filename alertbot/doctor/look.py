"""The whole check: everything at once, each look within its deadline, no secret in what is said. Edge."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from redis.exceptions import RedisError

from alertbot.alerts.subscriber import told_at
from alertbot.doctor import machine
from alertbot.doctor.apprise import look_at_apprise
from alertbot.doctor.finding import Finding, fault, warning
from alertbot.doctor.known import Known, from_file, from_store
from alertbot.doctor.mail import look_at_mail
from alertbot.doctor.memory import look_at_memory
from alertbot.doctor.others import look_at_others
from alertbot.doctor.people import look_at_people
from alertbot.doctor.places import places
from alertbot.doctor.redis import ABOUT as REDIS
from alertbot.doctor.redis import look_at_redis, trouble
from alertbot.doctor.sender import look_at_sender
from alertbot.doctor.slack import look_at_slack
from alertbot.doctor.sources import look_at_sources
from alertbot.doctor.telegram import look_at_telegram
from alertbot.doctor.web import look_at_port, look_at_public_url
from alertbot.doctor.work import look_at_work
from alertbot.errors import StoreError
from alertbot.secret import Secret
from alertbot.settings.environment import Secrets
from alertbot.settings.load import Settings
from alertbot.sources.fetch import Fetcher
from alertbot.sources.poll import Poller
from alertbot.store.server import opened
from alertbot.store.store import Store

logger = logging.getLogger(__name__)

SILENT = warning("no-answer", "a part could not be looked at in time", "look at the network, then check again")
UNFORESEEN = fault("check-failed", "a look ended in an error nobody foresaw", "report it, with what is said")
FAULTS = (SILENT, UNFORESEEN)

SERVER_SECONDS = 25.0
PART_SECONDS = 45.0
"""Together they bound the whole check; most parts have shorter deadlines of their own."""

SHORTEST_SECRET = 4
Clock = Callable[[], datetime]
Looking = Awaitable[Sequence[Finding]]


async def look(settings: Settings, environ: Mapping[str, str], clock: Clock) -> list[Finding]:
    """All findings beside the configuration's: machine, server, channels, web, people, sources."""
    known = from_file(settings.file)
    server, known = await _server(settings, known, clock)
    at = places(known.subscribers)
    secrets = settings.secrets
    parts = [
        within("slack", look_at_slack(secrets, at.get("slack", ()), clock)),
        within("telegram", _telegram(settings, known)),
        within("email", look_at_mail(secrets, at.get("email", ()), clock)),
        within("email", _sender(secrets)),
        within("apprise", asyncio.to_thread(look_at_apprise, at.get("apprise", ()))),
        within("channels", look_at_others(secrets, at)),
        within("web", _web(settings, clock)),
        within("subscribers", asyncio.to_thread(look_at_people, known.subscribers, known.names())),
        within("sources", _sources(settings, known, clock)),
    ]
    found = [*_machine(settings, environ), *server]
    for some in await asyncio.gather(*parts):
        found += some
    return hidden(found, secrets.hidden())


async def within(about: str, looking: Looking, seconds: float = PART_SECONDS) -> Sequence[Finding]:
    """What `looking` finds; one that hangs or breaks does not keep the others from being told."""
    try:
        async with asyncio.timeout(seconds):
            return await looking
    except TimeoutError:
        return [SILENT.at(about, f"it was not looked at within {seconds:.0f} s")]
    except Exception as error:  # noqa: BLE001  (whatever it is, it is told)
        return [UNFORESEEN.at(about, f"looking at it failed ({type(error).__name__})")]


def hidden(findings: Iterable[Finding], secrets: Iterable[Secret]) -> list[Finding]:
    """`findings` with every secret as `***`, whatever a server echoed."""
    words = sorted({each.reveal() for each in secrets}, key=len, reverse=True)
    return [_hidden(each, [word for word in words if len(word) >= SHORTEST_SECRET]) for each in findings]


def _hidden(finding: Finding, words: Iterable[str]) -> Finding:
    about, said = finding.about, finding.said
    for word in words:
        about, said = about.replace(word, "***"), said.replace(word, "***")
    return replace(finding, about=about, said=said)


async def _server(settings: Settings, known: Known, clock: Clock) -> tuple[Sequence[Finding], Known]:
    """Findings about the server and the work on it, and what it knows, if it can be asked."""
    learned = known

    async def ask() -> list[Finding]:
        nonlocal learned
        try:
            async with opened(settings.secrets.redis_url, settings.secrets.data_dir) as store:
                found = [*await look_at_redis(store, clock())]
                if not any(each.name in UNASKABLE for each in found):
                    try:
                        learned = await from_store(store, settings.file)
                        found += await _kept(store, learned, settings, clock())
                    except RedisError as error:  # such as a user who may not ask all of it
                        found.append(trouble(error))
                return found
        except StoreError as error:
            return [machine.DATA.at(REDIS, str(error))]

    return await within(REDIS, ask(), SERVER_SECONDS), learned


async def _kept(store: Store, known: Known, settings: Settings, now: datetime) -> list[Finding]:
    """Findings about what is kept and waits on the server."""
    addresses = [to for each in known.subscribers for to in told_at(each)]
    found = await look_at_work(store, addresses, now)
    return [*found, *await look_at_memory(store, settings.file.bot.retention, now)]


UNASKABLE = frozenset(
    {"redis-unreachable", "redis-password", "redis-certificate", "redis-loading", "redis-refused"}
    | {"redis-cluster", "data-newer"}
)
"""With one of these nothing else is asked of the server."""


def _machine(settings: Settings, environ: Mapping[str, str]) -> list[Finding]:
    file = settings.file
    is_secret = any(each.apprise for each in file.subscribers) or any("@" in each.url for each in file.sources)
    found = machine.look_at_files(environ, settings.path, is_secret)
    return [*found, *(machine.look_at_disk(settings.secrets.data_dir) if not settings.secrets.redis_url else ())]


async def _telegram(settings: Settings, known: Known) -> Sequence[Finding]:
    at = places(known.subscribers).get("telegram", [])
    return await look_at_telegram(settings.secrets, at, polling=known.led, contested=known.contested)


async def _sender(secrets: Secrets) -> Sequence[Finding]:
    return await look_at_sender(secrets.email_from) if secrets.smtp_url and secrets.email_from else []


async def _web(settings: Settings, clock: Clock) -> Sequence[Finding]:
    secrets, found = settings.secrets, []
    if secrets.model_fields_set & {"port", "public_url"}:
        found += await look_at_port(secrets.port)
    if secrets.public_url:
        found += await look_at_public_url(secrets.public_url, clock)
    return found


async def _sources(settings: Settings, known: Known, clock: Clock) -> Sequence[Finding]:
    async with Fetcher(allow_networks=settings.file.fetch.allow_networks) as fetcher, Poller(fetcher) as poller:
        return await look_at_sources(poller, known.sources, clock())
