"""The Lua files beside this module, as callables on one client. Each runs as one transaction in Redis."""

from collections.abc import Iterable, Sequence
from importlib.resources import files

from redis.asyncio import Redis
from redis.commands.core import AsyncScript


def script(redis: Redis, name: str, *, lanes: bool = False) -> AsyncScript:
    """The script `lua/<name>.lua`; loaded into the server when it is first called there.

    With `lanes` it begins with what every script that touches the outbox shares.
    """
    return redis.register_script((_read("lanes") if lanes else "") + _read(name))


def counted(rows: Iterable[Sequence[str | float]]) -> tuple[str | float, ...]:
    """Rows as a script's arguments: how many, then all their parts."""
    known = tuple(rows)
    return (len(known), *(part for row in known for part in row))


def _read(name: str) -> str:
    return files("alertbot.store").joinpath("lua", f"{name}.lua").read_text(encoding="utf-8")
