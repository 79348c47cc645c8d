"""A story read once, for all watches: its words, and on demand where they stand. No IO.

Places are worked out only for words that a watch asks for.
"""

from collections.abc import Container, Iterator
from contextlib import suppress
from functools import cached_property, lru_cache
from itertools import chain, compress, count, islice
from operator import add
from typing import Final

from alertbot.watches.cut import Cut, has_umlaut
from alertbot.watches.document import Document
from alertbot.watches.fold import UMLAUTS
from alertbot.watches.sentences import ends_sentence
from alertbot.watches.tags import families
from alertbot.watches.tongue import Tongue, tongue

_NOWHERE: Final[list[int]] = []
MOST_SCANS: Final = 6
"""Forms that are looked for one by one; for more all places are worked out at once."""


class Reading:
    """The title's words, then the text's, numbered through; a gap that nothing crosses is between them."""

    def __init__(self, title: str, text: str = "") -> None:
        self._title, self._text = Cut(title), Cut(text)
        self.folds = [*self._title.folds, *self._text.folds]
        self.first_of_text = len(self._title.folds)
        self._asked: Container[str] = ()
        self._known: set[str] = set()
        self._places: dict[str, list[int]] = {}
        self._joined_places: dict[str, list[int]] = {}
        self._scans = 0
        self.found: dict[object, list[tuple[int, int]]] = {}
        """Term → where it was found, for those asked for by several watches."""

    def surface(self, word: int) -> str:
        cut, own = self._in(word)
        return cut.surface(own)

    def span(self, word: int) -> tuple[int, int]:
        """Where the word stands in its own field."""
        if word < self.first_of_text:
            return self._title.span(word)
        return self._text.span(word - self.first_of_text)

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

    def known(self, forms: Container[str]) -> set[str]:
        """Those of `forms` that a word or two joined words have; where they stand is known from then on."""
        self._asked = forms
        self._places = _grouped(self.folds, forms)
        self._joined_places = _grouped(self._pairs, forms)
        for word, other in self.others:
            if other in forms:
                self._places.setdefault(other, []).append(word)
        self._known = {*self._places, *self._joined_places}
        if self.others:
            self._known.update(filter(forms.__contains__, self.forms))
        return {*self._known}

    def lacks(self, form: str) -> bool:
        """Whether neither a word nor two joined words have this form."""
        return form not in self._known and (form in self._asked or form not in self.forms)

    @cached_property
    def _pairs(self) -> list[str]:
        """Each two words in a row as one, also where a sentence ends between them."""
        return [*map(add, self.folds, islice(self.folds, 1, None))]

    @cached_property
    def _joined(self) -> set[str]:
        return set(self._pairs)

    def is_word(self, form: str) -> bool:
        """Whether `form`, which is known, stands as one word and never as two."""
        return form in self._places and form not in self._joined_places

    def has_joined(self, form: str) -> bool:
        """Whether two words in a row make `form`."""
        return form in (self._joined_places if form in self._asked else self._joined)

    def joined_at(self, form: str) -> list[int]:
        """Where a word and the next make `form`, in order."""
        places = {place for place, pair in self._other_pairs if pair == form} if self.others else set()
        return sorted(places.union(self._joined_places.get(form) or _scan(self._pairs, form)))

    def at(self, form: str) -> list[int]:
        """Where a form stands, in order; a word with umlauts is found under both its forms."""
        places = self._places.get(form)
        if places is None:
            if form in self._asked or form not in self.forms:
                return _NOWHERE
            self._scans += 1
            if self._scans > MOST_SCANS:
                return self._every_place.get(form, _NOWHERE)
            others = [word for word, other in self.others if other == form]
            places = self._places[form] = _scan(self.folds, form) + others
        return places

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
        if not has_umlaut(self._title.text) and not has_umlaut(self._text.text):
            return []
        return [
            (word, other)
            for word, fold in enumerate(self.folds)
            if (other := UMLAUTS[self.surface(word)]) and other != fold
        ]

    def beginning(self, start: str) -> list[int]:
        """Where words stand that begin with `start`, folded or not, in order."""
        places = {word for word, other in self.others if other.startswith(start)}
        return sorted(places.union(*(_beginning(row, f"\0{start}") for row in self._rows)))

    @cached_property
    def _rows(self) -> tuple[str, str]:
        """All words in a row, folded and not, each after a character that is in none."""
        plains = chain(self._title.plains(), self._text.plains())
        return "\0".join(["", *self.folds]), "\0".join(["", *plains])

    @property
    def cuts(self) -> set[str]:
        """All that stands between blanks."""
        return {*self._title.cuts, *self._text.cuts}

    @cached_property
    def forms(self) -> set[str]:
        """All forms that a word or two joined words may be looked up by."""
        forms = self._joined.union(self.folds)
        if self.others:
            forms.update(other for _, other in self.others)
            forms.update(pair for _, pair in self._other_pairs)
        return forms

    def words(self) -> set[str]:
        """All forms of single words."""
        return {*self.folds, *(other for _, other in self.others)}

    @cached_property
    def _other_pairs(self) -> list[tuple[int, str]]:
        """Two words in a row, of which one or both have umlauts, in the spellings of `others`."""
        spelled = dict(self.others)
        found = []
        for word in sorted({place for other in spelled for place in (other - 1, other)}):
            if 0 <= word < len(self.folds) - 1:
                heads = {self.folds[word], spelled.get(word, self.folds[word])}
                tails = {self.folds[word + 1], spelled.get(word + 1, self.folds[word + 1])}
                found += [(word, head + tail) for head in heads for tail in tails]
        return found

    def _in(self, word: int) -> tuple[Cut, int]:
        if word < self.first_of_text:
            return self._title, word
        return self._text, word - self.first_of_text


def _grouped(forms: list[str], wanted: Container[str]) -> dict[str, list[int]]:
    """Where each of `wanted` stands in `forms`; a few are there."""
    places: dict[str, list[int]] = {}
    for place in compress(count(), map(wanted.__contains__, forms)):
        places.setdefault(forms[place], []).append(place)
    return places


def _scan(forms: list[str], form: str) -> list[int]:
    places: list[int] = []
    with suppress(ValueError):
        while True:
            places.append(forms.index(form, places[-1] + 1 if places else 0))
    return places


def _beginning(row: str, start: str) -> Iterator[int]:
    """The numbers of the words in `row` at which `start` stands."""
    word, before, at = 0, 0, row.find(start)
    while at >= 0:
        word += row.count("\0", before, at)
        yield word
        before, at = at, row.find(start, at + 1)


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
    return reading, frozenset(f"source:{form}" for form in reading.forms)


@lru_cache(maxsize=1_000)
def _sites(host: str) -> frozenset[str]:
    """What `site:` may name of a host: each of its ends, and each label alone."""
    labels = host.lower().strip(".").split(".") if host else []
    return frozenset(
        f"site:{part}" for part in (*labels, *(".".join(labels[start:]) for start in range(len(labels))))
    )
