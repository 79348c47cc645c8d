"""Connections that take only so much in answer to one request. Edge.

What an answer is wrapped in costs time as well, and no limit on bodies counts it: interim answers, trailers,
chunks of one byte, extensions of chunks without end. Here everything counts that arrives, also what TLS adds.
"""

import socket
from typing import Any, Final

AT_ONCE: Final = 32 * 1024
"""Bytes taken in one go: what is made of them takes some milliseconds at worst, then others have their turn."""
HEAD_BYTES: Final = 512 * 1024
"""What may arrive before anything of the body is read: headers, and a body's first bytes that wait behind them."""
WRAPPING: Final = 3
"""What may arrive for each byte of the body that was read, itself among them."""


class TooMuchError(OSError):
    """More arrived than an answer may take. The connection is of no more use."""


class Wire(socket.socket):
    """A socket that counts what arrives since something was last sent."""

    def __init__(self, family: int, kind: int, protocol: int) -> None:
        super().__init__(family, kind, protocol)
        self._left = HEAD_BYTES

    def grant(self, size: int) -> None:
        """So many bytes of a body were read: as many may arrive again, wrapped."""
        self._left += WRAPPING * size

    def send(self, data: Any, flags: int = 0, /) -> int:
        self._left = HEAD_BYTES
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
        self._left -= size
        if self._left < 0:
            raise TooMuchError("more than an answer may take")
