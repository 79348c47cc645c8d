"""Made-up news with the shape of real ones, the same at every run: events, and their stories in time.

Words are as common as they are in English (the word list that comes with alertbot); people, places and
firms are made up, and a few of them are in the news all the time. Half the stories found an event of
their own; the others join one of the last 2,000, those that many already wrote about most of all. A
story is a headline of nine words and a text of about eighty; a third of its words are its event's.
What this cannot show: how well real events are told apart. It is for the cost alone.
"""

import random
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import accumulate

from alertbot.stories.story import Story
from benchmarks.workload import vocabulary

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
FOUNDING = 0.5
REMEMBERED = 2000


class Newswire:
    """Stories without end, `a_day` of them a day."""

    def __init__(self, seed: int = 7, *, a_day: int = 33_000) -> None:
        self._chance = random.Random(seed)
        self._step = timedelta(days=1) / a_day
        self._words, self._commonness = common_words()
        self._names = [word.capitalize() for word in vocabulary(self._chance)]
        self._fame = list(accumulate(1 / (rank + 40) for rank in range(len(self._names))))
        self._events: deque[list[str]] = deque(maxlen=REMEMBERED)

    def stories(self) -> Iterator[Story]:
        number = 0
        while True:
            number += 1
            yield self._story(number, self._event())

    def _event(self) -> list[str]:
        if self._events and self._chance.random() > FOUNDING:
            event = self._chance.choice(self._events)  # it stands there once for each of its stories
        else:
            names = self._chance.choices(self._names, cum_weights=self._fame, k=5)
            event = names + [word for word in self._drawn(40) if len(word) > 3][:12]
        self._events.append(event)
        return event

    def _story(self, number: int, event: list[str]) -> Story:
        title = [*self._chance.sample(event, 4), *self._drawn(5)]
        text = [*self._chance.choices(event, k=27), *self._drawn(53)]
        self._chance.shuffle(title)
        self._chance.shuffle(text)
        seen = BEGIN + number * self._step
        outlet = f"Outlet {self._chance.randrange(300)}"
        return Story(
            id=f"{number:011d}",
            source=outlet,
            outlet=outlet,
            title=" ".join(title),
            url=f"https://www.example.com/{seen:%Y/%m/%d}/{'-'.join(title).lower()}",
            published=seen,
            seen=seen,
            text=f"{' '.join(text[:40])}. {' '.join(text[40:])}.",
            lang="en",
            keys=(f"u:{number}", f"g:{number}", f"t:{number}"),
        )

    def _drawn(self, count: int) -> list[str]:
        return self._chance.choices(self._words, cum_weights=self._commonness, k=count)


def common_words() -> tuple[list[str], list[float]]:
    """The words of the list of common words, with their shares added up."""
    words: list[str] = []
    shares: list[float] = []
    for line in files("alertbot.events").joinpath("background.txt").read_text(encoding="utf-8").splitlines():
        tenth, _, listed = line.partition(" ")
        if tenth.isdigit():
            words += listed.split()
            shares += [10 ** (-int(tenth) / 10)] * len(listed.split())
    return words, list(accumulate(shares))
