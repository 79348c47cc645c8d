"""A story read once, for all watches: its words, and on demand where they stand. No IO.

A text is cut at blanks, and what each cut holds is remembered across stories: the words of an
ordinary story cost one look-up each. Places in the text are worked out only for words that hit.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate, chain, islice
from operator import add
from typing import Final

from alertbot.watches.document import Document
from alertbot.watches.fold import FOLDS, PLAINS, UMLAUTS
from alertbot.watches.sentences import PARAGRAPH, ends_sentence
from alertbot.watches.tags import families
from alertbot.watches.tokens import Memo, pieces
from alertbot.watches.tongue import tongue

CUTS: Final[Memo[tuple[str, ...]]] = Memo(lambda cut: tuple(FOLDS[word] for word in pieces(cut)[1::2]))
"""What stands between two blanks → the forms of its words."""

PLAIN_CUTS: Final[Memo[tuple[str, ...]]] = Memo(lambda cut: tuple(PLAINS[word] for word in pieces(cut)[1::2]))
"""The same with plurals and spellings kept."""


def _spans(cut: str) -> tuple[tuple[int, int], ...]:
    ends = [*accumulate(map(len, pieces(cut)))]
    return tuple(zip(ends[0:-1:2], ends[1::2], strict=True))


SPANS: Final = Memo(_spans)
"""What stands between two blanks → where in it its words begin and end."""

_UMLAUT: Final = frozenset("äöüåøÄÖÜÅØ\u0308\u030a")


class Cut:
    """One field of a story. Words are numbered from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._cuts = text.split(" ")
        self.folds: list[str] = [*chain.from_iterable(map(CUTS.__getitem__, self._cuts))]

    def plains(self) -> Iterator[str]:
        """The words in lower case, plurals and spellings kept."""
        return chain.from_iterable(map(PLAIN_CUTS.__getitem__, self._cuts))

    def surface(self, word: int) -> str:
        """The word as it is written."""
        start, end = self.spans[word]
        return self.text[start:end]

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word begins and ends, in characters of the text."""
        begins = accumulate(map(len, self._cuts), initial=0)
        cuts = zip(range(len(self._cuts)), begins, map(SPANS.__getitem__, self._cuts), strict=False)
        return [
            (blanks + before + start, blanks + before + end)
            for blanks, before, spans in cuts
            for start, end in spans
        ]

    def gap(self, word: int) -> str:
        """What stands between the word and the next, or the end of the text."""
        end = self.spans[word][1]
        return self.text[end : self.spans[word + 1][0] if word + 1 < len(self.folds) else len(self.text)]

    def lead(self, word: int) -> str:
        """What stands between the word and the one before, or the beginning of the text."""
        return self.gap(word - 1) if word else self.text[: self.spans[0][0]]

    def paragraph(self, word: int) -> int:
        return bisect_right(self._breaks, self.spans[word][0])

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

    def surface(self, word: int) -> str:
        cut, own = self._in(word)
        return cut.surface(own)

    def span(self, word: int) -> tuple[int, int]:
        """Where the word stands in its own field."""
        cut, own = self._in(word)
        return cut.spans[own]

    def gap(self, word: int) -> str:
        cut, own = self._in(word)
        return cut.gap(own)

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

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Form → where it stands; a word with umlauts is found under both its forms."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for word, fold in enumerate(self.folds):
            found[fold].append(word)
        for word, fold in self.others:
            found[fold].append(word)
        found.default_factory = None
        return found

    @cached_property
    def others(self) -> list[tuple[int, str]]:
        """Words with umlauts, and their form with ae, oe, ue, aa."""
        if _UMLAUT.isdisjoint(self._title.text) and _UMLAUT.isdisjoint(self._text.text):
            return []
        return [
            (word, other)
            for word, fold in enumerate(self.folds)
            if (other := UMLAUTS[self.surface(word)]) and other != fold
        ]

    @cached_property
    def plains(self) -> list[str]:
        """The words in lower case, their plurals and spellings kept."""
        return [*self._title.plains(), *self._text.plains()]

    def forms(self) -> set[str]:
        """All forms a word or two joined words may be looked up by."""
        forms = self.joined.union(self.folds)
        for word, other in self.others:
            forms.add(other)
            forms.update(self._joined_with(word, other))
        return forms

    def beginnings(self) -> set[str]:
        """All words that a prefix may begin, folded or not."""
        return {*self.folds, *self.plains, *(other for _, other in self.others)}

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
        self.source = Reading(document.source)
        self.origins = frozenset(
            chain(
                (f"source:{form}" for form in self.source.forms()),
                (f"site:{part}" for part in _sites(document.host)),
            )
        )

    @cached_property
    def langs(self) -> frozenset[str]:
        """The forms of its language, which is recognised only when some watch asks."""
        return frozenset(f"lang:{name}" for name in families(tongue(self._document).tag))


def _sites(host: str) -> Iterable[str]:
    """What `site:` may name of a host: each of its ends, and each label alone."""
    labels = host.lower().strip(".").split(".") if host else []
    return {*labels, *(".".join(labels[start:]) for start in range(len(labels)))}
