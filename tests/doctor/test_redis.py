"""Each fault of a server, planted in a real one, is found by its name. What Valkey cannot be is pretended."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from alertbot.doctor.finding import Finding
from alertbot.doctor.redis import look_at_redis
from alertbot.store import keys
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.store import Store
from tests.contracts.mail_server import Trust
from tests.made.resp import bulk, pretending

GOOD = "redis_version:7.2.4\r\nrole:master\r\naof_enabled:1\r\nused_memory_human:1M\r\n"
TIME = b"*2\r\n$10\r\n%d\r\n$1\r\n0\r\n"


async def look(store: Store, *, shift: timedelta = timedelta()) -> list[Finding]:
    return await look_at_redis(store, datetime.now(UTC) + shift)


async def look_at(url: str) -> list[Finding]:
    store = Store(connect(url))
    try:
        return await look(store)
    finally:
        await store.close()


def names(found: list[Finding]) -> list[str]:
    return [each.name for each in found]


async def test_a_good_server_is_fine(own_store: Store) -> None:
    (found,) = await look(own_store)
    assert (found.state, found.name, found.mend) == ("fine", "", "")
    assert found.said.startswith("valkey ")


CONFIGURED = [
    ({"maxmemory-policy": "allkeys-lru"}, "redis-eviction"),
    ({"appendonly": "no"}, "redis-forgetful"),
    ({"maxmemory": "1"}, "redis-full"),
    ({"min-replicas-to-write": "1"}, "redis-stopped-writing"),
]


@pytest.mark.parametrize(("setting", "name"), CONFIGURED)
async def test_a_server_that_is_set_wrongly_is_found(
    own_store: Store, setting: Mapping[str, str], name: str
) -> None:
    for key, value in setting.items():
        await own_store.redis.config_set(key, value)
    assert names(await look(own_store)) == [name]


async def test_memory_that_is_nearly_full_is_found(own_store: Store) -> None:
    used = int((await own_store.redis.info("memory"))["used_memory"])
    await own_store.redis.config_set("maxmemory", int(used * 1.05))
    assert names(await look(own_store)) == ["redis-memory"]


async def test_a_replica_is_found(own_store: Store) -> None:
    await own_store.redis.replicaof("127.0.0.1", "1")
    assert names(await look(own_store)) == ["redis-replica"]
    await own_store.redis.replicaof("NO", "ONE")


@pytest.mark.parametrize("login", ["", ":wrong@"])
async def test_a_wrong_or_missing_password_is_found(server: Embedded, own_store: Store, login: str) -> None:
    await own_store.redis.config_set("requirepass", "the-password")
    assert names(await look_at(server.url.replace("unix://", f"unix://{login}"))) == ["redis-password"]
    await own_store.redis.execute_command("AUTH", "the-password")
    await own_store.redis.config_set("requirepass", "")


async def test_a_user_without_rights_is_found(server: Embedded, own_store: Store) -> None:
    await own_store.redis.execute_command("ACL", "SETUSER", "bot", "on", ">pw", "~*", "+@all", "-info")
    assert names(await look_at(server.url.replace("unix://", "unix://bot:pw@"))) == ["redis-refused"]


async def test_a_server_that_is_not_there_is_found() -> None:
    async with pretending({}) as port:
        pass
    assert names(await look_at(f"redis://127.0.0.1:{port}")) == ["redis-unreachable"]


@pytest.mark.parametrize("shift", [timedelta(seconds=90), timedelta(hours=-1)])
async def test_a_clock_that_is_off_is_found(own_store: Store, shift: timedelta) -> None:
    found = await look(own_store, shift=shift)
    assert "clock-skew" in names(found)
    assert any(("behind" if shift > timedelta() else "ahead of") in each.said for each in found)


async def test_data_of_a_newer_release_is_found_and_left_as_it_is(own_store: Store) -> None:
    known = own_store.forms.known
    await own_store.redis.set(keys.FORM, known)
    assert names(await look(own_store)) == [""]
    await own_store.redis.set(keys.FORM, known + 1)
    assert names(await look(own_store)) == ["data-newer"]
    assert await own_store.redis.get(keys.FORM) == str(known + 1)


PRETENDED = [
    ("redis_version:6.0.16\r\nrole:master\r\n", "redis-too-old"),
    (GOOD + "cluster_enabled:1\r\n", "redis-cluster"),
    (GOOD + "aof_last_write_status:err\r\n", "redis-stopped-writing"),
]


@pytest.mark.parametrize(("info", "name"), PRETENDED)
async def test_a_server_that_cannot_serve_is_found(info: str, name: str) -> None:
    time = TIME % int(datetime.now(UTC).timestamp())
    async with pretending({"INFO": bulk(info), "TIME": time, "HDEL": b":0\r\n", "GET": b"$-1\r\n"}) as port:
        assert names(await look_at(f"redis://127.0.0.1:{port}")) == [name]


async def test_a_server_that_reads_its_data_is_told_from_a_broken_one() -> None:
    loading = b"-LOADING Redis is loading the dataset in memory\r\n"
    async with pretending({"INFO": loading}) as port:
        assert names(await look_at(f"redis://127.0.0.1:{port}")) == ["redis-loading"]


async def test_a_certificate_nobody_vouches_for_is_found() -> None:
    async with pretending({}, tls=Trust().server) as port:
        assert names(await look_at(f"rediss://127.0.0.1:{port}")) == ["redis-certificate"]
