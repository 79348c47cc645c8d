"""A connection takes only so much in answer to one request."""

import socket
from collections.abc import Iterator

import pytest

from alertbot.sources.wire import AT_ONCE, TooMuchError, Wire

MOST = 4 * AT_ONCE


@pytest.fixture
def ends() -> Iterator[tuple[Wire, socket.socket]]:
    """Ours, and the publisher's."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        Wire(socket.AF_INET, socket.SOCK_STREAM, 0, most=MOST) as ours,
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


def test_what_exceeds_an_answer_ends_the_connection(ends: tuple[Wire, socket.socket]) -> None:
    ours, theirs = ends
    for _ in range(4):
        theirs.sendall(bytes(AT_ONCE))
        take(ours, AT_ONCE)
    theirs.sendall(b"x")
    with pytest.raises(TooMuchError):
        ours.recv(10)


def test_every_request_has_an_answer_of_its_own(ends: tuple[Wire, socket.socket]) -> None:
    ours, theirs = ends
    for _ in range(6):
        ours.send(b"GET / HTTP/1.1\r\n\r\n")
        for _ in range(3):
            theirs.sendall(bytes(AT_ONCE))
            take(ours, AT_ONCE)


def test_a_buffer_is_filled_no_further_than_others_can_wait_for(ends: tuple[Wire, socket.socket]) -> None:
    ours, theirs = ends
    theirs.sendall(bytes(1000))
    assert ours.recv_into(bytearray(2000)) == 1000
    theirs.sendall(bytes(1000))
    assert ours.recv_into(bytearray(2000), 10) == 10
