"""Is the server fit to keep alerts? Edge to ask it, pure to judge the answers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from redis.exceptions import (
    AuthenticationError,
    RedisError,
)
from redis.exceptions import (
    ConnectionError as AwayError,
)
from redis.exceptions import (
    TimeoutError as SilentError,
)

from alertbot.doctor.finding import Finding, fault, fine, warning
from alertbot.store.store import Store

OLDEST = (6, 2)
"""XAUTOCLAIM came with Redis 6.2."""

CLOCK_SKEW = timedelta(seconds=5)
FULL = 0.9

ABOUT = "redis"


async def look_at_redis(store: Store, now: datetime) -> list[Finding]:
    """Findings about the server: whether it answers, keeps what it is given, and has room."""
    try:
        info: Mapping[str, Any] = await store.redis.info()
        seconds, microseconds = await store.redis.time()
    except AuthenticationError:
        return [fault(ABOUT, "the server refuses the password; mend the one in REDIS_URL")]
    except (AwayError, SilentError) as error:
        return [fault(ABOUT, f"the server does not answer ({type(error).__name__}); start it or mend REDIS_URL")]
    except RedisError as error:
        return [fault(ABOUT, f"the server refuses INFO and TIME: {error}; allow them for this user")]
    skew = timedelta(seconds=seconds, microseconds=microseconds) - (now - datetime.fromtimestamp(0, now.tzinfo))
    return judge_server(info, skew=skew)


def judge_server(info: Mapping[str, Any], *, skew: timedelta) -> list[Finding]:
    """What INFO says, judged. `skew` is the server's clock less ours."""
    version = str(info.get("valkey_version") or info.get("redis_version") or "0")
    findings = [
        *_version(version, str(info.get("redis_version", "0"))),
        *_role(info),
        *_memory(info),
        *_durability(info),
    ]
    if abs(skew) > CLOCK_SKEW:
        seconds = skew.total_seconds()
        findings.append(warning(ABOUT, f"its clock differs from ours by {seconds:.0f} s; synchronise both clocks"))
    name = "valkey" if info.get("valkey_version") else "redis"
    return findings or [fine(ABOUT, f"{name} {version}, {info.get('used_memory_human', '?')} used")]


def _version(version: str, compatible: str) -> list[Finding]:
    parts = tuple(int(part) for part in compatible.split(".")[:2] if part.isdigit())
    if parts >= OLDEST:
        return []
    return [fault(ABOUT, f"version {version} is too old; alertbot needs Redis 6.2 or newer, or Valkey")]


def _role(info: Mapping[str, Any]) -> list[Finding]:
    if info.get("role") in (None, "master"):
        return []
    return [fault(ABOUT, "REDIS_URL names a read-only replica; name the primary")]


def _memory(info: Mapping[str, Any]) -> list[Finding]:
    findings = []
    policy = str(info.get("maxmemory_policy", "noeviction"))
    limit, used = int(info.get("maxmemory", 0)), int(info.get("used_memory", 0))
    if policy != "noeviction":
        findings.append(fault(ABOUT, f"maxmemory-policy is {policy}, which loses alerts; set it to noeviction"))
    if limit and used > FULL * limit:
        findings.append(
            warning(ABOUT, f"{used / limit:.0%} of maxmemory is used; raise maxmemory or shorten retention")
        )
    return findings


def _durability(info: Mapping[str, Any]) -> list[Finding]:
    findings = []
    if "aof_enabled" in info and not int(info["aof_enabled"]):
        findings.append(
            warning(ABOUT, "it keeps no append-only file, so a crash loses alerts; set appendonly yes")
        )
    if str(info.get("aof_last_write_status", "ok")) != "ok":
        findings.append(fault(ABOUT, "it cannot write its append-only file; free space on its disk"))
    return findings
