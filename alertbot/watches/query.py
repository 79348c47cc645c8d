"""What people type as a watch, read into a query. Strings in, queries out. No IO.

    either   = all, { "OR", all }
    all      = side, { "AND", side }
    side     = item, { item }                         side by side
    item     = ( "NOT" | "-" ), item | operand, { "NEAR/n", operand }
    operand  = term | field | "(", either, ")"

Read by hand: a parser library took 47 to 170 µs a query where this takes 10 to 30, and a million
watches are read at every start (docs/decisions/0030).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NoReturn

from alertbot.errors import QueryError, Sentence, sentence
from alertbot.watches import terms
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
    both,
    either,
)
from alertbot.watches.sense import nonsense
from alertbot.watches.wording import describe, format_node

__all__ = ["MAX_CHARACTERS", "Query", "describe", "format_query", "parse", "parse_watches"]

MAX_CHARACTERS: Final = 2_000
MAX_TERMS: Final = 100
MAX_DEPTH: Final = 20
MAX_WATCHES: Final = 1_000
MAX_APART: Final = 100

_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»＂〝〞「」", '"'),
        "，": ",",
        "、": ",",
        "،": ",",
        "（": "(",
        "）": ")",
        "＝": "=",
        "：": ":",
    }
    | {chr(code): " " for code in (*range(10), 11, 12, *range(14, 32), 127, 0xA0, 0x3000, 0x202F)}
)
"""What keyboards put in place of the signs of the language; as long as what it replaces."""

_PIECE: Final = re.compile(
    r'\s*(?:(?P<open>\()|(?P<close>\))|(?P<exactly>="[^"]*"?)|(?P<phrase>"[^"]*"?)|(?P<minus>[-–−](?=\S))'
    r'|(?P<field>(?:title|source|site|lang):)|(?P<word>[^\s()"]+))',
    re.IGNORECASE,
)
_PER_CENT: Final = re.compile(r'"[^"]*"?|(?<=\d) per cent\b')
_NEAR: Final = re.compile(r"NEAR(?:/(\d{1,9}))?\Z|NEAR/\S*\Z")
_SPLIT: Final = re.compile(r'"[^"]*"?|\d{1,3}(?:,\d{3})+(?![\d,]*\d)|[(),\n\r]')
_PLAIN_PHRASE: Final = re.compile(r'"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*"')
_PLAIN_AND: Final = re.compile(r"[A-Za-z0-9]{1,50}(?: AND [A-Za-z0-9]{1,50}){1,9}")
_PLAIN_LESS: Final = re.compile(r"[A-Za-z0-9]{1,50}(?: -[A-Za-z0-9]{1,50}){1,9}")
_OPERATORS: Final = frozenset(("AND", "OR", "NOT", "NEAR"))
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A watch that was understood. `text` is what was typed, blanks tidied; equal queries mean the same."""

    text: str = field(compare=False)
    node: Node


@dataclass(frozen=True, slots=True)
class Piece:
    """A lexical piece: its `kind` is a group of _PIECE, or an operator's name."""

    kind: str
    text: str
    start: int
    end: int


def parse_watches(text: str) -> tuple[Query, ...]:
    """Reads one or several watches, separated by commas or newlines outside quotes and parentheses.

    Raises QueryError with what was read, where it broke and the mend.
    """
    found = [piece.strip() for piece in _watches(text.translate(_ALIKE))]
    typed = [piece for piece in found if piece]
    if not typed:
        empty = sentence("I could not read an empty watch: type a word such as mistral")
        raise QueryError(empty, query="", position=0)
    if len(typed) > MAX_WATCHES:
        many = sentence(
            "I could not read that many watches: at most {most} watches can be added at once, these are {count}",
            most=MAX_WATCHES,
            count=len(typed),
        )
        raise QueryError(many, query=typed[0], position=0)
    return tuple(parse(piece) for piece in typed)


def parse(text: str) -> Query:
    """Reads one watch. Raises QueryError."""
    typed = text.strip()
    if len(typed) > MAX_CHARACTERS:
        short = typed[:40] + "…"
        raise _error(
            short, 0, sentence("a watch has at most {most} characters; split it with commas", most=MAX_CHARACTERS)
        )
    node = _plain(typed)
    if node is not None:
        return Query(text=typed, node=node)
    if _SURROGATE.search(typed):
        raise _error(_SURROGATE.sub("?", typed), 0, sentence("it holds half a character; type it again"))
    if "," in typed.translate(_ALIKE) and len(several := [*_watches(typed.translate(_ALIKE))]) > 1:
        raise _error(
            typed, len(several[0]), sentence("a comma separates watches; put it in quotes or make two of it")
        )
    return Query(text=" ".join(typed.split()), node=_Reader(typed).read())


def format_query(query: Query) -> str:
    """A query as text that `parse` reads into an equal query."""
    return format_node(query.node)


def _plain(typed: str) -> Node | None:
    """The node of one word, one phrase, or words with AND or minus between, as most watches are; else None."""
    if not typed.isascii():
        return None
    if typed.isalnum():
        return None if typed in _OPERATORS else terms.WORDS[typed]
    if _PLAIN_PHRASE.fullmatch(typed):
        return terms.plain_phrase(typed[1:-1])
    if _PLAIN_AND.fullmatch(typed):
        words = typed.split(" AND ")
        return None if _OPERATORS.intersection(words) else both(tuple(terms.WORDS[word] for word in words))
    if _PLAIN_LESS.fullmatch(typed):
        return _less(typed.split(" -"))
    return None


def _less(words: list[str]) -> Node | None:
    first, *others = (terms.WORDS[word] for word in words)
    if first in others or not _OPERATORS.isdisjoint(words):
        return None
    return both((first, *map(Not, others)))


def _error(typed: str, position: int, mend: Sentence) -> QueryError:
    said = sentence('I could not read "{query}": {mend}', query=typed, mend=mend)
    return QueryError(said, query=typed, position=position)


def _watches(text: str) -> Iterator[str]:
    """Cuts `text` at commas and line ends outside quotes and parentheses; `1,000` stays whole."""
    start = depth = 0
    for found in _SPLIT.finditer(text):
        sign = found[0]
        depth = max(0, depth + (sign == "(") - (sign == ")"))
        if sign in "\n\r" or (sign == "," and depth == 0):
            yield text[start : found.start()]
            start, depth = found.end(), 0
    yield text[start:]


class _Reader:
    """Reads one query, piece by piece, from left to right."""

    def __init__(self, typed: str) -> None:
        self._typed = typed
        alike = typed.translate(_ALIKE)
        if " per cent" in alike:  # one word outside quotes, as long as the two
            alike = _PER_CENT.sub(lambda found: found[0] if found[0][0] == '"' else " percent ", alike)
        self._pieces = list(self._lexed(alike))
        self._at = 0
        self._depth = 0
        self._terms = 0

    def read(self) -> Node:
        if not self._pieces:
            self._fail(0, sentence("type a word such as mistral"))
        node = self._either()
        if self._at < len(self._pieces):  # only a ) can be left
            self._fail(
                self._pieces[self._at].start, sentence("there is a ) without its (; remove it or add the (")
            )
        reason = nonsense(node)
        if reason:
            self._fail(0, reason)
        return node

    def _lexed(self, text: str) -> Iterator[Piece]:
        end = len(text.rstrip())
        place = 0
        while place < end:
            found = _PIECE.match(text, place)
            if found is None or found.lastgroup is None:  # nothing is left out by the pattern but blanks
                return
            kind, said = found.lastgroup, found[found.lastgroup]
            if kind == "word":
                kind = said if said in ("AND", "OR", "NOT") else "NEAR" if _NEAR.match(said) else kind
            place = found.end()
            yield Piece(kind, said, found.start(found.lastgroup), place)

    def _next(self) -> Piece | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def _take(self, *kinds: str) -> Piece | None:
        piece = self._next()
        if piece is None or piece.kind not in kinds:
            return None
        self._at += 1
        return piece

    def _fail(self, position: int, mend: Sentence) -> NoReturn:
        raise _error(self._typed, position, mend)

    def _either(self) -> Node:
        nodes = [self._all()]
        while self._take("OR"):
            nodes.append(self._all())
        return either(tuple(nodes))

    def _all(self) -> Node:
        nodes = [self._side()]
        while self._take("AND"):
            nodes.append(self._side())
        return both(tuple(nodes))

    def _side(self) -> Node:
        """What stands side by side: its terms must be close together, all else is true of the story."""
        close: dict[Term, None] = {}
        nodes: list[Node | None] = []
        while (piece := self._next()) and piece.kind not in ("OR", "AND", "close"):
            node = self._item()
            if isinstance(node, Word | Phrase | Verbatim | Prefix):
                if not close:
                    nodes.append(None)  # all terms take the first one's place
                close[node] = None
            else:
                nodes.append(node)
        if not nodes:
            self._nothing()
        together: Node = Close(tuple(close)) if len(close) > 1 else next(iter(close), Site(""))
        return both(tuple(together if node is None else node for node in nodes))

    def _nothing(self) -> NoReturn:
        """Says what is missing at this place, by what stands before and after it."""
        before = self._pieces[self._at - 1] if self._at else None
        after = self._next()
        if before is not None and before.kind in ("AND", "OR", "NOT", "NEAR"):
            self._fail(before.start, sentence("something must follow {sign}", sign=before.text))
        if before is not None and before.kind == "minus":
            self._fail(before.start, sentence("something must follow {sign}", sign="-"))
        if before is not None and before.kind == "field":
            self._fail(before.start, sentence("something must follow {sign}", sign=before.text))
        if before is not None and before.kind == "open":
            mend = (
                sentence("something must stand between ( and )")
                if after and after.kind == "close"
                else sentence("the ( must be closed with )")
            )
            self._fail(before.start, mend if after is None or after.kind == "close" else self._before(after))
        if after is not None and after.kind == "close":
            self._fail(after.start, sentence("there is a ) without its (; remove it or add the ("))
        if after is not None:
            self._fail(after.start, self._before(after))
        self._fail(0, sentence("type a word such as mistral"))

    @staticmethod
    def _before(piece: Piece) -> Sentence:
        return sentence("something must stand before {sign}", sign=piece.text)

    def _item(self) -> Node:
        sign = self._take("NOT", "minus")
        if sign is None:
            return self._near()
        self._dive(sign)
        if self._next() is None or self._pieces[self._at].kind in ("AND", "OR", "close"):
            self._nothing()
        node = self._item()
        self._depth -= 1
        return node.node if isinstance(node, Not) else Not(node)

    def _near(self) -> Node:
        if (piece := self._next()) and piece.kind == "NEAR":
            self._fail(piece.start, self._before(piece))
        left = self._operand()
        pairs: list[Node] = []
        while near := self._take("NEAR"):
            most = self._apart(near)
            if self._next() is None or self._pieces[self._at].kind in (
                "AND",
                "OR",
                "NOT",
                "NEAR",
                "minus",
                "close",
            ):
                self._fail(near.start, sentence("something must follow {sign}", sign=near.text))
            right = self._operand()
            pairs.append(self._pair(near, left, right, most))
            left = right
        return both(tuple(pairs)) if pairs else left

    def _apart(self, near: Piece) -> int:
        number = near.text[5:]
        if not number.isdigit():
            self._fail(near.start, sentence("NEAR needs a number of words, as in NEAR/5"))
        if not 1 <= int(number) <= MAX_APART:
            self._fail(near.start, sentence("the number after NEAR/ is from 1 to {most}", most=MAX_APART))
        return int(number)

    def _pair(self, near: Piece, left: Node, right: Node, most: int) -> Node:
        """One Near a pair of terms; a group in parentheses may offer several."""
        sides: list[list[Term]] = []
        for node in (left, right):
            several = node.nodes if isinstance(node, Or) else (node,)
            offered = [each for each in several if isinstance(each, Word | Phrase | Verbatim | Prefix)]
            if len(offered) < len(several):
                self._fail(
                    near.start,
                    sentence("{near} stands between words, phrases or (a OR b) groups of them", near=near.text),
                )
            sides.append(offered)
        self._count(near, len(sides[0]) * len(sides[1]))
        return either(tuple(Near(first, second, most) for first in sides[0] for second in sides[1]))

    def _operand(self) -> Node:
        piece = self._next()
        if piece is None:
            self._nothing()
        self._at += 1
        if piece.kind == "open":
            return self._group(piece)
        if piece.kind == "field":
            return self._field(piece)
        self._count(piece, 1)
        return self._term(piece)

    def _group(self, opened: Piece) -> Node:
        self._dive(opened)
        node = self._either()
        if not self._take("close"):
            self._fail(opened.start, sentence("the ( must be closed with )"))
        self._depth -= 1
        return node

    def _term(self, piece: Piece) -> Term:
        if piece.text == "AROUND" and (after := self._next()) and after.kind == "open":
            self._fail(piece.start, sentence("{sign} is not known; write {meant}", sign="AROUND", meant="NEAR/5"))
        try:
            return terms.read(piece.kind, piece.text)
        except terms.UnreadableError as error:
            self._fail(piece.start + error.place, error.mend)

    def _field(self, name: Piece) -> Node:
        said = name.text.lower().rstrip(":")
        value = self._next()
        if value is None or value.kind in ("close", "AND", "OR", "NOT", "NEAR", "minus"):
            self._fail(name.start, sentence("something must follow {sign}", sign=name.text))
        if said == "title":
            self._dive(name)
            node = self._operand()
            self._depth -= 1
            return self._titled(name, node)
        self._at += 1
        if value.kind not in ("word", "phrase"):
            self._fail(value.start, sentence("{field}: takes one word or one phrase in quotes", field=said))
        self._count(value, 1)
        try:
            return terms.origin(said, value.kind, value.text)
        except terms.UnreadableError as error:
            self._fail(value.start + error.place, error.mend)

    def _titled(self, name: Piece, node: Node) -> Node:
        if any(isinstance(each, Source | Site | Lang) for each in parts(node)):
            self._fail(
                name.start,
                sentence("title: takes words and phrases; write source:, site: and lang: outside of it"),
            )
        return node if isinstance(node, Title) else Title(node)

    def _dive(self, piece: Piece) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._fail(
                piece.start,
                sentence("it is nested more than {most} deep; make several watches of it", most=MAX_DEPTH),
            )

    def _count(self, piece: Piece, more: int) -> None:
        self._terms += more
        if self._terms > MAX_TERMS:
            self._fail(
                piece.start,
                sentence(
                    "a watch has at most {most} words and phrases; make several watches of it", most=MAX_TERMS
                ),
            )


def parts(node: Node) -> Iterator[Node]:
    """`node` and everything it is made of."""
    yield node
    inner: tuple[Node, ...] = ()
    match node:
        case And() | Or():
            inner = node.nodes
        case Not() | Title():
            inner = (node.node,)
        case Close():
            inner = node.terms
        case Near():
            inner = (node.first, node.second)
        case _:
            return
    for each in inner:
        yield from parts(each)
