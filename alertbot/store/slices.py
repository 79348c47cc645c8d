"""Where the tokens of stories stand: in slices of the log, each of which is many small hashes. Values, no IO.

Slice after slice is filled, and whole slices end. A token is looked for in every slice, so there are few of
them. A hash costs as much as a few tokens, and a new slice has many with one token each: so each is twice as
large as all before it and no larger, until there are so many stories that the log is the smaller part.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from alertbot.store import keys

SMALLEST = 4096
LARGEST = 917_504
GROWTH = 2
LARGE_FROM = 110_592
MOST_REMEMBERED = 1_000_000
TOKENS_A_STORY = 15
TOKENS_A_HASH = 90
ARTICLES_A_HASH = 64

Token = tuple[int, int]
"""Which of a slice's hashes, by remainder, and the field in it: a number below 2**31, which Redis keeps in
five bytes."""


@dataclass(frozen=True, slots=True)
class Slice:
    """`size` stories from the number `first` on."""

    first: int
    size: int

    @property
    def hashes(self) -> int:
        """How many hashes hold its tokens."""
        return self.size * TOKENS_A_STORY // TOKENS_A_HASH

    @property
    def end(self) -> int:
        """The first number after it."""
        return self.first + self.size


def slice_at(number: int) -> Slice:
    """The slice the story `number` falls in."""
    found = Slice(0, SMALLEST)
    while number >= found.end:
        found = Slice(found.end, GROWTH * found.end if found.end < LARGE_FROM else LARGEST)
    return found


def slices(newest: int) -> tuple[Slice, ...]:
    """The slices to look in when `newest` is about the last number, newest first."""
    return _looked_in(newest // SMALLEST)


def places(tokens: Iterable[Token], number: int) -> list[tuple[str, int]]:
    """The key and the field of each token of the story `number`."""
    its = slice_at(number)
    first, hashes = its.first, its.hashes
    return [(keys.known(first, bucket % hashes), field) for bucket, field in tokens]


def outlived(number: int) -> list[str]:
    """The keys that may go when the story `number` comes: its share of the slices nobody looks in any more.

    While a slice is filled, those that it pushed out are emptied little by little.
    """
    its = slice_at(number)
    done = number - its.first
    return [key for gone in _pushed_out(its) for key in (*_tokens(gone, done, its), *_articles(gone, done, its))]


@lru_cache(maxsize=8)
def _looked_in(smallest: int) -> tuple[Slice, ...]:
    """The slices to look in from any number of the `smallest`-th run of SMALLEST on: none begins inside of one."""
    return _back_from(slice_at(smallest * SMALLEST))


@lru_cache(maxsize=8)
def _back_from(newest: Slice) -> tuple[Slice, ...]:
    found = [newest]
    while found[-1].first > max(0, newest.first - MOST_REMEMBERED):
        found.append(slice_at(found[-1].first - 1))
    return tuple(found)


@lru_cache(maxsize=8)
def _pushed_out(by: Slice) -> tuple[Slice, ...]:
    before = slices(by.first - 1) if by.first else ()
    return tuple(each for each in before if each not in _back_from(by))


def _tokens(gone: Slice, done: int, by: Slice) -> list[str]:
    return [keys.known(gone.first, bucket) for bucket in _share(gone.hashes, done, by)]


def _articles(gone: Slice, done: int, by: Slice) -> list[str]:
    first, count = gone.first // ARTICLES_A_HASH, gone.size // ARTICLES_A_HASH
    return [keys.articles(first + bucket) for bucket in _share(count, done, by)]


def _share(count: int, done: int, by: Slice) -> range:
    """Which of `count` hashes go with the story number `done` of the slice `by`."""
    return range(done * count // by.size, (done + 1) * count // by.size)
