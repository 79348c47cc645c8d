"""Ready-made refinements of a watch: words that split what it hits. A query and stories in. No IO."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from alertbot.stories.story import Story
from alertbot.watches.find import SMALL
from alertbot.watches.nodes import Node, Not, Word, both
from alertbot.watches.query import Query, parse, parts
from alertbot.watches.reading import Reading
from alertbot.watches.wording import format_node

MOST = 4
FEWEST_STORIES = 6
"""Of fewer hits nothing can be said."""
SMALLEST_SHARE, LARGEST_SHARE = 0.12, 0.7
"""A word that splits is in some of the hits, and not in nearly all."""
NEAR_CHARACTERS = 600
"""The beginning of a text says what it is about."""

COMMON = SMALL | frozenset(
    """said says say new more most year years day week month time people first last also after before about against
    between during through because while being been has have had does did just like make made get got take made
    could would should may might must many much some such only even still well good former according told today
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december 000 million billion there here those both each own since off yet
    were worth among later next another former part number including less least along around three four five six
    seven eight nine hundred thousand percent late early called came went going know want need help work
    et la le les des du une est dans pour que
    qui sur par avec der die das und den von mit für ist auf nicht""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refinement:
    """A word and the two queries it makes of a watch. `events` is how many hits have the word.

    For a spelling (`="Arm"`) `without` is empty: `only` is the query to take instead.
    """

    word: str
    events: int
    only: str
    without: str


def refinements(query: Query, stories: Sequence[Story]) -> tuple[Refinement, ...]:
    """At most MOST refinements, the one that splits off most first; a spelling comes before words.

    `stories` are one for each event that `query` hits.
    """
    if len(stories) < FEWEST_STORIES:
        return ()
    own = {part.fold for part in parts(query.node) if isinstance(part, Word)}
    words = _splitting([_words(story, own) for story in stories])
    spelling = _spelling(query.node, stories)
    return (*spelling, *(_refinement(query.node, word, count) for word, count in words))[:MOST]


def _words(story: Story, own: set[str]) -> dict[str, str]:
    """The telling words at the beginning of a story: form → as written."""
    reading = Reading(story.title, story.text[:NEAR_CHARACTERS])
    written = {fold: reading.surface(place) for place, fold in enumerate(reading.folds)}
    return {
        fold: word
        for fold, word in written.items()
        if fold not in own and word.lower() not in COMMON and fold not in COMMON and _tells(word)
    }


def _tells(word: str) -> bool:
    return word.isalpha() and (len(word) > 3 or (len(word) > 1 and word.isupper()))


def _splitting(stories: list[dict[str, str]]) -> list[tuple[str, int]]:
    """Words that together part the stories: each next one is in most of those not parted yet."""
    shares = Counter(fold for words in stories for fold in words)
    few, many = len(stories) * SMALLEST_SHARE, len(stories) * LARGEST_SHARE
    able = {fold for fold, count in shares.items() if max(2, few) <= count <= many}
    left = stories
    found: list[tuple[str, int]] = []
    while left and len(found) < MOST:
        counts = Counter(fold for words in left for fold in words if fold in able)
        best = max(counts, key=lambda fold: (counts[fold], fold), default=None)
        if best is None or counts[best] < max(2, few):
            break
        written = Counter(words[best] for words in stories if best in words).most_common(1)[0][0]
        found.append((written, shares[best]))
        left = [words for words in left if best not in words]
    return found


def _refinement(node: Node, word: str, events: int) -> Refinement:
    term = parse(f'"{word}"').node
    return Refinement(
        word=word,
        events=events,
        only=format_node(both((node, term))),
        without=format_node(both((node, Not(term)))),
    )


def _spelling(node: Node, stories: Sequence[Story]) -> tuple[Refinement, ...]:
    """`="Arm"` for a watch typed with a capital, when not all hits write it so."""
    if not isinstance(node, Word) or node.capitals or not node.typed[:1].isupper():
        return ()
    exact = sum(any(surface == node.typed for surface in _written(story, node)) for story in stories)
    if not 0 < exact <= 0.9 * len(stories):
        return ()
    query = f'="{node.typed}"'
    return (Refinement(word=node.typed, events=exact, only=query, without=""),)


def _written(story: Story, word: Word) -> list[str]:
    reading = Reading(story.title, story.text)
    return [reading.surface(place) for place in reading.at(word.fold)]
