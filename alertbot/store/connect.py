"""The client for a Redis or Valkey server. Edge."""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

ANSWER_SECONDS = 10.0
"""Longer than the longest blocking read, so that only a server that hangs runs into it."""


def connect(url: str) -> Redis:
    """A client that answers `str` and fails at once when the server is away.

    Waiting is the caller's: a role that waits says so once and resumes, a hidden retry inside the
    client only makes a stale socket cost seconds. RESP2, so that every server answers in one shape.
    """
    return Redis.from_url(
        url,
        decode_responses=True,
        protocol=2,
        socket_timeout=ANSWER_SECONDS,
        socket_connect_timeout=5.0,
        health_check_interval=30,
        retry=Retry(NoBackoff(), 0),
    )
