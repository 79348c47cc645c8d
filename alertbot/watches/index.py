"""Which watches a story hits, and where. Queries and documents in, matches out. No IO.

Every query is registered under words that no story it hits can lack: one, or two of which the story
must have both. A story looks up only its own words, and what that finds is judged exactly.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import Final, Literal, NamedTuple

from alertbot.watches.cover import Key, cover
from alertbot.watches.cut import beginnings
from alertbot.watches.document import Document
from alertbot.watches.find import Run
from alertbot.watches.judge import judge
from alertbot.watches.nodes import And, Node, Not, Or, Phrase, Word
from alertbot.watches.prefixes import Prefixes
from alertbot.watches.query import Query
from alertbot.watches.reading import Story
from alertbot.watches.shelf import Entry, Shelf, gather
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


_EVIDENCE: Final[Callable[[tuple[Field, int, int]], Evidence]] = partial(tuple.__new__, Evidence)
_MATCH: Final[Callable[[tuple[str, tuple[Evidence, ...]]], Match]] = partial(tuple.__new__, Match)
"""As `_make`, without a function of Python's own for each of a thousand."""


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
        sure, candidates = self._candidates(story)
        place = _Places(story)
        found: list[Match] = []
        for form, entries in sure:
            found += map(_MATCH, zip(_ids(entries), repeat(place.words(story.at(form)))))
        for entry in candidates:
            runs = judge(entry.node, story)
            if runs is not None:
                found += map(_MATCH, zip(_ids((entry,)), repeat(place.evidence(runs))))
        found.sort(key=_WATCH)
        return tuple(found)

    def _candidates(self, story: Story) -> tuple[list[tuple[str, list[Entry]]], set[Entry]]:
        """What the story hits by each of its words, and what must be judged."""
        forms = self._forms(story)
        sure: list[tuple[str, list[Entry]]] = []
        judged: list[Entry] = []
        for form in forms:
            shelf = self._shelves[form]
            if isinstance(shelf, Entry):
                judged.append(shelf)
                continue
            if shelf.sure:
                hits = [] if story.is_word(form) else judged
                for less, entries in shelf.sure.items():
                    gather(entries, judged if less in forms else hits)
                if hits is not judged:
                    sure.append((form, hits))
            apart = shelf.apart is not None and story.has_joined(form)
            shelf.gather(forms, apart=apart, found=judged)
        return sure, set(judged)

    def _forms(self, story: Story) -> set[str]:
        """The forms of `story` that queries are registered under."""
        forms = story.known(self._shelves)
        forms |= self._shelves.keys() & story.origins
        if self._by_lang:
            forms |= self._shelves.keys() & story.langs
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
        there = shelf.under(key) if isinstance(shelf, Shelf) else shelf if _is_alone(key) else None
        return there if isinstance(there, list) else (there,) if there else ()

    def _register(self, key: Key, entry: Entry) -> None:
        self._count(key, 1)
        if _is_alone(key) and key.first not in self._shelves:
            self._shelves[key.first] = entry
        else:
            self._shelf(key.first).put(key, entry)
        if other := key.second or key.less:
            self._shelf(other).asked += 1

    def _forget(self, key: Key, entry: Entry) -> None:
        self._count(key, -1)
        shelf = self._shelves[key.first]
        if isinstance(shelf, Shelf):
            shelf.take(key, entry)
        if isinstance(shelf, Entry) or not shelf:
            del self._shelves[key.first]
        if other := key.second or key.less:
            asked = self._shelf(other)
            asked.asked -= 1
            if not asked:
                del self._shelves[other]

    def _shelf(self, form: str) -> Shelf:
        """What is under `form`, a single entry put on a shelf."""
        there = self._shelves.get(form)
        if isinstance(there, Shelf):
            return there
        shelf = self._shelves[form] = Shelf()
        if there is not None:
            shelf.put(next(key for key in cover(there.node) if key.first == form and _is_alone(key)), there)
        return shelf

    def _count(self, key: Key, more: int) -> None:
        """Keeps what must be asked of a story: its prefixes, its language."""
        for form in (key.first, key.second) if key.second else (key.first,):
            if form[-1] == "*":
                self._prefixes.add(form[:-1]) if more > 0 else self._prefixes.remove(form[:-1])
            elif form[:5] == "lang:":
                self._by_lang += more


def _is_alone(key: Key) -> bool:
    """Whether an entry may stand under the key's form without a shelf."""
    return not (key.second or key.apart)


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


def _ids(entries: Iterable[Entry]) -> list[str]:
    ids: list[str] = []
    for entry in entries:
        if isinstance(entry.watches, str):
            ids.append(entry.watches)
        else:
            ids += entry.watches
    return ids


class _Places:
    """Runs of words as evidence: each run of a story is worked out once."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._known: dict[Run, Evidence] = {}
        self._of_lists: dict[int, tuple[list[Run], tuple[Evidence, ...]]] = {}
        """By the list's identity, which it keeps as long as it is kept here."""

    def evidence(self, runs: list[Run]) -> tuple[Evidence, ...]:
        """At most MAX_EVIDENCE of each field, in reading order; a list that is known is not read again."""
        known = self._of_lists.get(id(runs))
        if known is None:
            shown = tuple([self._known.get(run) or self._work_out(run) for run in self._shown(runs)])
            known = self._of_lists[id(runs)] = runs, shown
        return known[1]

    def words(self, places: list[int]) -> tuple[Evidence, ...]:
        """The same for single words that nothing else was asked about."""
        if len(places) > MAX_EVIDENCE:
            return self.evidence([(word, word) for word in places])
        text, span = self._story.first_of_text, self._story.span
        return tuple([_EVIDENCE(("title" if word < text else "text", *span(word))) for word in sorted(places)])

    def _shown(self, runs: list[Run]) -> list[Run]:
        if len(runs) > 1:
            runs = sorted(set(runs))
        if len(runs) > MAX_EVIDENCE:
            text = self._story.first_of_text
            title_runs = [run for run in runs if run[0] < text][:MAX_EVIDENCE]
            runs = [*title_runs, *[run for run in runs if run[0] >= text][:MAX_EVIDENCE]]
        return runs

    def _work_out(self, run: Run) -> Evidence:
        first, last = run
        start, end = self._story.span(first)
        if last != first:
            end = self._story.span(last)[1]
        field: Field = "title" if first < self._story.first_of_text else "text"
        evidence = self._known[run] = Evidence(field, start, end)
        return evidence
