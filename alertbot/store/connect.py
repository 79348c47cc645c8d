"""The client for a Redis or Valkey server, or for the one that Sentinels name at the time. Edge."""

from typing import Any, Final

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool
from redis.backoff import NoBackoff

from alertbot.secret import Secret
from alertbot.settings.sentinels import Sentinels, sentinels_of
from alertbot.store.waiting import WaitingPool, WaitingSentinelPool

ANSWER_SECONDS = 10.0
"""Longer than the longest blocking read, so that only a server that hangs runs into it."""

CONNECT_SECONDS = 5.0
SENTINEL_SECONDS = 1.0
"""A Sentinel that is away must not keep us from asking the next one."""

WAYS: Final[dict[str, Any]] = {
    "decode_responses": True,
    "protocol": 2,
    "socket_timeout": ANSWER_SECONDS,
    "socket_connect_timeout": CONNECT_SECONDS,
    "health_check_interval": 30,
}


def connect(url: str) -> Redis:
    """A client that answers `str` and fails at once when the server is away.

    Waiting is the caller's: a role that waits says so once and resumes, a hidden retry inside the
    client only makes a stale socket cost seconds. RESP2, so that every server answers in one shape.
    Behind Sentinels every new connection asks them which server is the primary.
    """
    retry = Retry(NoBackoff(), 0)
    if (sentinels := sentinels_of(url)) is not None:
        return _through(sentinels, retry)
    return Redis.from_pool(WaitingPool.from_url(url, **WAYS, retry=retry))


async def close(redis: Redis) -> None:
    """Closes the client, and those it asks for its server."""
    await redis.aclose()
    if isinstance(redis.connection_pool, SentinelConnectionPool):
        for each in redis.connection_pool.sentinel_manager.sentinels:
            await each.aclose()


def _through(sentinels: Sentinels, retry: Retry) -> Redis:
    tls: dict[str, Any] = {"ssl": True, "ssl_ca_certs": sentinels.ca_file} if sentinels.tls else {}
    asking = {
        "socket_timeout": SENTINEL_SECONDS,
        "socket_connect_timeout": SENTINEL_SECONDS,
        "password": _shown(sentinels.sentinel_password),
        "retry": retry,
        **tls,
    }
    watched = Sentinel(sentinels.hosts, sentinel_kwargs=asking)  # type: ignore[no-untyped-call]  # redis-py leaves it so
    found: Redis = watched.master_for(
        sentinels.service,
        connection_pool_class=WaitingSentinelPool,
        db=sentinels.db,
        username=sentinels.username,
        password=_shown(sentinels.password),
        retry=retry,
        **WAYS,
        **tls,
    )
    return found


def _shown(secret: Secret | None) -> str | None:
    return secret.reveal() if secret else None
