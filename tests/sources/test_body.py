"""A body is unpacked in slices, however it arrives."""

import gzip
import os
import zlib

import pytest

from alertbot.sources.body import MEMBER_BYTES, SLICE, Body, BrokenError, TooBigError, body_for

MOST = 4 * 1024 * 1024
TEXT = b"All the news that fits. " * 40_000
NOISE = os.urandom(300_000)


def made(encoding: str = "gzip", most: int = MOST) -> Body:
    body = body_for(encoding, most)
    assert body is not None
    return body


def take(body: Body, packed: bytes, at_once: int) -> int:
    """Hands `packed` over in chunks; answers how often others had their turn."""
    chunks = (packed[at : at + at_once] for at in range(0, len(packed), at_once))
    return sum(1 for chunk in chunks for _ in body.take(chunk))


def unpacked(packed: bytes) -> bytes:
    body = made()
    take(body, packed, 1000)
    return body.whole()


@pytest.mark.parametrize("at_once", [1, 7, 1000, 10**6])
@pytest.mark.parametrize("document", [b"", b"<rss/>", TEXT[:9000], NOISE[:9000]])
@pytest.mark.parametrize("encoding", ["gzip", "deflate", ""])
def test_it_is_whole_whatever_the_chunks_are(document: bytes, at_once: int, encoding: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "": bytes}[encoding]
    body = made(encoding)
    take(body, pack(document), at_once)
    assert body.whole() == document


@pytest.mark.parametrize("at_once", [1, 26, 27, 10**6])
def test_a_member_may_begin_with_a_chunk_or_within_one(at_once: int) -> None:
    members = [b"one ", b"two ", b"", b"three"]
    body = made()
    take(body, b"".join(gzip.compress(each, mtime=0) for each in members) + b"\0" * 600, at_once)
    assert body.whole() == b"one two three"


def test_a_member_that_ends_where_a_chunk_does_is_not_the_last() -> None:
    body = made()
    for each in (b"one ", b"two"):
        assert list(body.take(gzip.compress(each))) == []
    assert body.whole() == b"one two"


def test_others_have_their_turn_between_slices() -> None:
    body = made()
    assert take(body, gzip.compress(TEXT), 10**6) >= len(TEXT) // SLICE
    assert body.whole() == TEXT
    assert take(made(), gzip.compress(TEXT[:9000]), 10**6) == 0


def test_what_is_larger_than_the_limit_is_not_unpacked_further() -> None:
    body = made()
    with pytest.raises(TooBigError):
        take(body, gzip.compress(b" " * 50_000_000), 10**6)
    assert body.size <= MOST + SLICE


def test_members_of_nothing_are_too_big_when_they_are_too_many() -> None:
    members = gzip.compress(b"") * (MOST // MEMBER_BYTES + 1)
    with pytest.raises(TooBigError):
        take(made(), members, 64 * 1024)


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(TEXT)[:-9], b"no gzip at all", gzip.compress(b"a") + b"\x1f\x8b"],
    ids=["cut off", "no gzip", "a second member begun"],
)
def test_what_is_broken_or_cut_off_says_so(packed: bytes) -> None:
    with pytest.raises(BrokenError):
        unpacked(packed)
