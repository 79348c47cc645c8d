"""Ways to narrow a watch that brings too much. Queries in, queries out. No IO."""

from alertbot.desk.action import fits
from alertbot.desk.facts import Preview
from alertbot.errors import QueryError
from alertbot.watches.query import parse_watches

MOST_REFINEMENTS = 4


def refinements(query: str, preview: Preview | None) -> tuple[str, ...]:
    """The ways to narrow `query` that can be read and that a button can carry, the most useful first."""
    words = preview.exclude if preview else ()
    ways = [*(f"-{word}" for word in words[:2]), "phrase", "title"]
    return tuple(how for how in ways if _narrows(query, how))[:MOST_REFINEMENTS]


def refined(query: str, how: str) -> str:
    """`query` narrowed: as a phrase, in the headline only, or without a word."""
    if how == "phrase":
        return f'"{query}"'
    return f"title:{query}" if how == "title" else f"{query} {how}"


def _narrows(query: str, how: str) -> bool:
    one_word = query.replace("-", "").isalnum()
    if how == "phrase" and (one_word or not query.replace(" ", "").isalnum()):
        return False
    if how == "title" and not one_word:
        return False
    try:
        parse_watches(refined(query, how))
    except QueryError:
        return False
    return fits(f"1:r:{'x' * 11}:{how}")
