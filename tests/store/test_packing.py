"""Commands are the same bytes as redis-py would write."""

import pytest
from redis.asyncio import Connection, UnixDomainSocketConnection
from redis.exceptions import DataError

from alertbot.store.connect import connect
from alertbot.store.packing import packing


@pytest.mark.parametrize(
    "command",
    [
        ("GET", "ключ"),
        ("SCRIPT LOAD", "return 1"),
        (b"SET", b"\x00\xff\r\n", ""),
        ("EVALSHA", "sha", 1, -1, 1.5, 1e20, 1e-7, float("inf"), 1732786740.123456),
        ("SET", "a", "x" * 100_000),
    ],
    ids=["text", "two words", "bytes", "numbers", "large"],
)
def test_a_command_is_packed_as_redis_py_packs_it(command: tuple[str | bytes | float, ...]) -> None:
    packed = packing(Connection)().pack_command(*command)
    assert b"".join(packed) == b"".join(Connection().pack_command(*command))


def test_what_no_command_can_hold_is_refused_as_redis_py_does() -> None:
    with pytest.raises(DataError):
        packing(Connection)().pack_command("SET", "a", None)


@pytest.mark.parametrize(
    ("url", "kind"),
    [("redis://127.0.0.1:1", Connection), ("unix:///nowhere.sock", UnixDomainSocketConnection)],
    ids=["tcp", "unix"],
)
async def test_every_client_packs_so_and_connects_as_its_address_says(url: str, kind: type[Connection]) -> None:
    made = connect(url).connection_pool.make_connection()  # type: ignore[no-untyped-call]  # redis-py leaves it so
    assert isinstance(made, kind)
    assert type(made).pack_command is packing(kind).pack_command
