"""The body of an answer, unpacked as it comes in and never larger than a limit. Bytes in, bytes out. No IO."""

import zlib
from typing import Any, Final, Protocol

PLAIN: Final = frozenset({"", "identity", "none", "utf-8"})
"""What servers say of a body that is not packed; some name its charset here."""

GZIP_OR_ZLIB: Final = zlib.MAX_WBITS | 32
RAW: Final = -zlib.MAX_WBITS
MAGIC: Final = b"\x1f\x8b"


class TooBigError(Exception):
    """The body is larger than the limit."""


class BrokenError(Exception):
    """The body is not packed as the server says, or is cut off."""


class Body(Protocol):
    """Takes what arrives; `size` is how many bytes it holds, unpacked."""

    @property
    def size(self) -> int: ...

    def take(self, chunk: bytes) -> None:
        """Raises TooBigError or BrokenError."""

    def whole(self) -> bytes:
        """All of it, at the end. Raises BrokenError when the end is missing."""


class Plain:
    """A body as it is."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._chunks: list[bytes] = []
        self._size = 0

    @property
    def size(self) -> int:
        return self._size

    def take(self, chunk: bytes) -> None:
        self._size += len(chunk)
        if self._size > self._most:
            raise TooBigError
        self._chunks.append(chunk)

    def whole(self) -> bytes:
        return self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)


class Deflated:
    """A body packed with gzip or deflate, with or without zlib's frame.

    What arrives counts too: a stream can be endless and unpack to nothing.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._arrived = 0
        self._plain = Plain(most)
        self._member: Any = None
        self._done = False

    @property
    def size(self) -> int:
        return self._plain.size

    def take(self, chunk: bytes) -> None:
        self._arrived += len(chunk)
        if self._arrived > self._most:
            raise TooBigError
        while chunk and not self._done:
            chunk = self._unpack(chunk)

    def whole(self) -> bytes:
        if self._member is not None:
            raise BrokenError
        return self._plain.whole()

    def _unpack(self, chunk: bytes) -> bytes:
        """Unpacks what `chunk` has of the member under way; answers what lies behind its end."""
        if self._member is None:
            self._member = zlib.decompressobj(GZIP_OR_ZLIB if _framed(chunk) else RAW)
        try:
            self._plain.take(self._member.decompress(chunk, self._most - self.size + 1))
        except zlib.error as error:
            raise BrokenError from error
        if not self._member.eof:
            return b""
        behind: bytes = self._member.unused_data
        self._member = None
        self._done = not behind.startswith(MAGIC)  # only another member goes on; anything else is padding
        return behind


def _framed(chunk: bytes) -> bool:
    return chunk.startswith(MAGIC[:1]) or chunk[0] & 0x0F == 8


def body_for(encoding: str, most: int) -> Body | None:
    """What takes a body with this Content-Encoding, or None for one that nobody asked for."""
    name = encoding.strip().lower()
    if name in PLAIN:
        return Plain(most)
    return Deflated(most) if name in ("gzip", "x-gzip", "deflate") else None
