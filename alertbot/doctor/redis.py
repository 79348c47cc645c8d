"""Is the server fit to keep alerts? Edge to ask it, pure to judge the answers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from redis.exceptions import AuthenticationError, BusyLoadingError, NoPermissionError, ReadOnlyError, RedisError
from redis.exceptions import ConnectionError as AwayError
from redis.exceptions import TimeoutError as SilentError

from alertbot.doctor.clock import skewed
from alertbot.doctor.finding import Finding, fault, fine, warning
from alertbot.store import keys
from alertbot.store.store import Store

UNREACHABLE = fault(
    "redis-unreachable", "the server does not answer", "start it, or correct host and port in REDIS_URL"
)
PASSWORD = fault("redis-password", "it refuses the password", "correct user and password in REDIS_URL")
CERTIFICATE = fault(
    "redis-certificate",
    "its certificate cannot be verified",
    "renew it, or name its authority with ?ssl_ca_certs=FILE in REDIS_URL",
)
LOADING = warning("redis-loading", "it is reading its data after a start", "wait, then check again")
REFUSED = fault(
    "redis-refused",
    "it refuses a command that alertbot needs",
    "allow this user every command on the keys alertbot:*, and INFO and TIME",
)
OLD = fault("redis-too-old", "it is older than alertbot can use", "upgrade to Redis 6.2 or newer, or to Valkey")
REPLICA = fault(
    "redis-replica",
    "REDIS_URL names a replica, which takes no writes",
    "name the primary in REDIS_URL, or make this one the primary",
)
CLUSTER = fault("redis-cluster", "it is part of a Redis Cluster", "use a server outside of a cluster")
EVICTION = fault(
    "redis-eviction",
    "it throws keys away when memory is short, which loses alerts",
    "set maxmemory-policy noeviction",
)
FULL = fault(
    "redis-full", "all of maxmemory is used: no new story is taken", "raise maxmemory, or shorten [bot] retention"
)
NARROW = warning("redis-memory", "nearly all of maxmemory is used", "raise maxmemory, or shorten [bot] retention")
FORGETFUL = warning(
    "redis-forgetful", "it keeps no append-only file, so a crash loses alerts", "set appendonly yes"
)
STOPPED = fault(
    "redis-stopped-writing",
    "it cannot write to its disk, or refuses writes",
    "free space on its disk and look into its log",
)

NEWER = fault(
    "data-newer",
    "what it keeps was written by a newer alertbot, which this one could read wrongly",
    "upgrade this one, or give it another Redis",
)

FAULTS = (
    *(UNREACHABLE, PASSWORD, CERTIFICATE, LOADING, REFUSED, OLD, REPLICA, CLUSTER),
    *(EVICTION, FULL, NARROW, FORGETFUL, STOPPED, NEWER),
)

OLDEST = (6, 2)
"""XAUTOCLAIM came with Redis 6.2."""

NEARLY = 0.9
ABOUT = "redis"


async def look_at_redis(store: Store, now: datetime) -> list[Finding]:
    """Findings about the server: whether it answers, keeps what it is given, and has room."""
    try:
        info: Mapping[str, Any] = await store.redis.info("all")
        seconds, microseconds = await store.redis.time()
        refused = await _refused_write(store)
        form = await store.upkeep.form()
    except RedisError as error:
        return [trouble(error)]
    at = datetime.fromtimestamp(seconds, now.tzinfo) + timedelta(microseconds=microseconds)
    found = [*judge_server(info), *refused, *_form(form, store.forms.known), *skewed(ABOUT, at, now)]
    return found or [fine(ABOUT, f"{_called(info)}, {info.get('used_memory_human', '?')} used")]


def judge_server(info: Mapping[str, Any]) -> list[Finding]:
    """What is wrong by what INFO says."""
    return [*_version(info), *_kind(info), *_memory(info), *_durability(info)]


async def _refused_write(store: Store) -> list[Finding]:
    """Tries a write that changes nothing: there is no source without a name."""
    try:
        await store.redis.hdel(keys.SOURCES, "")
    except ReadOnlyError:
        return []  # a replica, which its role says
    except (NoPermissionError, AwayError, SilentError):
        raise
    except RedisError as error:
        return [STOPPED.at(ABOUT, f"it refuses writes ({str(error).split(' ')[0]})")]
    return []


def trouble(error: RedisError) -> Finding:
    """What `error` means for whoever runs the server."""
    match error:
        case _ if isinstance(error.__cause__ or error, AuthenticationError):  # the handshake's is wrapped
            return PASSWORD.at(ABOUT, "the server refuses the password")
        case BusyLoadingError():
            return LOADING.at(ABOUT, "the server is still reading its data")
        case AwayError() if "CERTIFICATE_VERIFY_FAILED" in str(error):
            return CERTIFICATE.at(ABOUT, "the server's certificate cannot be verified")
        case AwayError() | SilentError():
            return UNREACHABLE.at(ABOUT, f"the server does not answer ({type(error).__name__})")
    return REFUSED.at(ABOUT, f"the server refuses a command ({type(error).__name__})")


def _form(form: int | None, known: int) -> list[Finding]:
    """An older form is brought forward by whoever starts next."""
    if form is None or form <= known:
        return []
    return [NEWER.at(ABOUT, f"what the server keeps has form {form}, and this alertbot knows {known}")]


def _called(info: Mapping[str, Any]) -> str:
    valkey = info.get("valkey_version")
    return f"valkey {valkey}" if valkey else f"redis {info.get('redis_version', '?')}"


def _version(info: Mapping[str, Any]) -> list[Finding]:
    """Valkey says which Redis it is compatible with."""
    parts = tuple(int(part) for part in str(info.get("redis_version", "")).split(".")[:2] if part.isdigit())
    return [] if parts >= OLDEST else [OLD.at(ABOUT, f"{_called(info)} is too old")]


def _kind(info: Mapping[str, Any]) -> list[Finding]:
    findings = []
    if info.get("role") not in (None, "master"):
        findings.append(REPLICA.at(ABOUT, "REDIS_URL names a read-only replica"))
    if int(info.get("cluster_enabled", 0)):
        findings.append(CLUSTER.at(ABOUT, "the server belongs to a cluster, where keys lie on several machines"))
    return findings


def _memory(info: Mapping[str, Any]) -> list[Finding]:
    findings = []
    policy = str(info.get("maxmemory_policy", "noeviction"))
    limit, used = int(info.get("maxmemory", 0)), int(info.get("used_memory", 0))
    if policy != "noeviction":
        findings.append(EVICTION.at(ABOUT, f"maxmemory-policy is {policy}, which loses alerts"))
    if limit and used > NEARLY * limit:
        kind = FULL if used >= limit else NARROW
        findings.append(kind.at(ABOUT, f"{used / limit:.0%} of maxmemory is used"))
    return findings


def _durability(info: Mapping[str, Any]) -> list[Finding]:
    findings = []
    if "aof_enabled" in info and not int(info["aof_enabled"]):
        findings.append(FORGETFUL.at(ABOUT, "it keeps no append-only file, so a crash loses alerts"))
    if str(info.get("aof_last_write_status", "ok")) != "ok":
        findings.append(STOPPED.at(ABOUT, "it cannot write its append-only file"))
    return findings
