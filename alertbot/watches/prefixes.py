"""Which prefixes the words of a story begin with. Words in, prefixes out. No IO."""

from alertbot.watches.reading import Story

HEAD = 2
"""Letters by which prefixes are kept together; none is shorter."""

MOST_WORDS = 2_000
"""Words remembered for one head."""


class Prefixes:
    """Prefixes, each as often as it was added; each word is held against them once, not once a story."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[str, int]] = {}
        self._known: dict[str, dict[str, tuple[str, ...]]] = {}

    def __bool__(self) -> bool:
        return bool(self._counts)

    def add(self, prefix: str) -> None:
        counts = self._counts.setdefault(prefix[:HEAD], {})
        counts[prefix] = counts.get(prefix, 0) + 1
        self._known.pop(prefix[:HEAD], None)

    def remove(self, prefix: str) -> None:
        counts = self._counts[prefix[:HEAD]]
        counts[prefix] -= 1
        if not counts[prefix]:
            del counts[prefix]
        if not counts:
            del self._counts[prefix[:HEAD]]
        self._known.pop(prefix[:HEAD], None)

    def of(self, story: Story) -> set[str]:
        """The prefixes in a story, each with its star."""
        found: set[str] = set()
        for word in {*story.folds, *story.plains, *(other for _, other in story.others)}:
            counts = self._counts.get(word[:HEAD])
            if counts:
                found.update(self._prefixes_of(word, counts))
        return found

    def _prefixes_of(self, word: str, counts: dict[str, int]) -> tuple[str, ...]:
        known = self._known.setdefault(word[:HEAD], {})
        prefixes = known.get(word)
        if prefixes is None:
            sizes = range(HEAD, len(word) + 1)
            prefixes = tuple(f"{word[:size]}*" for size in sizes if word[:size] in counts)
            if len(known) < MOST_WORDS:
                known[word] = prefixes
        return prefixes
