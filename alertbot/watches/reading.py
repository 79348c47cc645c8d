"""A story read once, for all watches: its words, and on demand where they stand. No IO.

A text is cut at blanks, and what each cut holds is remembered across stories: the words of an
ordinary story cost one look-up each. Places are worked out only for words that a watch asks for.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property, lru_cache
from itertools import accumulate, chain, islice
from operator import add
from typing import Final

from alertbot.watches.document import Document
from alertbot.watches.fold import FOLDS, PLAINS, UMLAUTS
from alertbot.watches.sentences import PARAGRAPH, ends_sentence
from alertbot.watches.tags import families
from alertbot.watches.tokens import Memo, pieces
from alertbot.watches.tongue import Tongue, tongue

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

_NOWHERE: Final[list[int]] = []
MOST_SCANS: Final = 6
"""Forms that are looked for one by one; for more all places are worked out at once."""


def beginnings(cut: str) -> set[str]:
    """All words of a cut that a prefix may begin, folded or not."""
    others = (UMLAUTS[word] for word in pieces(cut)[1::2]) if _has_umlaut(cut) else ()
    return {*CUTS[cut], *PLAIN_CUTS[cut], *filter(None, others)}


def _has_umlaut(text: str) -> bool:
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


class Reading:
    """The title's words, then the text's, numbered through; a gap that nothing crosses is between them."""

    def __init__(self, title: str, text: str = "") -> None:
        self._title, self._text = Cut(title), Cut(text)
        self.folds = [*self._title.folds, *self._text.folds]
        self.first_of_text = len(self._title.folds)
        self.joined: set[str] = set(map(add, self.folds, islice(self.folds, 1, None)))
        """Each two words in a row as one, also where a sentence ends between them."""
        self._places: dict[str, list[int]] = {}
        self.found: dict[object, list[tuple[int, int]]] = {}
        """Term → where it was found, for those asked for by several watches."""

    def surface(self, word: int) -> str:
        cut, own = self._in(word)
        return cut.surface(own)

    def span(self, word: int) -> tuple[int, int]:
        """Where the word stands in its own field."""
        cut, own = self._in(word)
        return cut.span(own)

    def around(self, first: int, last: int, reach: int) -> tuple[str, str, str]:
        """The text from one word to another, between what stands `reach` characters before and after it."""
        cut, own = self._in(first)
        start, end = cut.span(own)[0], cut.span(own + last - first)[1]
        return cut.text[max(0, start - reach) : start], cut.text[start:end], cut.text[end : end + reach]

    def gap(self, word: int) -> str:
        cut, own = self._in(word)
        return cut.gap(own)

    def in_one_cut(self, word: int) -> bool:
        """Whether no blank stands between the word and the next."""
        cut, own = self._in(word)
        return cut.in_one_cut(own)

    def lead(self, word: int) -> str:
        cut, own = self._in(word)
        return cut.lead(own)

    def paragraph(self, word: int) -> int:
        """A number that differs between paragraphs, the headline being one."""
        cut, own = self._in(word)
        return cut.paragraph(own) if cut is self._text else -1 - cut.paragraph(own)

    def follows(self, word: int) -> bool:
        """Whether the next word is in the same sentence as `word`."""
        if word + 1 in (self.first_of_text, len(self.folds)):
            return False
        gap = self.gap(word)
        return gap in (" ", "-", "") or not ends_sentence(self.surface(word), gap, self.surface(word + 1))

    def at(self, form: str) -> list[int]:
        """Where a form stands, in order; a word with umlauts is found under both its forms."""
        if len(self._places) < MOST_SCANS:
            places = self._places.get(form)
            if places is None:
                places = self._places[form] = self._scan(form)
            return places
        return self._every_place.get(form, _NOWHERE)

    def _scan(self, form: str) -> list[int]:
        places: list[int] = []
        with suppress(ValueError):
            while True:
                places.append(self.folds.index(form, places[-1] + 1 if places else 0))
        return places + [word for word, other in self.others if other == form]

    @cached_property
    def _every_place(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for word, fold in enumerate(self.folds):
            if fold in found:
                found[fold].append(word)
            else:
                found[fold] = [word]
        for word, fold in self.others:
            found.setdefault(fold, []).append(word)
        return found

    @cached_property
    def others(self) -> list[tuple[int, str]]:
        """Words with umlauts, and their form with ae, oe, ue, aa."""
        if not _has_umlaut(self._title.text) and not _has_umlaut(self._text.text):
            return []
        return [
            (word, other)
            for word, fold in enumerate(self.folds)
            if (other := UMLAUTS[self.surface(word)]) and other != fold
        ]

    def beginning(self, start: str) -> list[int]:
        """Where words stand that begin with `start`, folded or not, in order."""
        forms = [form for form in self._spellings if form.startswith(start)]
        places = {place for form in forms for place in self.at(form)}
        changed = {form for form in forms if not self.at(form)}
        if changed:
            plains = chain(self._title.plains(), self._text.plains())
            places.update(word for word, plain in enumerate(plains) if plain in changed)
        return sorted(places)

    @cached_property
    def _spellings(self) -> set[str]:
        """All words, folded or not."""
        return self.words().union(*map(PLAIN_CUTS.__getitem__, self.cuts))

    @property
    def cuts(self) -> set[str]:
        """All that stands between blanks."""
        return {*self._title.cuts, *self._text.cuts}

    def forms(self) -> set[str]:
        """All forms a word or two joined words may be looked up by."""
        forms = self.joined.union(self.folds)
        for word, other in self.others:
            forms.add(other)
            forms.update(self._joined_with(word, other))
        return forms

    def words(self) -> set[str]:
        """All forms of single words."""
        return {*self.folds, *(other for _, other in self.others)}

    def _joined_with(self, word: int, other: str) -> Iterator[str]:
        if word:
            yield self.folds[word - 1] + other
        if word + 1 < len(self.folds):
            yield other + self.folds[word + 1]

    def _in(self, word: int) -> tuple[Cut, int]:
        if word < self.first_of_text:
            return self._title, word
        return self._text, word - self.first_of_text


class Story(Reading):
    """A document read for the index: its words, and the forms of its source, host and language."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.title, document.text)
        self._document = document
        self.source, sources = _named(document.source)
        self.origins = sources | _sites(document.host)

    @cached_property
    def tongue(self) -> Tongue:
        """Its language, which is recognised only when some watch asks."""
        return tongue(self._document)

    @cached_property
    def langs(self) -> frozenset[str]:
        """The forms of its language."""
        return frozenset(f"lang:{name}" for name in families(self.tongue.tag))


@lru_cache(maxsize=1_000)
def _named(source: str) -> tuple[Reading, frozenset[str]]:
    """A source's name, read, and its forms; there are few of them."""
    reading = Reading(source)
    return reading, frozenset(f"source:{form}" for form in reading.forms())


@lru_cache(maxsize=1_000)
def _sites(host: str) -> frozenset[str]:
    """What `site:` may name of a host: each of its ends, and each label alone."""
    labels = host.lower().strip(".").split(".") if host else []
    return frozenset(
        f"site:{part}" for part in (*labels, *(".".join(labels[start:]) for start in range(len(labels))))
    )
