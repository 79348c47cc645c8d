"""Queries that can be read and make no sense. A node in, the reason and mend out. No IO."""

from alertbot.errors import Sentence, sentence
from alertbot.watches.nodes import SPAN_WORDS, And, Close, Lang, Near, Node, Not, Or, Site, Title, Word


def nonsense(node: Node) -> Sentence | None:
    """Why nobody can mean `node`: it only excludes, or it can never match. None when it is fine."""
    if isinstance(node, Word) and node.typed in ("&", "%"):
        return sentence("a term needs at least one letter or digit")
    if isinstance(node, Or) and not positive(node) and any(map(positive, node.nodes)):
        return sentence("one side of OR only says what to leave out; add a word that must be there")
    if not positive(node):
        return sentence("it only says what to leave out; add a word that must be there")
    return _impossible(node)


def positive(node: Node) -> bool:
    """Whether every story that `node` hits has something it names."""
    match node:
        case Not():
            return False
        case And():
            return any(positive(each) for each in node.nodes)
        case Or():
            return all(positive(each) for each in node.nodes)
        case Title():
            return positive(node.node)
        case _:
            return True


def _impossible(node: Node) -> Sentence | None:
    match node:
        case Close() if len(node.terms) > SPAN_WORDS:
            return sentence(
                "more than {most} words cannot stand within {most} words; put AND between some", most=SPAN_WORDS
            )
        case And():
            return _contradiction(node) or next(filter(None, map(_impossible, node.nodes)), None)
        case Or():
            reasons = [_impossible(each) for each in node.nodes]
            return reasons[0] if all(reasons) else None
        case Title():
            return _impossible(node.node)
        case _:
            return None


def _contradiction(node: And) -> Sentence | None:
    left_out = {each.node for each in node.nodes if isinstance(each, Not)}
    excluded = {inner for each in left_out for inner in (each.nodes if isinstance(each, Or) else (each,))}
    if any(_ruled_out(each, excluded) for each in node.nodes):
        return sentence("it can never match: the same is asked for and left out")
    langs = [each.tag for each in node.nodes if isinstance(each, Lang)]
    if not _nested(langs, "-", from_start=True):
        return sentence("it can never match: a story has one language; write (lang:en OR lang:fr) for either")
    if not _nested([each.host for each in node.nodes if isinstance(each, Site)], ".", from_start=False):
        return sentence(
            "it can never match: a story is from one site; write (site:a.com OR site:b.com) for either"
        )
    return None


def _ruled_out(node: Node, excluded: set[Node]) -> bool:
    """Whether nothing is left of `node` without what is excluded."""
    match node:
        case Or():
            return all(_ruled_out(each, excluded) for each in node.nodes)
        case And():
            return any(_ruled_out(each, excluded) for each in node.nodes)
        case _:
            return any(implied in excluded for implied in _implied(node))


def _implied(node: Node) -> tuple[Node, ...]:
    """What must be there when `node` is."""
    match node:
        case Close():
            return (node, *node.terms)
        case Near():
            return (node, node.first, node.second)
        case Title():
            return (node, *_implied(node.node))
        case _:
            return (node,)


def _nested(values: list[str], sign: str, *, from_start: bool) -> bool:
    """Whether each value is the beginning (or the end) of the longest one, part by part."""
    longest = max(values, key=len, default="")
    for value in values:
        parts, all_parts = value.split(sign), longest.split(sign)
        here = all_parts[: len(parts)] if from_start else all_parts[-len(parts) :]
        if here != parts and not (not from_start and len(parts) == 1 and value in all_parts):
            return False
    return True
