"""Why a query does not hit a story: the clauses that fail, each with what stands instead. No IO.

The answer names the clause and not only the query: of `"data center" -lease lang:en` a reader wants to
know which of the three it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, assert_never

from alertbot.watches.find import Run, find
from alertbot.watches.judge import judge
from alertbot.watches.nodes import (
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
from alertbot.watches.wording import format_node

Reason = Literal[
    "absent",
    "spelling",
    "not-adjacent",
    "too-far",
    "not-headline",
    "excluded",
    "none-of",
    "source",
    "site",
    "lang",
    "recognised",
]

MOST_SHOWN = 3
"""Spellings, or places of an exclusion, that are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One clause of a query that a story does not satisfy.

    `instead` is what stands there: other spellings of the words, the words that are excluded, or the
    story's own source, host or language; empty when there is nothing of the kind.
    """

    reason: Reason
    clause: str
    instead: str = ""


def missing(node: Node, story: Story, *, host: str = "", source: str = "") -> tuple[Miss, ...]:
    """The clauses of `node` that `story` fails, as they are typed; empty when it hits.

    `host` and `source` are the story's, as they are shown.
    """
    if judge(node, story) is not None:
        return ()
    return tuple(dict.fromkeys(_Failing(story, host, source).of(node)))


class _Failing:
    def __init__(self, story: Story, host: str, source: str) -> None:
        self._story = story
        self._host, self._source = host, source

    def of(self, node: Node) -> Iterator[Miss]:  # noqa: C901 — one case a kind of node
        """The clauses of a node that fails."""
        clause = format_node(node)
        match node:
            case Word() | Phrase() | Verbatim() | Prefix():
                yield self._term(node)
            case And():
                for each in node.nodes:
                    if judge(each, self._story) is None:
                        yield from self.of(each)
            case Or():
                yield Miss(reason="none-of", clause=clause)
            case Not():
                yield Miss(reason="excluded", clause=format_node(node.node), instead=self._shown(node.node))
            case Close():
                yield from self._apart(node.terms, clause)
            case Near():
                yield from self._apart((node.first, node.second), clause)
            case Title():
                yield Miss(reason="not-headline", clause=clause, instead=self._shown(node.node))
            case Source():
                yield Miss(reason="source", clause=clause, instead=self._source)
            case Site():
                yield Miss(reason="site", clause=clause, instead=self._host)
            case Lang():
                tag, how = self._story.tongue
                yield Miss(reason="recognised" if how == "recognised" else "lang", clause=clause, instead=tag)
            case _:
                assert_never(node)

    def _apart(self, terms: tuple[Term, ...], clause: str) -> Iterator[Miss]:
        """Terms that must be near each other: those that are nowhere, else all of them for being too far."""
        absent = [self._term(term) for term in terms if not find(term, self._story)]
        yield from absent or [Miss(reason="too-far", clause=clause)]

    def _term(self, term: Term) -> Miss:
        clause = format_node(term)
        if isinstance(term, Phrase) and all(find(word, self._story) for word in term.words):
            return Miss(reason="not-adjacent", clause=clause)
        spelled = _spelled(term, self._story)
        return Miss(reason="spelling" if spelled else "absent", clause=clause, instead=", ".join(spelled))

    def _shown(self, node: Node) -> str:
        runs = judge(node, self._story) or []
        return ", ".join(dict.fromkeys(_words(self._story, run) for run in sorted(runs)[:MOST_SHOWN]))


def _spelled(term: Term, story: Reading) -> list[str]:
    """Words that fold like `term` but are not written as it must be."""
    match term:
        case Word() if term.capitals:
            folds: tuple[str, ...] = (term.fold,)
        case Verbatim():
            folds = term.folds
        case _:
            return []
    size = len(folds)
    places = [at for at in story.at(folds[0]) if tuple(story.folds[at : at + size]) == folds]
    return list(dict.fromkeys(_words(story, (at, at + size - 1)) for at in places))[:MOST_SHOWN]


def _words(story: Reading, run: Run) -> str:
    return " ".join(story.surface(word) for word in range(run[0], run[1] + 1))
