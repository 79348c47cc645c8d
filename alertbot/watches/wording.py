"""Queries in writing: as they are typed, and in plain words. Nodes in, strings out. No IO."""

from collections.abc import Mapping
from typing import Final, Protocol, assert_never

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


class Understood(Protocol):
    """A query: only what it is made of is asked for here."""

    @property
    def node(self) -> Node: ...


def format_node(node: Node) -> str:  # noqa: C901 — one case a kind of node
    """`node` as one would type it; reading that gives an equal node."""
    match node:
        case Or():
            return " OR ".join(format_node(each) for each in node.nodes)
        case And():
            return _and(node)
        case Not():
            return "-" + _grouped(node.node)
        case Title():
            return "title:" + _grouped(node.node)
        case Source():
            return "source:" + _term(node.term)
        case Site():
            return "site:" + node.host
        case Lang():
            return "lang:" + node.tag
        case Close():
            return " ".join(map(_term, node.terms))
        case Near():
            return f"{_term(node.first)} NEAR/{node.most} {_term(node.second)}"
        case _:
            return _term(node)


def _and(node: And) -> str:
    said = ""
    for each in node.nodes:
        part = f"({format_node(each)})" if isinstance(each, Or) else format_node(each)
        plain = isinstance(each, Not | Source | Site | Lang)
        said += part if not said else f" {part}" if plain else f" AND {part}"
    return said


def _grouped(node: Node) -> str:
    said = format_node(node)
    return f"({said})" if isinstance(node, And | Or | Close | Near | Not) else said


def _term(term: Term) -> str:
    match term:
        case Prefix():
            return f"{term.typed or term.start}*"
        case Verbatim():
            return f'="{term.typed}"'
        case Phrase():
            return f'"{term.typed}"'
        case Word():
            plain = term.typed.isalnum() and term.typed not in ("AND", "OR", "NOT", "NEAR")
            return term.typed if plain else f'"{term.typed}"'
    assert_never(term)


ENGLISH: Final[Mapping[str, str]] = {
    "and": "{0} and {1}",
    "or": "{0} or {1}",
    "not": "but not {0}",
    "close": "{0} within twelve words of each other",
    "near": "{0} at most {2} words from {1}",
    "title": "{0} in the headline",
    "source": "from a source named {0}",
    "site": "on {0}",
    "lang": "in the language {0}",
    "prefix": "words that begin with “{0}”",
    "verbatim": "exactly “{0}”",
    "capitals": "“{0}” in capitals",
    "word": "“{0}”",
}
"""The phrases of `describe`; another language gives the same keys."""


def describe(query: Understood, words: Mapping[str, str] = ENGLISH) -> str:
    """A query in plain words, for confirmations."""
    return _said(query.node, words)


def _said(node: Node, words: Mapping[str, str]) -> str:  # noqa: C901 — one case a kind of node
    match node:
        case And():
            return _said_together(node, words)
        case Or():
            return _joined([_part(each, words) for each in node.nodes], words["or"])
        case Not():
            return words["not"].format(_part(node.node, words))
        case Close():
            return words["close"].format(_joined([_said(each, words) for each in node.terms], words["and"]))
        case Near():
            return words["near"].format(_said(node.first, words), _said(node.second, words), node.most)
        case Title():
            return words["title"].format(_part(node.node, words))
        case Source():
            return words["source"].format(_said(node.term, words))
        case Site():
            return words["site"].format(node.host)
        case Lang():
            return words["lang"].format(node.tag)
        case Prefix():
            return words["prefix"].format(node.typed)
        case Verbatim():
            return words["verbatim"].format(node.typed)
        case Word():
            return words["capitals" if node.capitals == 2 else "word"].format(node.typed)
        case Phrase():
            return words["word"].format(node.typed)
    assert_never(node)


def _said_together(node: And, words: Mapping[str, str]) -> str:
    """What must be there, choices last, then what must not."""
    needed = sorted(
        (each for each in node.nodes if not isinstance(each, Not)), key=lambda each: isinstance(each, Or)
    )
    said = [
        _part(each, words) if len(needed) > 1 or isinstance(each, Or) else _said(each, words) for each in needed
    ]
    left_out = [_said(each, words) for each in node.nodes if isinstance(each, Not)]
    return ", ".join([_joined(said, words["and"]), *left_out])


def _part(node: Node, words: Mapping[str, str]) -> str:
    """`node` as a part of a longer sentence: in parentheses where one could not tell where it ends."""
    said = _said(node, words)
    return f"({said})" if isinstance(node, And | Or | Close | Near) else said


def _joined(said: list[str], template: str) -> str:
    joined = said[0]
    for each in said[1:]:
        joined = template.format(joined, each)
    return joined
