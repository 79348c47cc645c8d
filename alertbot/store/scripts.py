"""The Lua files beside this module, as callables on one client. Each runs as one transaction in Redis."""

from importlib.resources import files

from redis.asyncio import Redis
from redis.commands.core import AsyncScript


def script(redis: Redis, name: str) -> AsyncScript:
    """The script `lua/<name>.lua`; loaded into the server when it is first called there."""
    source = files("alertbot.store").joinpath("lua", f"{name}.lua").read_text(encoding="utf-8")
    return redis.register_script(source)
