"""What people type as a watch, read into a query. Strings in, queries out. No IO.

A query is one or more terms; a term is a word or a quoted phrase. Terms side by side must all stand
near one another in one paragraph. Commas and newlines separate watches.
"""

import re
from dataclasses import dataclass

from alertbot.errors import QueryError
from alertbot.watches.analysis import Token, tokens

MAX_CHARACTERS = 500
MAX_TERMS = 12

PIECE = re.compile(r'\s*(?:"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<word>[^\s"]+))')
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00a0": " "})
OPERATORS = frozenset({"AND", "OR", "NOT"})
OPERATOR_SHAPE = re.compile(r"^[-=(]|\)$|^NEAR/\d+$|\*$|^(?:title|source|site|lang):", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a term. `capitals` is how many leading letters must be capitals for it to match:
    all of a typed two- or three-letter acronym (`AI`), the first of a longer one (`NATO`), else none.
    """

    fold: str
    capitals: int

    def matches(self, token: Token) -> bool:
        if self.fold != token.fold:
            return False
        return self.capitals == 0 or (token.capital if self.capitals == 1 else token.capitals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A watch that was understood. `text` is what was typed, `terms` its words and phrases."""

    text: str
    terms: tuple[tuple[Word, ...], ...]


def parse_watches(text: str) -> tuple[Query, ...]:
    """Reads one or several watches, separated by commas or newlines outside quotes.

    Raises QueryError with what was read, where it broke and the mend.
    """
    pieces = [piece.strip() for piece in _split(text.translate(QUOTES))]
    queries = tuple(parse(piece) for piece in pieces if piece)
    if not queries:
        raise QueryError("I could not read an empty watch: type a word such as mistral", query="", position=0)
    return queries


def parse(text: str) -> Query:
    """Reads one watch. Raises QueryError."""
    typed = text.strip()
    if len(typed) > MAX_CHARACTERS:
        _refuse(typed[:40] + "…", 0, f"a watch has at most {MAX_CHARACTERS} characters")
    pieces = PIECE.finditer(typed.translate(QUOTES))
    terms = tuple(_term(typed, piece) for piece in pieces)
    if not terms:
        _refuse(typed, 0, "type a word such as mistral")
    if len(terms) > MAX_TERMS:
        _refuse(typed, 0, f"a watch has at most {MAX_TERMS} terms; split it with commas")
    return Query(text=" ".join(typed.split()), terms=terms)


def format_query(query: Query) -> str:
    """A query as text that `parse` reads into the same query."""
    return query.text


def describe(query: Query) -> str:
    """A query in plain words, for confirmations."""
    spelled = [" ".join(word.fold for word in term) for term in query.terms]
    if len(spelled) == 1:
        return f"“{spelled[0]}”"
    return " near ".join(f"“{each}”" for each in spelled)


def _term(typed: str, match: re.Match[str]) -> tuple[Word, ...]:
    if match["word"] is not None:
        _refuse_operator(typed, match)
        return _words(typed, match["word"], match.start("word"))
    if not match["closed"]:
        _refuse(typed, match.start("phrase") - 1, 'a quote that is opened must be closed with "')
    return _words(typed, match["phrase"], match.start("phrase"))


def _refuse_operator(typed: str, match: re.Match[str]) -> None:
    word = match["word"]
    if word in OPERATORS or OPERATOR_SHAPE.search(word):
        _refuse(typed, match.start("word"), f"{word} is not understood yet; use words and quoted phrases")


def _words(typed: str, text: str, position: int) -> tuple[Word, ...]:
    words = tuple(Word(fold=token.fold, capitals=_capitals(text, token)) for token in tokens(text))
    if not words:
        _refuse(typed, position, "a term needs at least one letter or digit")
    return words


def _capitals(text: str, token: Token) -> int:
    letters = [char for char in text[token.start : token.end] if char.isalpha()]
    if not all(char.isupper() for char in letters):
        return 0
    return len(letters) if 2 <= len(letters) <= 3 else 1 if 4 <= len(letters) <= 5 else 0


def _split(text: str) -> list[str]:
    """Cuts `text` at commas and newlines that stand outside quotes; `1,000` stays whole."""
    return re.split(r'(?:,(?!\d)|\n)(?=(?:[^"]*"[^"]*")*[^"]*$)', text)


def _refuse(typed: str, position: int, mend: str) -> None:
    raise QueryError(f'I could not read "{typed}": {mend}', query=typed, position=position)
