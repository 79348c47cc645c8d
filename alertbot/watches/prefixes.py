"""Which prefixes the words of a story begin with. Words in, prefixes out. No IO."""

from collections.abc import Callable, Iterable
from itertools import chain

HEAD = 2
"""Letters by which words and prefixes are kept together; no prefix is shorter."""

MOST_WORDS = 1_000
"""Words remembered for one head: a new prefix forgets those that it may begin."""

MOST_HEADS = 20_000


class Prefixes:
    """Prefixes, each as often as it was added; each word is held against them once, not once a story."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[str, int]] = {}
        self._heads: dict[str, list[str]] = {}
        self._known = _Known(self._work_out)

    def __bool__(self) -> bool:
        return bool(self._counts)

    def add(self, prefix: str) -> None:
        counts = self._counts.setdefault(prefix[:HEAD], {})
        counts[prefix] = counts.get(prefix, 0) + 1
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

    def of(self, words: Iterable[str]) -> set[str]:
        """The prefixes that any of `words` begins with, each with its star."""
        return set(chain.from_iterable(map(self._known.__getitem__, words)))

    def _forget(self, head: str) -> None:
        for word in self._heads.pop(head, ()):
            self._known.pop(word, None)

    def _work_out(self, word: str) -> tuple[str, ...]:
        counts = self._counts.get(word[:HEAD], {})
        found = tuple(f"{word[:size]}*" for size in range(HEAD, len(word) + 1) if word[:size] in counts)
        if len(self._heads) > MOST_HEADS:
            self._heads.clear()
            self._known.clear()
        same_head = self._heads.setdefault(word[:HEAD], [])
        if len(same_head) < MOST_WORDS and len(word) < 40:
            same_head.append(word)
            self._known[word] = found
        return found


class _Known(dict[str, tuple[str, ...]]):
    """Word → its prefixes, worked out when it is first met."""

    def __init__(self, work_out: Callable[[str], tuple[str, ...]]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> tuple[str, ...]:
        return self._work_out(word)
