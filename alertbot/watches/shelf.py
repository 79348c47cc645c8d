"""What an index has under one form. Keys and entries in, candidates out. No IO."""

from typing import TypeAlias

from alertbot.watches.cover import Key
from alertbot.watches.nodes import Node


class Entry:
    """One query and all watches that have it: an id, or a dict of ids, which lies closer together than a set."""

    __slots__ = ("node", "watches")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.watches: str | dict[str, None] = ""

    def add(self, watch: str) -> None:
        if isinstance(self.watches, dict):
            self.watches[watch] = None
        else:
            self.watches = {self.watches: None, watch: None} if self.watches else watch

    def remove(self, watch: str) -> bool:
        """Removes a watch; answers whether none is left."""
        if isinstance(self.watches, dict):
            del self.watches[watch]
        else:
            self.watches = ""
        return not self.watches


Entries: TypeAlias = Entry | list[Entry] | None
"""One entry stands alone to save memory: most are alone."""


class Shelf:
    """What is registered under one form, where that is more than one query that needs nothing else.

    `alone` needs only this form and each of `seconds` a second one too; each of `apart` needs the form
    as two words that a story writes in its place, and a second one or (under "") none. Each of `sure` is
    a hit where the form is a word and that other one is not there. `asked` counts where the form itself
    is such another one: all that a story must be asked for is in one table.
    """

    __slots__ = ("alone", "apart", "asked", "seconds", "sure")

    def __init__(self) -> None:
        self.alone: Entries = None
        self.apart: dict[str, Entries] | None = None
        self.asked = 0
        self.seconds: dict[str, Entries] | None = None
        self.sure: dict[str, Entries] | None = None

    def __bool__(self) -> bool:
        return bool(self.alone or self.seconds or self.sure or self.asked or self.apart)

    def put(self, key: Key, entry: Entry) -> None:
        """Adds an entry that has this key."""
        if key.less is not None:
            self.sure = _under(self.sure, key.less, entry)
        elif key.apart:
            self.apart = _under(self.apart, key.second, entry)
        elif key.second:
            self.seconds = _under(self.seconds, key.second, entry)
        else:
            self.alone = _with(self.alone, entry)

    def take(self, key: Key, entry: Entry) -> None:
        """Takes an entry out that was put under this key."""
        others = self._others(key)
        if others is None:
            self.alone = _without(self.alone, entry)
            return
        other = key.less or key.second
        left = _without(others[other], entry)
        if left:
            others[other] = left
        else:
            del others[other]

    def under(self, key: Key) -> Entries:
        """What was put under this key."""
        others = self._others(key)
        return self.alone if others is None else others.get(key.less or key.second)

    def _others(self, key: Key) -> dict[str, Entries] | None:
        if key.less is not None:
            return self.sure or {}
        if key.apart:
            return self.apart or {}
        return self.seconds or {} if key.second else None

    def gather(self, forms: set[str], *, apart: bool, found: list[Entry]) -> None:
        """Appends what a story of `forms` may hit; `apart` says whether it writes this one as two words."""
        gather(self.alone, found)
        if self.seconds:
            _gather_second(self.seconds, forms, found)
        if self.apart and apart:
            gather(self.apart.get(""), found)
            _gather_second(self.apart, forms, found)


def gather(there: Entries, found: list[Entry]) -> None:
    """Appends what is there to `found`."""
    if isinstance(there, list):
        found += there
    elif there is not None:
        found.append(there)


def _gather_second(seconds: dict[str, Entries], forms: set[str], found: list[Entry]) -> None:
    for second in seconds.keys() & forms:
        gather(seconds[second], found)


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


def _under(there: dict[str, Entries] | None, other: str, entry: Entry) -> dict[str, Entries]:
    others = {} if there is None else there
    others[other] = _with(others.get(other), entry)
    return others
