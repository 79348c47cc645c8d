"""One field of a story, cut at blanks: what each cut holds, and where in the text it stands. No IO.

What cuts hold is remembered across stories: the words of an ordinary story cost one look-up each.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, chain
from typing import Final

from alertbot.watches.fold import FOLDS, PLAINS, UMLAUTS
from alertbot.watches.sentences import PARAGRAPH
from alertbot.watches.tokens import Memo, pieces

CUTS: Final[Memo[tuple[str, ...]]] = Memo(lambda cut: tuple(FOLDS[word] for word in pieces(cut)[1::2]))
"""What stands between two blanks → the forms of its words."""

PLAIN_CUTS: Final[Memo[tuple[str, ...]]] = Memo(lambda cut: tuple(PLAINS[word] for word in pieces(cut)[1::2]))
"""The same with plurals and spellings kept."""


def _spans(cut: str) -> tuple[tuple[int, int], ...]:
    ends = [*accumulate(map(len, pieces(cut)))]
    return tuple(zip(ends[0:-1:2], ends[1::2], strict=True))


SPANS: Final = Memo(_spans)
"""What stands between two blanks → where in it its words begin and end."""

_UMLAUT: Final = re.compile("[äöüåøÄÖÜÅØ\u0308\u030a]")


def beginnings(cut: str) -> set[str]:
    """All words of a cut that a prefix may begin, folded or not."""
    others = (UMLAUTS[word] for word in pieces(cut)[1::2]) if has_umlaut(cut) else ()
    return {*CUTS[cut], *PLAIN_CUTS[cut], *filter(None, others)}


def has_umlaut(text: str) -> bool:
    """Whether a letter in it has a second spelling."""
    return not text.isascii() and _UMLAUT.search(text) is not None


class Cut:
    """One field of a story. Words are numbered from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.cuts = text.split(" ")
        self._words = [*map(CUTS.__getitem__, self.cuts)]
        self.folds: list[str] = [*chain.from_iterable(self._words)]
        self._spans: dict[int, tuple[tuple[int, int], ...]] = {}

    def plains(self) -> Iterator[str]:
        """The words in lower case, plurals and spellings kept."""
        return chain.from_iterable(map(PLAIN_CUTS.__getitem__, self.cuts))

    def surface(self, word: int) -> str:
        """The word as it is written."""
        start, end = self.span(word)
        return self.text[start:end]

    def span(self, word: int) -> tuple[int, int]:
        """Where the word begins and ends, in characters of the text."""
        rank = bisect_right(self._words_before, word) - 1
        start, end = self._spans_in(rank)[word - self._words_before[rank]]
        before = self._characters_before[rank] + rank  # each cut before this one ended in a blank
        return before + start, before + end

    def _spans_in(self, rank: int) -> tuple[tuple[int, int], ...]:
        """The places in one cut; long ones, as in Chinese, are not remembered across stories."""
        spans = self._spans.get(rank)
        if spans is None:
            spans = self._spans[rank] = SPANS[self.cuts[rank]]
        return spans

    @cached_property
    def _words_before(self) -> list[int]:
        return [*accumulate(map(len, self._words), initial=0)]

    @cached_property
    def _characters_before(self) -> list[int]:
        return [*accumulate(map(len, self.cuts), initial=0)]

    def in_one_cut(self, word: int) -> bool:
        """Whether no blank stands between the word and the next."""
        return word + 1 < self._words_before[bisect_right(self._words_before, word)]

    def gap(self, word: int) -> str:
        """What stands between the word and the next, or the end of the text."""
        rank = bisect_right(self._words_before, word) - 1
        spans, own = self._spans_in(rank), word - self._words_before[rank]
        if own + 1 < len(spans):
            return self.cuts[rank][spans[own][1] : spans[own + 1][0]]
        end = self.span(word)[1]
        return self.text[end : self.span(word + 1)[0] if word + 1 < len(self.folds) else len(self.text)]

    def lead(self, word: int) -> str:
        """What stands between the word and the one before, or the beginning of the text."""
        return self.gap(word - 1) if word else self.text[: self.span(0)[0]]

    def paragraph(self, word: int) -> int:
        return bisect_right(self._breaks, self.span(word)[0])

    @cached_property
    def _breaks(self) -> list[int]:
        return [found.start() for found in PARAGRAPH.finditer(self.text)]
