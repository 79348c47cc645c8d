"""What a query is made of. Values only. No IO.

A term (word, phrase, verbatim, prefix) stands somewhere in the title or the text; the others join
terms, or speak of the story's source, host or language. `typed` is how it was written; what was
written differently and means the same is equal.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

SPAN_WORDS = 12
"""Terms side by side must stand within this many words."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `fold` is what is compared, `other` its spelling with ae, oe, ue, aa, or empty.

    `capitals` is 2 when all letters must be capitals, 1 when the first must; then the word is `plain`
    or its plural, nothing else that folds to the same. `camel` says that it is made of parts that
    begin with capitals (OpenAI). `currency` is the sign an amount must have, the plus of `Canal+`, or empty.
    """

    fold: str
    other: str = ""
    capitals: int = 0
    plain: str = ""
    camel: bool = False
    currency: str = ""
    typed: str = field(default="", compare=False)

    def __hash__(self) -> int:
        return hash(self.fold)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more words, adjacent and in order, in one sentence."""

    words: tuple[Word, ...]
    typed: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Exactly these `pieces`: a word, what follows it, a word …; the first and last may be empty.

    `folds` are the words' forms, by which it is found.
    """

    pieces: tuple[str, ...]
    folds: tuple[str, ...]
    typed: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin with `start`; with `capitals`, in capitals."""

    start: str
    capitals: bool = False
    typed: str = field(default="", compare=False)


Term: TypeAlias = Word | Phrase | Verbatim | Prefix


@dataclass(frozen=True, slots=True)
class Close:
    """Two or more different terms within SPAN_WORDS in one paragraph, in any order."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Two terms at most `most` words apart (neighbours are one apart) in one paragraph."""

    first: Term
    second: Term
    most: int


@dataclass(frozen=True, slots=True)
class Title:
    """What `node` says, of the headline only."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class Source:
    """The publisher's name has this word or phrase."""

    term: Word | Phrase


@dataclass(frozen=True, slots=True)
class Site:
    """The story's host is `host` or below it; without a dot, one of its labels is `host`."""

    host: str


@dataclass(frozen=True, slots=True)
class Lang:
    """The story is in this language: a BCP 47 tag, or the beginning of one, in lower case."""

    tag: str


@dataclass(frozen=True, slots=True)
class Not:
    """The story has nowhere what `node` says."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more different nodes, none of them an And."""

    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of two or more different nodes, none of them an Or."""

    nodes: "tuple[Node, ...]"


Node: TypeAlias = Word | Phrase | Verbatim | Prefix | Close | Near | Title | Source | Site | Lang | Not | And | Or


def both(nodes: tuple[Node, ...]) -> Node:
    """All of `nodes`, without repetition and without an And inside an And."""
    if len(nodes) == 1:
        return nodes[0]
    flat = dict.fromkeys(inner for node in nodes for inner in (node.nodes if isinstance(node, And) else (node,)))
    return And(tuple(flat)) if len(flat) > 1 else next(iter(flat))


def either(nodes: tuple[Node, ...]) -> Node:
    """One of `nodes`, without repetition and without an Or inside an Or."""
    if len(nodes) == 1:
        return nodes[0]
    flat = dict.fromkeys(inner for node in nodes for inner in (node.nodes if isinstance(node, Or) else (node,)))
    return Or(tuple(flat)) if len(flat) > 1 else next(iter(flat))
