"""Which watches a story hits, and where. Queries and documents in, matches out. No IO.

Every query is registered under words that no story it hits can lack: one, or two of which the story
must have both. A story looks up only its own words, and what that finds is judged exactly.
"""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from alertbot.watches.cover import cover
from alertbot.watches.document import Document
from alertbot.watches.find import Run
from alertbot.watches.judge import judge
from alertbot.watches.nodes import And, Node, Not, Or
from alertbot.watches.prefixes import Prefixes
from alertbot.watches.query import Query
from alertbot.watches.reading import Story
from alertbot.watches.wording import format_node

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


Second = dict[str, Entry | list[Entry]]
"""Second key → what needs both keys; one entry stands alone to save memory."""


class Index:
    """Standing watches, edited live. Not safe for use from several threads."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._single: Second = {}
        self._double: dict[str, Second | tuple[str, Entry]] = {}
        self._prefixes = Prefixes()
        self._by_lang = 0

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, watch: str, query: Query) -> None:
        """Adds `query` under the id `watch`, in place of an earlier one."""
        self.remove(watch)
        node = canonical(query.node)
        keys = cover(node)
        entry = next((each for each in self._under(*keys[0]) if each.node == node), None)
        if entry is None:
            entry = Entry(node)
            for first, second in keys:
                self._register(first, second, entry)
        entry.add(watch)
        self._entries[watch] = entry

    def remove(self, watch: str) -> None:
        """Removes a watch; an unknown id changes nothing."""
        entry = self._entries.pop(watch, None)
        if entry is not None and entry.remove(watch):
            for first, second in cover(entry.node):
                self._forget(first, second, entry)

    def match(self, document: Document) -> tuple[Match, ...]:
        """The watches a story hits, ordered by id."""
        story = Story(document)
        found: list[Match] = []
        place = _Places(story)
        for entry in self._candidates(story):
            runs = judge(entry.node, story)
            if runs is not None:
                evidence = place.evidence(runs)
                found += [Match(watch, evidence) for watch in entry.ids()]
        found.sort()
        return tuple(found)

    def _candidates(self, story: Story) -> set[Entry]:
        forms = story.forms()
        forms |= story.origins
        if self._by_lang:
            forms |= story.langs
        if self._prefixes:
            forms |= self._prefixes.of(story.beginnings())
        found: list[Entry] = []
        for form in self._single.keys() & forms:
            _gather(self._single[form], found)
        for form in self._double.keys() & forms:
            seconds = self._double[form]
            if isinstance(seconds, tuple):
                if seconds[0] in forms:
                    found.append(seconds[1])
            else:
                for second in seconds.keys() & forms:
                    _gather(seconds[second], found)
        return set(found)

    def _under(self, first: str, second: str) -> Iterator[Entry]:
        bucket = self._single.get(first) if not second else None
        if second:
            seconds = self._double.get(first)
            if isinstance(seconds, tuple):
                bucket = seconds[1] if seconds[0] == second else None
            elif seconds:
                bucket = seconds.get(second)
        if isinstance(bucket, list):
            yield from bucket
        elif bucket is not None:
            yield bucket

    def _register(self, first: str, second: str, entry: Entry) -> None:
        for key in (first, second):
            if key.endswith("*"):
                self._prefixes.add(key[:-1])
            self._by_lang += key.startswith("lang:")
        if not second:
            _put(self._single, first, entry)
            return
        seconds = self._double.get(first)
        if seconds is None:
            self._double[first] = (second, entry)
            return
        if isinstance(seconds, tuple):
            seconds = self._double[first] = {seconds[0]: seconds[1]}
        _put(seconds, second, entry)

    def _forget(self, first: str, second: str, entry: Entry) -> None:
        for key in (first, second):
            if key.endswith("*"):
                self._prefixes.remove(key[:-1])
            self._by_lang -= key.startswith("lang:")
        if not second:
            _drop(self._single, first, entry)
            return
        seconds = self._double[first]
        if isinstance(seconds, dict):
            _drop(seconds, second, entry)
        if isinstance(seconds, tuple) or not seconds:
            del self._double[first]


def canonical(node: Node) -> Node:
    """`node` with what AND and OR join in one order, so that queries that say the same are equal."""
    match node:
        case And() | Or():
            return type(node)(tuple(sorted(map(canonical, node.nodes), key=format_node)))
        case Not():
            return Not(canonical(node.node))
        case _:
            return node


def _put(bucket: Second, key: str, entry: Entry) -> None:
    there = bucket.get(key)
    if there is None:
        bucket[key] = entry
    elif isinstance(there, list):
        there.append(entry)
    else:
        bucket[key] = [there, entry]


def _drop(bucket: Second, key: str, entry: Entry) -> None:
    there = bucket[key]
    if isinstance(there, list) and len(there) > 1:
        there.remove(entry)
    else:
        del bucket[key]


def _gather(there: Entry | list[Entry], found: list[Entry]) -> None:
    if isinstance(there, list):
        found += there
    else:
        found.append(there)


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
