"""Connections that take only so much in answer to one request. Edge.

What an answer is wrapped in costs time as well, and no limit on bodies counts it: interim answers, trailers,
chunks of one byte, extensions of chunks without end. Here everything counts that arrives, also what TLS adds.
"""

import socket
from typing import Any, Final

AT_ONCE: Final = 64 * 1024
"""Bytes taken in one go: what is made of them takes a millisecond or two, then others have their turn."""


class TooMuchError(OSError):
    """More arrived than an answer may take. The connection is of no more use."""


class Wire(socket.socket):
    """A socket that counts what arrives since something was last sent."""

    def __init__(self, family: int, kind: int, protocol: int, *, most: int) -> None:
        super().__init__(family, kind, protocol)
        self._most = most
        self._arrived = 0

    def send(self, data: Any, flags: int = 0, /) -> int:
        self._arrived = 0
        return super().send(data, flags)

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        found = super().recv(min(size, AT_ONCE), flags)
        self._count(len(found))
        return found

    def recv_into(self, buffer: Any, size: int = 0, flags: int = 0) -> int:
        room = size or memoryview(buffer).nbytes
        found = super().recv_into(buffer, min(room, AT_ONCE), flags)
        self._count(found)
        return found

    def _count(self, size: int) -> None:
        self._arrived += size
        if self._arrived > self._most:
            raise TooMuchError("more than an answer may take")
