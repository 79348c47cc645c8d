"""Made-up watches and stories with the shape of real ones, the same at every run.

Words are syllables put together, as common as words of a language are (Zipf). Watches: 60% one word
or a phrase, 25% AND of two or three, 10% with an exclusion or alternatives, 5% with a headline, source,
prefix or NEAR. People watch names and topics, not the commonest words.
"""

import random
from collections.abc import Iterator
from itertools import accumulate, product
from typing import Final

from alertbot.watches.document import Document

WORDS: Final = 60_000
COMMONEST: Final = 200
"""Words that nobody watches alone."""

_SYLLABLES: Final = [
    a + b for a, b in product("b c d f g k l m n p r t v z br st pl".split(), "a e i o u ai or".split())
]


def vocabulary(chance: random.Random) -> list[str]:
    """Distinct words, the commonest first; common ones are short."""
    words: dict[str, None] = {}
    while len(words) < WORDS:
        size = 1 if len(words) < 60 else 2 if len(words) < 5_000 else 3
        words["".join(chance.choices(_SYLLABLES, k=size)) + chance.choice(("", "n", "t", "m"))] = None
    return list(words)


class Workload:
    """Stories and watches over one vocabulary."""

    def __init__(self, seed: int = 7) -> None:
        self._chance = random.Random(seed)
        self._words = vocabulary(self._chance)
        self._commonness = list(accumulate(1 / (rank + 2.7) for rank in range(WORDS)))
        self._wanted = list(accumulate(0 if rank < COMMONEST else 1 / (rank + 1_000) for rank in range(WORDS)))

    def story(self, words: int) -> Document:
        """A story of `words` words in sentences and paragraphs, with capitals, commas and plurals."""
        drawn = self._chance.choices(self._words, cum_weights=self._commonness, k=words + 12)
        return Document(
            title=" ".join(drawn[:12]).capitalize(),
            text="".join(self._written(drawn[12:])),
            source="The Example Times",
            host="news.example.com",
            lang="en",
        )

    def watches(self) -> Iterator[str]:
        """Queries without end."""
        while True:
            yield self._watch(self._chance.random())

    def _written(self, words: list[str]) -> Iterator[str]:
        opening = True
        for word in words:
            turn = self._chance.random()
            yield word.capitalize() if opening or turn > 0.94 else word + "s" if turn < 0.06 else word
            opening = turn > 0.45 and turn < 0.5
            yield ".\n\n" if opening and turn > 0.49 else ". " if opening else ", " if turn < 0.1 else " "

    def _some(self, number: int) -> list[str]:
        return self._chance.choices(self._words, cum_weights=self._wanted, k=number)

    def _watch(self, turn: float) -> str:
        a, b, c = self._some(3)
        if len({a, b, c}) < 3:
            return self._watch(turn)
        if turn < 0.3:
            return a
        if turn < 0.6:
            return f'"{a} {b}"'
        if turn < 0.85:
            return f"{a} AND {b}" if turn < 0.75 else f"{a} AND {b} AND {c}"
        if turn < 0.95:
            return f"{a} -{b}" if turn < 0.9 else f"{a} AND ({b} OR {c})"
        return (f"title:{a}", f"{a} source:times", f"{a[:5]}* AND {b}", f"{a} NEAR/5 {b}")[int(turn * 1000) % 4]
