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

LITTLE_AT_ONCE: Final = 1024
"""Bytes taken in one go where hardly anything of them is body: a third of a millisecond's work."""
UNREAD_BYTES: Final = 64 * 1024
"""What may arrive while nothing is read before only little is taken at once."""
HARDLY: Final = 4
"""Only one byte of so many is body."""
JUDGED_BYTES: Final = 16 * 1024
"""What arrives before it is judged how much of it is body: headers and a handshake come first."""
SPARSE_BYTES: Final = 32 * 1024
"""What may still arrive, beside what is granted, once hardly anything was body."""


class TooMuchError(OSError):
    """More arrived than an answer may take. The connection is of no more use."""


class Wire(socket.socket):
    """A socket that counts what arrives since something was last sent."""

    def __init__(self, family: int, kind: int, protocol: int) -> None:
        super().__init__(family, kind, protocol)
        self._begin()

    def _begin(self) -> None:
        self._left, self._unread, self._at_once = HEAD_BYTES, 0, AT_ONCE

    def grant(self, size: int) -> None:
        """So many bytes of a body were read: as many may arrive again, wrapped.

        Where hardly anything of what arrived is body, it has its turns in little pieces, and soon ends.
        """
        self._left += WRAPPING * size
        judged = self._unread >= JUDGED_BYTES or self._at_once == LITTLE_AT_ONCE
        if judged and self._unread > HARDLY * size:
            self._at_once, self._left = LITTLE_AT_ONCE, min(self._left, SPARSE_BYTES)
        else:
            self._at_once = AT_ONCE
        self._unread = 0

    def send(self, data: Any, flags: int = 0, /) -> int:
        self._begin()
        return super().send(data, flags)

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        found = super().recv(min(size, self._at_once), flags)
        self._count(len(found))
        return found

    def recv_into(self, buffer: Any, size: int = 0, flags: int = 0) -> int:
        room = size or memoryview(buffer).nbytes
        found = super().recv_into(buffer, min(room, self._at_once), flags)
        self._count(found)
        return found

    def _count(self, size: int) -> None:
        self._left -= size
        self._unread += size
        if self._unread > UNREAD_BYTES:
            self._at_once = LITTLE_AT_ONCE
        if self._left < 0:
            raise TooMuchError("more than an answer may take")
