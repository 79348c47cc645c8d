"""Which watches a story hits, and where. Queries and documents in, matches out. No IO.

Every query is registered under words that no story it hits can lack: one, or two of which the story
must have both. A story looks up only its own words, and what that finds is judged exactly.
"""

from collections.abc import Sequence
from itertools import repeat
from operator import itemgetter
from typing import Final, Literal, NamedTuple

from alertbot.watches.cover import Key, cover
from alertbot.watches.document import Document
from alertbot.watches.find import Run
from alertbot.watches.judge import judge
from alertbot.watches.nodes import And, Node, Not, Or, Phrase, Word
from alertbot.watches.prefixes import Prefixes
from alertbot.watches.query import Query
from alertbot.watches.reading import Story, beginnings
from alertbot.watches.wording import format_node

_WATCH: Final = itemgetter(0)

MAX_EVIDENCE: Final = 20
"""Places reported per watch and field: enough to mark every sentence that is ever shown."""

Field = Literal["title", "text"]


class Evidence(NamedTuple):
    """Characters `start` to `end` of a story's title or text that satisfied a watch."""

    field: Field
    start: int
    end: int


class Match(NamedTuple):
    """One watch that a story hit, with its evidence: the title's first, each in reading order.

    A watch on the source, host or language alone has no evidence.
    """

    watch: str
    evidence: tuple[Evidence, ...]


_MATCH: Final = Match._make


class Entry:
    """One query and all watches that have it: an id, or a set of ids."""

    __slots__ = ("node", "watches")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.watches: str | set[str] = ""

    def ids(self) -> tuple[str, ...]:
        return (self.watches,) if isinstance(self.watches, str) else tuple(self.watches)

    def add(self, watch: str) -> None:
        if isinstance(self.watches, set):
            self.watches.add(watch)
        else:
            self.watches = {self.watches, watch} if self.watches else watch

    def remove(self, watch: str) -> bool:
        """Removes a watch; answers whether none is left."""
        if isinstance(self.watches, str):
            self.watches = ""
        else:
            self.watches.discard(watch)
        return not self.watches


Entries = Entry | list[Entry] | None
"""One entry stands alone to save memory: most are alone."""


class Shelf:
    """What is registered under one form, where that is more than one query that needs nothing else.

    `alone` needs only this form and each of `seconds` a second one too; each of `apart` needs the form
    as two words that a story writes in its place, and a second one or (under "") none.
    """

    __slots__ = ("alone", "apart", "seconds")

    def __init__(self, alone: Entries = None) -> None:
        self.alone = alone
        self.apart: dict[str, Entries] | None = None
        self.seconds: dict[str, Entries] | None = None

    def __bool__(self) -> bool:
        return bool(self.alone or self.apart or self.seconds)


class Index:
    """Standing watches, edited live. Not safe for use from several threads."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._shelves: dict[str, Entry | Shelf] = {}
        self._prefixes = Prefixes(beginnings)
        self._by_lang = 0

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, watch: str, query: Query) -> None:
        """Adds `query` under the id `watch`, in place of an earlier one."""
        self.remove(watch)
        node = canonical(query.node)
        keys = cover(node)
        entry = self._same(keys[0], node)
        if entry is None:
            entry = Entry(node)
            for key in keys:
                self._register(key, entry)
        entry.add(watch)
        self._entries[watch] = entry

    def remove(self, watch: str) -> None:
        """Removes a watch; an unknown id changes nothing."""
        entry = self._entries.pop(watch, None)
        if entry is not None and entry.remove(watch):
            for key in cover(entry.node):
                self._forget(key, entry)

    def match(self, document: Document) -> tuple[Match, ...]:
        """The watches a story hits, ordered by id."""
        story = Story(document)
        found: list[Match] = []
        place = _Places(story)
        for entry in self._candidates(story):
            runs = judge(entry.node, story)
            if runs is not None:
                evidence = place.evidence(runs)
                found += map(_MATCH, zip(entry.ids(), repeat(evidence)))
        found.sort(key=_WATCH)
        return tuple(found)

    def _candidates(self, story: Story) -> set[Entry]:
        forms = self._forms(story)
        found: list[Entry] = []
        for form in self._shelves.keys() & forms:
            shelf = self._shelves[form]
            if isinstance(shelf, Entry):
                found.append(shelf)
                continue
            _gather(shelf.alone, found)
            if shelf.seconds:
                _gather_second(shelf.seconds, forms, found)
            if shelf.apart and form in story.joined:
                _gather_second(shelf.apart, forms, found)
        return set(found)

    def _forms(self, story: Story) -> set[str]:
        """All that a query may be registered under for `story` to find it, with "" for no second form."""
        forms = story.forms()
        forms |= story.origins
        forms.add("")
        if self._by_lang:
            forms |= story.langs
        if self._prefixes:
            forms |= self._prefixes.of(story.cuts)
        return forms

    def _same(self, key: Key, node: Node) -> Entry | None:
        """The entry of an equal query under `key`."""
        for entry in self._under(key):
            if entry.node == node:
                return entry
        return None

    def _under(self, key: Key) -> Sequence[Entry]:
        shelf = self._shelves.get(key.first)
        if shelf is None:
            return ()
        if isinstance(shelf, Entry):
            there: Entries = None if key.second else shelf
        else:
            seconds = shelf.apart if key.apart else shelf.seconds if key.second else None
            there = seconds.get(key.second) if seconds else shelf.alone
        return there if isinstance(there, list) else (there,) if there else ()

    def _register(self, key: Key, entry: Entry) -> None:
        self._count(key, 1)
        shelf = self._shelves.get(key.first)
        if shelf is None and not key.second and not key.apart:
            self._shelves[key.first] = entry
            return
        if not isinstance(shelf, Shelf):
            shelf = self._shelves[key.first] = Shelf(shelf)
        if key.apart:
            shelf.apart = _under_second(shelf.apart, key.second, entry)
        elif key.second:
            shelf.seconds = _under_second(shelf.seconds, key.second, entry)
        else:
            shelf.alone = _with(shelf.alone, entry)

    def _forget(self, key: Key, entry: Entry) -> None:
        self._count(key, -1)
        shelf = self._shelves[key.first]
        if isinstance(shelf, Shelf):
            _take_out(shelf, key, entry)
        if isinstance(shelf, Entry) or not shelf:
            del self._shelves[key.first]

    def _count(self, key: Key, more: int) -> None:
        """Keeps what must be asked of a story: its prefixes, its language."""
        for form in (key.first, key.second) if key.second else (key.first,):
            if form[-1] == "*":
                self._prefixes.add(form[:-1]) if more > 0 else self._prefixes.remove(form[:-1])
            elif form[:5] == "lang:":
                self._by_lang += more


def canonical(node: Node) -> Node:
    """`node` with what AND and OR join in one order, so that queries that say the same are equal."""
    match node:
        case Word() | Phrase():
            return node
        case And() | Or():
            return type(node)(tuple(sorted(map(canonical, node.nodes), key=_order)))
        case Not():
            return Not(canonical(node.node))
        case _:
            return node


def _order(node: Node) -> str:
    return f"{node.fold} {node.capitals}" if isinstance(node, Word) else format_node(node)


def _with(there: Entries, entry: Entry) -> Entries:
    if isinstance(there, list):
        there.append(entry)
        return there
    return [there, entry] if there else entry


def _without(there: Entries, entry: Entry) -> Entries:
    if not isinstance(there, list):
        return None
    there.remove(entry)
    return there if len(there) > 1 else there[0]


def _under_second(there: dict[str, Entries] | None, second: str, entry: Entry) -> dict[str, Entries]:
    seconds = {} if there is None else there
    seconds[second] = _with(seconds.get(second), entry)
    return seconds


def _take_out(shelf: Shelf, key: Key, entry: Entry) -> None:
    seconds = shelf.apart if key.apart else shelf.seconds if key.second else None
    if seconds is None:
        shelf.alone = _without(shelf.alone, entry)
        return
    left = _without(seconds[key.second], entry)
    if left:
        seconds[key.second] = left
    else:
        del seconds[key.second]


def _gather(there: Entries, found: list[Entry]) -> None:
    if isinstance(there, list):
        found += there
    elif there is not None:
        found.append(there)


def _gather_second(seconds: dict[str, Entries], forms: set[str], found: list[Entry]) -> None:
    for second in seconds.keys() & forms:
        _gather(seconds[second], found)


class _Places:
    """Runs of words as evidence: each run of a story is worked out once."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._known: dict[Run, Evidence] = {}

    def evidence(self, runs: list[Run]) -> tuple[Evidence, ...]:
        """At most MAX_EVIDENCE of each field, in reading order."""
        if len(runs) > 1:
            runs = sorted(set(runs))
        if len(runs) > MAX_EVIDENCE:
            text = self._story.first_of_text
            title_runs = [run for run in runs if run[0] < text][:MAX_EVIDENCE]
            runs = [*title_runs, *[run for run in runs if run[0] >= text][:MAX_EVIDENCE]]
        return tuple([self._known.get(run) or self._work_out(run) for run in runs])

    def _work_out(self, run: Run) -> Evidence:
        first, last = run
        start, end = self._story.span(first)
        if last != first:
            end = self._story.span(last)[1]
        field: Field = "title" if first < self._story.first_of_text else "text"
        evidence = self._known[run] = Evidence(field, start, end)
        return evidence
