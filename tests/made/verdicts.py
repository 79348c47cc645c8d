"""Stories as polls would make them, and the verdicts of a memory that has nothing else in it."""

from collections.abc import Iterable
from datetime import timedelta

from alertbot.events.clusters import Clusters
from alertbot.events.judge import Events
from alertbot.events.shelf import Shelf
from alertbot.events.verdict import Judged
from alertbot.store.background import common_words
from alertbot.stories.identity import identity_keys, story_of
from alertbot.stories.story import Entry, Story
from tests.made.values import NOW, entry

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def told(
    n: int, title: str, text: str = "", *, source: str = "wire", after: timedelta = HOUR, **other: object
) -> Story:
    """Story `n` as a poll would make it; each comes `after` the one before, at an address of its own."""
    now = NOW + n * after
    fields = {"title": title, "text": text, "published": now, "url": f"https://{source}.example.com/a/{n}-x-y"}
    made: Entry = entry(n, **(fields | other))
    return story_of(made, identity_keys(made, source), source=source, outlet=source, lang="en", now=now)


def judged(stories: Iterable[Story]) -> list[Judged]:
    words = common_words()
    shelf = Shelf(Events(Clusters(words), Clusters(words, broad=True)))
    return [shelf.take(story).judged for story in stories]


def kinds(*stories: Story) -> list[str]:
    return [each.normal.kind for each in judged(stories)]
