"""The matcher's live view of all watches: changes in Redis in, a current index out.

A change costs what changed, not all watches; everything is read again only at the start, or when
the log of changes no longer reaches back to what was seen last.
"""

import gc
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from alertbot.alerts.subscriber import Subscriber, Watch
from alertbot.errors import QueryError
from alertbot.log import event
from alertbot.store.subscribers import Subscribers, mark_of
from alertbot.watches.index import Index
from alertbot.watches.query import parse

logger = logging.getLogger(__name__)

NO_CHANGE = "0-0"


class Following:
    """An index and the owners of its watches, kept current by `catch_up`."""

    def __init__(self, subscribers: Subscribers) -> None:
        self.index = Index()
        self._subscribers = subscribers
        self._owners: dict[str, tuple[Subscriber, Watch]] = {}
        self._known: dict[str, Subscriber] = {}
        self._place: str | None = None

    @property
    def owners(self) -> Mapping[str, tuple[Subscriber, Watch]]:
        """Whose each watch id is."""
        return self._owners

    @property
    def place(self) -> str:
        """The last change that was taken in."""
        return self._place or NO_CHANGE

    async def catch_up(self) -> None:
        """Takes in every change since the last call. Raises RedisError; then nothing was taken in."""
        changes = None if self._place is None else await self._subscribers.changes(self._place)
        if changes is None:
            await self._read_all()
            return
        for name, subscriber in (await self._subscribers.several(changes.names)).items():
            self._replace(name, subscriber)
        for name in [each for each in self._known if changes.forgotten and mark_of(each) in changes.forgotten]:
            self._replace(name, None)
        self._place = changes.place

    async def _read_all(self) -> None:
        place = await self._subscribers.place()
        gone = set(self._known)
        with _no_collection():
            async for subscriber in self._subscribers.each():
                self._replace(subscriber.name, subscriber)
                gone.discard(subscriber.name)
        for name in gone:
            self._replace(name, None)
        self._place = place
        event(logger, logging.INFO, "watchlists", subscribers=len(self._known), watches=len(self._owners))

    def _replace(self, name: str, new: Subscriber | None) -> None:
        old = self._known.pop(name, None)
        before = {watch.id for watch in old.watches} if old else set()
        after = {watch.id for watch in new.watches} if new else set()
        for watch_id in before - after:
            self.index.remove(watch_id)
            self._owners.pop(watch_id, None)
        if new is None:
            return
        self._known[name] = new
        for watch in new.watches:
            self._owners[watch.id] = (new, watch)
            if watch.id not in before:
                self._add(watch)

    def _add(self, watch: Watch) -> None:
        """Adds a watch; one that this version cannot read is said and left out, the others go on."""
        try:
            self.index.add(watch.id, parse(watch.query))
        except QueryError as error:
            event(logger, logging.WARNING, "watch cannot be read", watch=watch.id, why=str(error))


@contextmanager
def _no_collection() -> Iterator[None]:
    """What is read here lives on: searching it for garbage, again and again, would cost more than reading."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()
