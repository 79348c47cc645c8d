"""Which prefixes the words of a story begin with. Cuts of a text in, prefixes out. No IO."""

from collections.abc import Callable, Iterable
from itertools import chain

HEAD = 2
"""Letters by which words and prefixes are kept together; no prefix is shorter."""

MOST_CUTS = 4_000
"""Cuts remembered for one head: a new prefix forgets those that it may begin."""

MOST_HEADS = 20_000
LONGEST = 40
"""Characters of a cut that is remembered."""


class Prefixes:
    """Prefixes, each as often as it was added; each cut is held against them once, not once a story."""

    def __init__(self, words: Callable[[str], Iterable[str]]) -> None:
        """`words` are those of a cut that a prefix may begin."""
        self._words = words
        self._counts: dict[str, dict[str, int]] = {}
        self._longest = HEAD
        self._heads: dict[str, list[str]] = {}
        self._known = _Known(self._work_out)
        self._without: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._counts)

    def add(self, prefix: str) -> None:
        counts = self._counts.setdefault(prefix[:HEAD], {})
        counts[prefix] = counts.get(prefix, 0) + 1
        self._longest = max(self._longest, len(prefix))
        if counts[prefix] == 1:
            self._forget(prefix[:HEAD])

    def remove(self, prefix: str) -> None:
        counts = self._counts[prefix[:HEAD]]
        counts[prefix] -= 1
        if counts[prefix]:
            return
        del counts[prefix]
        if not counts:
            del self._counts[prefix[:HEAD]]
        self._forget(prefix[:HEAD])

    def of(self, cuts: set[str]) -> set[str]:
        """The prefixes that a word of any of `cuts` begins with, each with its star."""
        return set(chain.from_iterable(map(self._known.__getitem__, cuts - self._without)))

    def _forget(self, head: str) -> None:
        for cut in self._heads.pop(head, ()):
            self._known.pop(cut, None)
            self._without.discard(cut)

    def _work_out(self, cut: str) -> tuple[str, ...]:
        words = {*self._words(cut)}
        found = tuple({prefix for word in words for prefix in self._of_word(word)})
        if len(self._heads) > MOST_HEADS:
            self._heads.clear()
            self._known.clear()
            self._without.clear()
        heads = [self._heads.setdefault(head, []) for head in {word[:HEAD] for word in words}]
        if len(cut) < LONGEST and all(len(known) < MOST_CUTS for known in heads):
            for known in heads:
                known.append(cut)
            if found:
                self._known[cut] = found
            else:
                self._without.add(cut)
        return found

    def _of_word(self, word: str) -> Iterable[str]:
        counts = self._counts.get(word[:HEAD])
        if counts is None:
            return ()
        sizes = range(HEAD, min(len(word), self._longest) + 1)
        return (f"{word[:size]}*" for size in sizes if word[:size] in counts)


class _Known(dict[str, tuple[str, ...]]):
    """Cut → its prefixes, worked out when it is first met."""

    def __init__(self, work_out: Callable[[str], tuple[str, ...]]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, cut: str) -> tuple[str, ...]:
        return self._work_out(cut)
