"""A summary for someone nothing was noted for: the kept stories of the last days, judged again. Edge."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from alertbot.alerts.digest import Noted
from alertbot.alerts.notes import Note, notes
from alertbot.alerts.subscriber import Subscriber
from alertbot.errors import QueryError
from alertbot.events.verdict import Judged, Verdict
from alertbot.store.digests import Waiting
from alertbot.store.recent import Line, Recent
from alertbot.stories.story import Story
from alertbot.watches.document import document
from alertbot.watches.index import Index
from alertbot.watches.query import parse

DAY = timedelta(days=1)
WEEK_DAYS = 7
MOST_STORIES = 10_000
"""The newest; a summary that is asked for should not take minutes."""


async def look_back(recent: Recent, subscriber: Subscriber, *, now: datetime, max_age: timedelta) -> Waiting:
    """What would wait for a summary at `now`, had it been noted for `subscriber` as stories came in.

    An event's first kept story tells it; the outlets that came later are counted with it.
    """
    lines = tuple(reversed((await recent.lines(now=now, days=WEEK_DAYS))[:MOST_STORIES]))
    events = {line.story: line for line in lines}
    index, owners = (
        Index(),
        {watch.id: (replace(subscriber, mode="digest"), watch) for watch in subscriber.watches},
    )
    for watch in subscriber.watches:
        with suppress(QueryError):  # one that this version cannot read brings nothing
            index.add(watch.id, parse(watch.query))
    gathered = _Gathered()
    for story in await recent.stories(lines):
        judged = _judged(events[story.id])
        for note in notes(
            story, index.match(document(story)), owners, judged=judged, now=story.seen, max_age=max_age
        ):
            gathered.take(note, story, today=story.seen > now - DAY)
    return gathered.waiting()


class _Gathered:
    """Notes as they are gathered, the oldest first."""

    def __init__(self) -> None:
        self._noted: dict[str, Noted] = {}
        self._mentions: dict[str, list[datetime]] = {}
        self._held: list[str] = []

    def take(self, note: Note, story: Story, *, today: bool) -> None:
        for watch in note.watches:
            self._mentions.setdefault(watch, []).append(story.seen)
        if not today:
            return
        known = self._noted.get(note.told)
        if known is not None:
            self._held.append(f"h\0joined\0{story.id}")
            also = tuple(dict.fromkeys((*known.alert.also, story.outlet)))
            self._noted[note.told] = replace(known, alert=replace(known.alert, also=also))
        elif note.noted is not None:
            self._noted[note.told] = note.noted
        else:
            self._held.append(f"h\0{note.held}\0{story.id}")

    def waiting(self) -> Waiting:
        return Waiting(
            noted=self._noted,
            mentions={watch: tuple(moments) for watch, moments in self._mentions.items()},
            held=tuple(self._held),
        )


def _judged(line: Line) -> Judged:
    verdict = Verdict(kind="new" if line.event == line.story else "joined", event=line.event)
    return Judged(story=line.story, article=line.story, normal=verdict, broad=verdict, reason="kept")
