"""Connections that write commands in C. Edge.

redis-py reads answers with hiredis and writes commands in Python, which for a commit of a poll is most of what its
caller pays. The bytes are the same.
"""

from typing import Any

from hiredis import pack_command
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import DataError


class _Packing:
    """Packs whole commands with hiredis."""

    def pack_command(self, *args: Any) -> list[bytes]:
        """The command on the wire; a name of two words (`SCRIPT LOAD`) is two arguments. Raises DataError."""
        name, *rest = args
        try:
            return [pack_command((*name.split(), *rest))]
        except TypeError as error:
            raise DataError(str(error)) from error


def packing(kind: type[AbstractConnection]) -> type[AbstractConnection]:
    """Connections of the same kind that pack so."""
    return type(f"Packing{kind.__name__}", (_Packing, kind), {})
