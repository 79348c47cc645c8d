"""Queries that can be read and make no sense. A node in, the reason and mend out. No IO."""

from alertbot.watches.nodes import SPAN_WORDS, And, Close, Lang, Near, Node, Not, Or, Site, Title


def nonsense(node: Node) -> str:
    """Why nobody can mean `node`: it only excludes, or it can never match. Empty when it is fine."""
    if not positive(node):
        return "it only says what to leave out; add a word that must be there"
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


def _impossible(node: Node) -> str:
    match node:
        case Close() if len(node.terms) > SPAN_WORDS:
            return f"more than {SPAN_WORDS} words cannot stand within {SPAN_WORDS} words; put AND between some"
        case And():
            return _contradiction(node) or next(filter(None, map(_impossible, node.nodes)), "")
        case Or():
            reasons = [_impossible(each) for each in node.nodes]
            return reasons[0] if all(reasons) else ""
        case Title():
            return _impossible(node.node)
        case _:
            return ""


def _contradiction(node: And) -> str:
    left_out = {each.node for each in node.nodes if isinstance(each, Not)}
    excluded = {inner for each in left_out for inner in (each.nodes if isinstance(each, Or) else (each,))}
    if any(implied in excluded for each in node.nodes for implied in _implied(each)):
        return "it can never match: the same is asked for and left out"
    langs = [each.tag for each in node.nodes if isinstance(each, Lang)]
    if not _nested(langs, "-", from_start=True):
        return "it can never match: a story has one language; write (lang:en OR lang:fr) for either"
    if not _nested([each.host for each in node.nodes if isinstance(each, Site)], ".", from_start=False):
        return "it can never match: a story is from one site; write (site:a.com OR site:b.com) for either"
    return ""


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
