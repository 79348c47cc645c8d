"""Servers of one's own: with a password, encrypted, behind Sentinels that give it to another machine."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import pytest
import trustme
from redis.exceptions import AuthenticationError, RedisError

from alertbot.secret import Secret
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.server import opened
from alertbot.store.store import Store
from tests.faults.test_server import bot, insist, publish, told
from tests.made import valkey
from tests.made.outbox import Recorder
from tests.made.valkey import PASSWORD
from tests.made.waiting import eventually


@asynccontextmanager
async def encrypted(path: str, context: ssl.SSLContext) -> AsyncIterator[int]:
    """A port that speaks TLS before the server on the socket `path`, which itself cannot."""
    tasks: set[asyncio.Task[None]] = set()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while part := await reader.read(65536):
                writer.write(part)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_unix_connection(path)
        for each in (pump(reader, outer), pump(inner, writer)):
            task = asyncio.create_task(each)
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    listening = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    yield listening.sockets[0].getsockname()[1]
    listening.close()
    for task in tuple(tasks):
        task.cancel()


async def tells(store: Store, *numbers: int) -> None:
    """A story that is published on `store` is told once."""
    console = Recorder()
    async with bot(store, console):
        for number in numbers:
            await publish(store, number)
        await eventually("they are told", told(console, *numbers))
        await eventually("that is recorded", lambda: _idle(store))
    assert sorted(each.alert.story for each in console.sent) == sorted(f"story-{number}" for number in numbers)


async def _idle(store: Store) -> bool:
    return not await store.busy()


async def test_an_encrypted_server_with_a_certificate_of_ones_own(valkey: Embedded, tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    async with encrypted(valkey.url.removeprefix("unix://"), context) as port:
        url = f"rediss://127.0.0.1:{port}/0"
        async with opened(Secret(f"{url}?ssl_ca_certs={tmp_path}/ca.pem"), tmp_path) as store:
            await store.redis.flushall()
            await tells(store, 1, 2)
        stranger = connect(url)
        with pytest.raises(RedisError, match="certificate"):
            await stranger.ping()
        await stranger.aclose()


async def test_a_server_that_wants_a_password(tmp_path: Path) -> None:
    port = valkey.free_port()
    with valkey.process(tmp_path / "one", valkey.server(port)):
        await valkey.answers(port, tmp_path / "one")
        async with opened(Secret(f"redis://:{PASSWORD}@127.0.0.1:{port}/0"), tmp_path) as store:
            await tells(store, 1)
        stranger = connect(f"redis://:wrong@127.0.0.1:{port}/0")
        with pytest.raises(AuthenticationError):
            await stranger.ping()
        await stranger.aclose()


async def test_sentinels_give_the_work_to_another_server_when_one_dies(tmp_path: Path) -> None:
    first, second, watching = valkey.free_port(), valkey.free_port(), valkey.free_port()
    with ExitStack() as stack:
        primary = stack.enter_context(valkey.process(tmp_path / "one", valkey.server(first)))
        await valkey.answers(first, tmp_path / "one")
        stack.enter_context(valkey.process(tmp_path / "two", valkey.server(second, of=first)))
        await valkey.answers(second, tmp_path / "two")
        guard = valkey.sentinel(watching, primary=first)
        stack.enter_context(valkey.process(tmp_path / "three", guard, "--sentinel"))
        await valkey.answers(watching, tmp_path / "three", password=None)
        url = f"redis+sentinel://:{PASSWORD}@127.0.0.1:1,127.0.0.1:{watching}/desk"
        async with opened(Secret(url), tmp_path) as store:
            await eventually("the replica is known and follows", lambda: _has_replica(store, watching))
            console = Recorder()
            async with bot(store, console):
                await publish(store, 1)
                await eventually("the first is told", told(console, 1))
                await eventually("it is recorded on both", lambda: _is_safe(store))
                primary.kill()
                await insist(lambda: publish(store, 2))
                await eventually("the second is told", told(console, 1, 2))
            assert [each.alert.story for each in console.sent] == ["story-1", "story-2"]


async def _has_replica(store: Store, watching: int) -> bool:
    guard = connect(f"redis://127.0.0.1:{watching}")
    known = (await guard.execute_command("SENTINEL", "REPLICAS", "desk")) or []
    await guard.aclose()
    info = await store.redis.info("replication")
    follows = info.get("slave0", {}).get("state") == "online"
    return bool(known) and follows


async def _is_safe(store: Store) -> bool:
    return not await store.busy() and bool(await store.redis.wait(1, 1000))
