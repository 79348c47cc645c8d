"""Which of the addresses that pages call their own (`rel=canonical`) are believed. Stories in, stories out. No IO.

Some sites name one page on all of theirs, a template's or their front page's. Believed, it would make every later
article of theirs a copy of the first one, and nobody would hear of it.
"""

from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from alertbot.stories.story import Story

MOST_KEPT: Final = 10_000


class Claims:
    """Who claimed which address lately: one that articles with different headlines claim is nobody's."""

    def __init__(self) -> None:
        self._headlines: OrderedDict[str, str] = OrderedDict()

    def believed(self, found: Sequence[Story], before: Sequence[Story]) -> tuple[Story, ...]:
        """The stories without the keys that their pages wrongly claim. `before` are the same without pages."""
        claimed = Counter(key for story in found for key in story.keys)
        return tuple(
            replace(
                story, keys=tuple(key for key in story.keys if key in old.keys or self._holds(key, story, claimed))
            )
            for story, old in zip(found, before, strict=True)
        )

    def _holds(self, key: str, story: Story, claimed: Counter[str]) -> bool:
        headline = story.title.casefold()
        known = self._headlines.setdefault(key, headline)
        if claimed[key] > 1 or known != headline:
            self._headlines[key] = ""
        self._headlines.move_to_end(key)
        while len(self._headlines) > MOST_KEPT:
            self._headlines.popitem(last=False)
        return self._headlines[key] == headline
