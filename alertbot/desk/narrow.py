"""Ways to narrow a watch that brings too much. Queries in, queries out. No IO."""

from alertbot.desk.action import fits
from alertbot.desk.facts import Preview
from alertbot.errors import QueryError
from alertbot.watches.nodes import Or
from alertbot.watches.query import parse, parse_watches

MOST_REFINEMENTS = 4


def refinements(query: str, preview: Preview | None) -> tuple[str, ...]:
    """The ways to narrow `query` that can be read and that a button can carry, the most useful first."""
    spelled = ["exactly"] if preview and preview.spelled else []
    words = preview.splitting if preview else ()
    ways = [*spelled, *(f"+{word}" for word in words[:1]), *(f"-{word}" for word in words[:2]), "phrase", "title"]
    return tuple(how for how in ways if _narrows(query, how))[:MOST_REFINEMENTS]


def refined(query: str, how: str) -> str:
    """`query` narrowed: as a phrase, in this spelling, in the headline only, or with or without a word."""
    match how:
        case "phrase":
            return f'"{query}"'
        case "exactly":
            return f'="{query}"'
        case "title":
            return f"title:{query}"
    whole = f"({query})" if _offers_several(query) else query
    return f"{whole} AND {how[1:]}" if how.startswith("+") else f"{whole} {how}"


def _offers_several(query: str) -> bool:
    """Whether what is added to `query` would be added to its last choice alone."""
    try:
        return isinstance(parse(query).node, Or)
    except QueryError:
        return False


def _narrows(query: str, how: str) -> bool:
    one_word = query.replace("-", "").isalnum()
    if how == "phrase" and (one_word or not query.replace(" ", "").isalnum()):
        return False
    if how in ("title", "exactly") and not one_word:
        return False
    try:
        parse_watches(refined(query, how))
    except QueryError:
        return False
    return fits(f"1:r:{'x' * 11}:{how}")
