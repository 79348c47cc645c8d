"""A connection takes only so much in answer to one request."""

import socket
from collections.abc import Iterator

import pytest

from alertbot.sources.wire import (
    AT_ONCE,
    HARDLY,
    HEAD_BYTES,
    JUDGED_BYTES,
    LITTLE_AT_ONCE,
    SPARSE_BYTES,
    UNREAD_BYTES,
    WRAPPING,
    TooMuchError,
    Wire,
)

PIECE = HEAD_BYTES // 16


@pytest.fixture
def ends() -> Iterator[tuple[Wire, socket.socket]]:
    """Ours, and the publisher's."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        Wire(socket.AF_INET, socket.SOCK_STREAM, 0) as ours,
    ):
        ours.connect(server.getsockname())
        theirs, _ = server.accept()
        with theirs:
            yield ours, theirs


def take(ours: Wire, size: int) -> None:
    """Reads `size` bytes, by turns as plain and as encrypted connections are read."""
    room = bytearray(10 * AT_ONCE)
    while size:
        found = len(ours.recv(min(size, 10 * AT_ONCE))) if size % 2 else ours.recv_into(room, min(size, len(room)))
        assert 0 < found <= AT_ONCE
        size -= found


def arrive(ends: tuple[Wire, socket.socket], size: int) -> None:
    """The publisher sends `size` bytes, and we take them."""
    for at in range(0, size, PIECE):
        ends[1].sendall(bytes(min(PIECE, size - at)))
        take(ends[0], min(PIECE, size - at))


def test_what_exceeds_an_answer_ends_the_connection(ends: tuple[Wire, socket.socket]) -> None:
    arrive(ends, HEAD_BYTES)
    with pytest.raises(TooMuchError):
        arrive(ends, 1)


def test_a_body_that_is_read_may_go_on(ends: tuple[Wire, socket.socket]) -> None:
    arrive(ends, HEAD_BYTES)
    ends[0].grant(1000)
    arrive(ends, WRAPPING * 1000)
    with pytest.raises(TooMuchError):
        arrive(ends, 1)


def test_every_request_has_an_answer_of_its_own(ends: tuple[Wire, socket.socket]) -> None:
    for _ in range(3):
        ends[0].send(b"GET / HTTP/1.1\r\n\r\n")
        arrive(ends, HEAD_BYTES - 1)


def test_a_buffer_is_filled_no_further_than_others_can_wait_for(ends: tuple[Wire, socket.socket]) -> None:
    ours, theirs = ends
    for size in (0, 10):
        theirs.sendall(bytes(1000))
        assert ours.recv_into(bytearray(2000), size) == (size or 1000)


def taken_at_once(ends: tuple[Wire, socket.socket]) -> int:
    """How much is taken of plenty; the rest is taken too."""
    ours, theirs = ends
    theirs.sendall(bytes(AT_ONCE))
    found = len(ours.recv(AT_ONCE, socket.MSG_WAITALL))
    take(ours, AT_ONCE - found)
    return found


def test_what_is_hardly_body_has_its_turns_in_little_pieces(ends: tuple[Wire, socket.socket]) -> None:
    assert taken_at_once(ends) == AT_ONCE
    ends[0].grant(AT_ONCE // HARDLY - 1)
    assert taken_at_once(ends) == LITTLE_AT_ONCE
    ends[0].grant(AT_ONCE)
    assert taken_at_once(ends) == AT_ONCE


def test_what_is_hardly_body_soon_ends(ends: tuple[Wire, socket.socket]) -> None:
    arrive(ends, JUDGED_BYTES)
    ends[0].grant(1)
    arrive(ends, SPARSE_BYTES)
    with pytest.raises(TooMuchError):
        arrive(ends, 1)


def test_headers_and_a_handshake_may_come_before_a_bodys_first_byte(ends: tuple[Wire, socket.socket]) -> None:
    arrive(ends, JUDGED_BYTES - 1)
    ends[0].grant(1)
    assert taken_at_once(ends) == AT_ONCE


def test_little_is_taken_at_once_while_nothing_is_read(ends: tuple[Wire, socket.socket]) -> None:
    arrive(ends, UNREAD_BYTES + 1)
    assert taken_at_once(ends) == LITTLE_AT_ONCE
    ends[0].send(b"GET / HTTP/1.1\r\n\r\n")
    assert taken_at_once(ends) == AT_ONCE
