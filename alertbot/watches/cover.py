"""The words by which a query is looked up. A node in, keys out. No IO.

Every story that the query hits has both keys of at least one pair; a pair may have no second key.
Fewer and rarer keys only save work: `judge` has the last word.
"""

from itertools import product
from typing import NamedTuple, TypeAlias

from alertbot.watches.find import SMALL
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


class Key(NamedTuple):
    """Two forms a story must have; the second is empty when the first is enough.

    With `apart` the first must be there as two words that a story writes in its place. Where `less` is not
    None, a story that has the first as one word, and in no way has `less`, is a hit without further ado.
    """

    first: str
    second: str = ""
    apart: bool = False
    less: str | None = None


Cover: TypeAlias = tuple[Key, ...]

MOST_PAIRS = 8


def cover(node: Node) -> Cover:  # noqa: C901 — one case a kind of node
    """The keys of `node`; empty when it only excludes."""
    if isinstance(node, Word) and _is_plain(node):  # most of all
        return (Key(node.fold, "", False, ""),)
    match node:
        case Word() | Phrase():
            return _singles(node)
        case Or():
            return tuple(dict.fromkeys(key for each in node.nodes for key in _judged(cover(each))))
        case And():
            return _all(node.nodes)
        case Title():
            return _judged(cover(node.node))
        case Close():
            return tuple(dict.fromkeys((*_both([_singles(term) for term in node.terms]), *_as_one(node.terms))))
        case Near():
            return _both([_singles(node.first), _singles(node.second)])
        case Source():
            return tuple(dict.fromkeys(Key(f"source:{key.first}") for key in _singles(node.term)))
        case Site():
            return (Key(f"site:{node.host}"),)
        case Lang():
            return (Key(f"lang:{node.tag}"),)
        case Not():
            return ()
        case _:
            return _singles(node)


def _is_plain(word: Word) -> bool:
    """Whether any word of this form is a hit."""
    return not (word.capitals or word.currency or word.other)


def _judged(keys: Cover) -> Cover:
    """The same keys for a query that asks for more than they say."""
    return tuple([key if key.less is None else Key(key.first) for key in keys])


def _singles(term: Term) -> Cover:
    match term:
        case Word():
            return tuple(map(Key, _forms(term)))
        case Prefix():
            return (Key(f"{term.start}*"),)
        case Verbatim():
            return (Key("".join(term.folds[:2])),)
        case Phrase():
            return _phrase(term.words)


def _forms(word: Word) -> tuple[str, ...]:
    return (word.fold, word.other) if word.other else (word.fold,)


def _phrase(words: tuple[Word, ...]) -> Cover:
    """Two words in a row are looked up as one; either may also be a part of a joined form."""
    pairs = [(words[0], words[1]), (words[1], words[2])] if len(words) > 2 else [(words[0], words[1])]
    keys = [Key(head + tail) for first, second in pairs for head in _forms(first) for tail in _forms(second)]
    keys += [_divided(words, at) for at in range(min(len(words), 3)) if _divides(words[at])]
    return tuple(keys) if len(words) == 2 else tuple(dict.fromkeys(keys))


def _divided(words: tuple[Word, ...], at: int) -> Key:
    """The key for stories that write the word apart; of two words, they have the other one as well."""
    other = words[1 - at] if len(words) == 2 else None
    return Key(words[at].fold, other.fold if other and not other.other else "", apart=True)


def _divides(word: Word) -> bool:
    """Whether the word may stand as two in a story."""
    return not word.capitals and len(word.fold) > 1 and word.fold.isascii() and (word.camel or len(word.fold) > 5)


def _as_one(terms: tuple[Term, ...]) -> Cover:
    """The keys for stories that write two neighbours in one: (datacenter, paris) for `data center paris`."""
    found: list[Key] = []
    for rank in range(len(terms) - 1):
        first, second = terms[rank], terms[rank + 1]
        if isinstance(first, Word) and isinstance(second, Word):
            rest = [_singles(term) for term in (*terms[:rank], *terms[rank + 2 :])]
            joined: Cover = (Key(first.fold + second.fold),)
            found += _both([joined, *rest])
    return tuple(found)


def _all(nodes: tuple[Node, ...]) -> Cover:
    """As `_both`, and quicker for words alone: most queries that need two things are such."""
    needed = [node for node in nodes if not isinstance(node, Not)]
    words = [node.fold for node in needed if isinstance(node, Word) and not node.other]
    if len(words) < len(needed):
        return _both([_judged(cover(each)) for each in needed])
    if len(words) == 1:
        return (Key(words[0], less=_less(nodes, needed[0])),)
    first, *others = sorted(words, key=lambda fold: (fold in SMALL, -len(fold)))
    return (Key(first, others[0] if others[0] != first else ""),)


def _less(nodes: tuple[Node, ...], needed: Node) -> str | None:
    """The one plain word that is excluded, where the other one is plain too."""
    left_out = [node.node for node in nodes if isinstance(node, Not)]
    both = (needed, *left_out)
    plain = [word.fold for word in both if isinstance(word, Word) and _is_plain(word)]
    return plain[1] if len(both) == len(plain) == 2 else None


def _both(covers: list[Cover]) -> Cover:
    """The keys of what needs all of these: the best two, paired where that is not too many."""
    best = sorted(filter(None, covers), key=_cost)
    if not best:
        return ()
    first = best[0]
    if len(best) == 1 or len(first) * len(best[1]) > MOST_PAIRS or any(key.second or key.apart for key in first):
        return first
    return tuple(
        Key(one.first, other.first) if one.first != other.first else Key(one.first)
        for one, other in product(first, best[1])
    )


def _cost(keys: Cover) -> tuple[int, int]:
    """Smaller is rarer: phrases, then by kind of key, then by number and length of the words."""
    kinds = 0 if any(key.apart for key in keys) else max(map(_kind, keys))
    return kinds + (len(keys) > 2), -min(len(key.first) + len(key.second) for key in keys)


def _kind(key: Key) -> int:
    return (
        3
        if key.first.startswith(("lang:", "site:", "source:"))
        else 2
        if key.first in SMALL or key.first.endswith("*")
        else 1
    )
