"""The body of an answer, unpacked as it comes in and never larger than a limit. Bytes in, bytes out. No IO."""

import zlib
from collections.abc import Iterator
from typing import Any, Final, Protocol

PLAIN: Final = frozenset({"", "identity", "none", "utf-8"})
"""What servers say of a body that is not packed; some name its charset here."""

GZIP_OR_ZLIB: Final = zlib.MAX_WBITS | 32
RAW: Final = -zlib.MAX_WBITS
MAGIC: Final = b"\x1f\x8b"

SLICE: Final = 128 * 1024
"""Bytes unpacked in one go: a third of a millisecond."""
MEMBER_BYTES: Final = 4 * 1024
"""What each further member counts for, however little it holds: it begins with an unpacker of its own."""


class TooBigError(Exception):
    """The body is larger than the limit."""


class BrokenError(Exception):
    """The body is not packed as the server says, or is cut off."""


class Body(Protocol):
    """Takes what arrives; `size` is how many bytes it holds, unpacked."""

    @property
    def size(self) -> int: ...

    def take(self, chunk: bytes) -> Iterator[None]:
        """Takes `chunk` in slices; between two of them the caller may do something else.

        Raises TooBigError or BrokenError.
        """

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

    def take(self, chunk: bytes) -> Iterator[None]:
        self.add(chunk)
        return iter(())

    def add(self, chunk: bytes) -> None:
        """All of `chunk` at once. Raises TooBigError."""
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
        self._members = 0
        self._padding = False

    @property
    def size(self) -> int:
        return self._plain.size

    def take(self, chunk: bytes) -> Iterator[None]:
        self._count(len(chunk))
        more = bool(chunk)
        while more and (self._member or self._begins(chunk)):
            chunk, more = self._unpack(chunk)
            if more:
                yield

    def whole(self) -> bytes:
        if self._member is not None:
            raise BrokenError
        return self._plain.whole()

    def _begins(self, chunk: bytes) -> bool:
        """Whether a member begins with `chunk`: behind the first, only another of gzip; the rest is padding."""
        self._padding = self._padding or (self._members > 0 and not chunk.startswith(MAGIC[: len(chunk)]))
        if self._padding:
            return False
        self._count(MEMBER_BYTES if self._members else 0)
        self._members += 1
        self._member = zlib.decompressobj(GZIP_OR_ZLIB if _framed(chunk) else RAW)
        return True

    def _unpack(self, chunk: bytes) -> tuple[bytes, bool]:
        """Unpacks one slice of the member under way; answers what is left of `chunk`, and whether to go on."""
        try:
            found = self._member.decompress(chunk, SLICE)
        except zlib.error as error:
            raise BrokenError from error
        self._plain.add(found)
        if not self._member.eof:
            left: bytes = self._member.unconsumed_tail
            return left, len(found) == SLICE
        behind: bytes = self._member.unused_data
        self._member = None
        return behind, bool(behind)

    def _count(self, size: int) -> None:
        self._arrived += size
        if self._arrived > self._most:
            raise TooBigError


def _framed(chunk: bytes) -> bool:
    return chunk.startswith(MAGIC[:1]) or chunk[0] & 0x0F == 8


def body_for(encoding: str, most: int) -> Body | None:
    """What takes a body with this Content-Encoding, or None for one that nobody asked for."""
    name = encoding.strip().lower()
    if name in PLAIN:
        return Plain(most)
    return Deflated(most) if name in ("gzip", "x-gzip", "deflate") else None
