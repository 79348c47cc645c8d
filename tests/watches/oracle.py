"""A matcher that is slow and plainly right, on a language of few words. It shares no code with the index.

A query is a tuple: ("word", w), ("phrase", w, …), ("close", term, …), ("near", n, term, term),
("prefix", p), ("title", query), ("and" | "or", query, …), ("not", query). A story is a title and a
text, each a list of paragraphs, a paragraph a list of sentences, a sentence a list of words.
"""

from itertools import product
from typing import Any

Query = tuple[Any, ...]
Sentence = list[str]
Text = list[list[Sentence]]
Token = tuple[str, int, int]  # the word, its paragraph and its sentence
Run = tuple[int, int]

WORDS = ("red", "green", "data", "center", "datacenter", "AI", "ai", "lyon")
"""What queries and stories are made of: "datacenter" is also "data center", AI needs its capitals."""


def spelled(text: Text) -> str:
    """The story's text as a reader sees it."""
    return "\n\n".join(
        " ".join(" ".join([words[0][0].upper() + words[0][1:], *words[1:]]) + "." for words in sentences)
        for sentences in text
    )


def typed(query: Query) -> str:
    """The query as a person types it."""
    kind, *parts = query
    match kind:
        case "word":
            return str(parts[0])
        case "phrase":
            return f'"{" ".join(parts)}"'
        case "prefix":
            return f"{parts[0]}*"
        case "close":
            return " ".join(map(typed, parts))
        case "near":
            return f"{typed(parts[1])} NEAR/{parts[0]} {typed(parts[2])}"
        case "title":
            return f"title:({typed(parts[0])})"
        case "not":
            return f"NOT ({typed(parts[0])})"
        case _:
            return f" {kind.upper()} ".join(f"({typed(part)})" for part in parts)


def hits(query: Query, title: Text, text: Text) -> bool:
    """Whether the story hits, by trying everything."""
    fields = [_tokens(title), _tokens(text)]
    return _hits(query, fields)


def _tokens(text: Text) -> list[Token]:
    found: list[Token] = []
    for paragraph, sentences in enumerate(text):
        for number, words in enumerate(sentences):
            capital = [words[0][0].upper() + words[0][1:], *words[1:]]
            found += [(word, paragraph, number) for word in capital]
    return found


def _hits(query: Query, fields: list[list[Token]]) -> bool:
    kind, *parts = query
    match kind:
        case "and":
            return all(_hits(part, fields) for part in parts)
        case "or":
            return any(_hits(part, fields) for part in parts)
        case "not":
            return not _hits(parts[0], fields)
        case "title":
            return _hits(parts[0], fields[:1])
        case "close":
            return any(_close(parts, tokens) for tokens in fields)
        case "near":
            return any(_near(parts[0], parts[1], parts[2], tokens) for tokens in fields)
        case _:
            return any(_runs(query, tokens) for tokens in fields)


def _plain(word: str) -> str:
    lower = word.lower()
    plural = len(word) > 3 or word[:-1].isupper()  # three small letters are never one; `AIs` is
    return lower.removesuffix("s") if plural else lower


def _is(word: str, token: str) -> bool:
    if word == "AI":
        return token in ("AI", "AIs")
    return _plain(token) == word.lower()


def _runs(term: Query, tokens: list[Token]) -> list[Run]:
    kind, *words = term
    if kind == "prefix":
        return [(at, at) for at, token in enumerate(tokens) if token[0].lower().startswith(words[0])]
    return [(first, end - 1) for first in range(len(tokens)) for end in _ends(words, tokens, first)]


def _ends(words: list[str], tokens: list[Token], at: int) -> list[int]:
    """Where after `at` the words can end, each as one token, two as one, or datacenter as two."""
    if not words:
        return [at]
    if at >= len(tokens):
        return []
    ends = []
    token, rest = tokens[at], words[1:]
    apart = [_plain(each[0]) for each in tokens[at : at + 2] if each[1:] == token[1:]] == ["data", "center"]
    ways: list[tuple[int, list[str]]] = []
    if _is(words[0], token[0]):
        ways.append((at + 1, rest))
    if rest and _plain(token[0]) == words[0].lower() + rest[0].lower():
        ways.append((at + 1, rest[1:]))
    if words[0] == "datacenter" and apart:
        ways.append((at + 2, rest))
    for after, left in ways:
        if not left or (after < len(tokens) and tokens[after][1:] == tokens[after - 1][1:]):
            ends += _ends(left, tokens, after)
    return ends


def _close(terms: list[Query], tokens: list[Token]) -> bool:
    terms = list(dict.fromkeys(terms))
    runs = [_runs(term, tokens) for term in terms]
    for at in range(len(terms) - 1):
        if terms[at][0] == terms[at + 1][0] == "word":
            joined = terms[at][1].lower() + terms[at + 1][1].lower()
            ones = [(place, place) for place, token in enumerate(tokens) if _plain(token[0]) == joined]
            runs[at], runs[at + 1] = runs[at] + ones, runs[at + 1] + ones
    return any(_together(chosen, tokens) for chosen in product(*runs))


def _together(chosen: tuple[Run, ...], tokens: list[Token]) -> bool:
    first, last = min(run[0] for run in chosen), max(run[1] for run in chosen)
    return last - first + 1 <= 12 and tokens[first][1] == tokens[last][1]


def _near(most: int, one: Query, other: Query, tokens: list[Token]) -> bool:
    return any(
        tokens[a[0]][1] == tokens[b[0]][1] and (0 < b[0] - a[1] <= most or 0 < a[0] - b[1] <= most)
        for a in _runs(one, tokens)
        for b in _runs(other, tokens)
    )
