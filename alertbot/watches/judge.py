"""Whether one query hits one story, and the words that show it. Nodes and a story in, runs out. No IO."""

from bisect import bisect_left, bisect_right
from typing import assert_never

from alertbot.watches.find import Run, find, find_phrase, find_word, may_join
from alertbot.watches.nodes import (
    SPAN_WORDS,
    And,
    Close,
    Lang,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Site,
    Source,
    Term,
    Title,
    Verbatim,
    Word,
)
from alertbot.watches.reading import Reading, Story

MOST_PAIRS = 40
"""Pairs of a NEAR that are shown at most."""


def judge(node: Node, story: Story) -> list[Run] | None:
    """The runs of words that made `node` hit, in no order; None when it does not.

    A query about the source, host or language alone hits without any run.
    """
    if isinstance(node, Word):  # most hits are one word
        return find_word(node, story) or None
    if isinstance(node, And):
        return _all(node.nodes, story, len(story.folds))
    return _judge(node, story, len(story.folds))


def _judge(node: Node, story: Story, limit: int) -> list[Run] | None:  # noqa: C901 — one case a kind of node
    """As `judge`, of the first `limit` words only."""
    match node:
        case And():
            return _all(node.nodes, story, limit)
        case Word():
            return _within(find_word(node, story), limit) or None
        case Phrase() | Verbatim() | Prefix():
            return _within(find(node, story), limit) or None
        case Or():
            found = [runs for each in node.nodes if (runs := _judge(each, story, limit)) is not None]
            return [run for runs in found for run in runs] if found else None
        case Not():
            return _none(node.node, story, limit)
        case Close():
            return _close(node.terms, story, limit) or None
        case Near():
            return _near(node, story, limit) or None
        case Title():
            return _judge(node.node, story, story.first_of_text)
        case Source():
            return _named(node.term, story.source)
        case Site():
            return [] if f"site:{node.host}" in story.origins else None
        case Lang():
            return [] if f"lang:{node.tag}" in story.langs else None
    assert_never(node)


def _none(node: Node, story: Story, limit: int) -> list[Run] | None:
    if isinstance(node, Word) and not node.other and story.lacks(node.fold):  # nearly always
        return []
    return [] if _judge(node, story, limit) is None else None


def _named(term: Word | Phrase, name: Reading) -> list[Run] | None:
    found = find_word(term, name) if isinstance(term, Word) else find_phrase(term, name)
    return [] if found else None


def _all(nodes: tuple[Node, ...], story: Story, limit: int) -> list[Run] | None:
    """Of one node that has runs its own list, so that what is worked out of it serves many queries."""
    parts: list[list[Run]] = []
    for node in nodes:
        if isinstance(node, Word):
            found = _within(find_word(node, story), limit) or None
        elif isinstance(node, Not):
            found = _none(node.node, story, limit)
        else:
            found = _judge(node, story, limit)
        if found is None:
            return None
        if found:
            parts.append(found)
    return parts[0] if len(parts) == 1 else [run for runs in parts for run in runs]


def _within(runs: list[Run], limit: int) -> list[Run]:
    return runs if not runs or runs[-1][1] < limit else [run for run in runs if run[1] < limit]


def _close(terms: tuple[Term, ...], story: Reading, limit: int) -> list[Run]:
    """The terms' occurrences that stand closest together; nothing when a term is missing or far."""
    runs = [_within(find(term, story), limit) for term in terms]
    for rank in range(len(terms) - 1):
        shared = _within(_written_as_one(terms[rank], terms[rank + 1], story), limit)
        runs[rank] = sorted({*runs[rank], *shared})
        runs[rank + 1] = sorted({*runs[rank + 1], *shared})
    return _closest(runs, story) if all(runs) else []


def _written_as_one(first: Term, second: Term, story: Reading) -> list[Run]:
    """Where two words typed side by side stand as one: `data center` as "datacenter"."""
    if not isinstance(first, Word) or not isinstance(second, Word) or not may_join(first, second):
        return []
    return [(place, place) for place in story.at(first.fold + second.fold)]


def _closest(runs: list[list[Run]], story: Reading) -> list[Run]:
    best: tuple[int, list[Run]] | None = None
    for anchor in sorted({run for term in runs for run in term}):
        chosen: list[Run] = []
        for term in runs:
            rank = bisect_left(term, (anchor[0], 0))
            if rank == len(term):
                return sorted(set(best[1])) if best else []
            if term[rank][0] > anchor[0] + SPAN_WORDS:
                break
            chosen.append(min(term[rank : rank + 2], key=lambda run: run[1]))
        if len(chosen) < len(runs):
            continue
        width = max(last for _, last in chosen) - anchor[0] + 1
        if width <= SPAN_WORDS and (best is None or width < best[0]) and _in_one_paragraph(chosen, story):
            best = width, chosen
    return sorted(set(best[1])) if best else []


def _in_one_paragraph(runs: list[Run], story: Reading) -> bool:
    first, last = min(runs)[0], max(last for _, last in runs)
    return (first < story.first_of_text) == (last < story.first_of_text) and story.paragraph(
        first
    ) == story.paragraph(last)


def _near(node: Near, story: Reading, limit: int) -> list[Run]:
    first, second = _within(find(node.first, story), limit), _within(find(node.second, story), limit)
    pairs = [*_followed(first, second, node.most, story), *_followed(second, first, node.most, story)]
    return [run for pair in sorted(pairs)[:MOST_PAIRS] for run in pair]


def _followed(heads: list[Run], tails: list[Run], most: int, story: Reading) -> list[tuple[Run, Run]]:
    """Each of `heads` with the next of `tails` after it that is at most `most` words on."""
    starts = [start for start, _ in tails]
    found: list[tuple[Run, Run]] = []
    for head in heads:
        rank = bisect_right(starts, head[1])
        if rank < len(tails) and starts[rank] - head[1] <= most and _in_one_paragraph([head, tails[rank]], story):
            found.append((head, tails[rank]))
            if len(found) == MOST_PAIRS:
                break
    return found
