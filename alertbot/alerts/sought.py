"""What is kept of one story and one subscriber, as an edge has gathered it for `account`. Values only. No IO."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from alertbot.alerts.plan import Trace
from alertbot.alerts.subscriber import Subscriber
from alertbot.stories.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A source that listed the story: `story` is the id it has there, `listed` the day it last did.

    `first_sight` says that it was there when the source was first read, so no story was made of it.
    `trace` is what became of it for everybody, None when it was never judged or that is forgotten.
    A source that is not polled any more has no name.
    """

    source: str
    story: str
    listed: date | None = None
    first_sight: bool = False
    trace: Trace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What became of one delivery. `story`, `headline` and `outlet` are those of the alert that it carries.

    `until` is when a hold ends, or a pause of its address for the reason `paused`.
    """

    id: str
    channel: str
    state: str
    why: str
    message_id: str
    sent: datetime | None
    edited: datetime | None
    until: datetime | None
    story: str
    headline: str
    outlet: str
    also: tuple[str, ...] = ()
    paused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A story that is only named."""

    title: str
    url: str
    outlet: str
    seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A source of the same site: `last_ok` is when it was last read, `why` why it cannot be read now."""

    name: str
    last_ok: datetime | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """All that is kept of the story at `url`, for one subscriber.

    `sightings` are in the order in which they were judged. `story` is the one that is accounted for, None
    when its text is not kept; `judged` is what became of it for everybody, `own` for the subscriber.
    `first` is the story its event began with, where that is another one. `summary` says whether it
    `waits` for the subscriber's next daily summary or was `told` in one. `unmatched`: it was read and is
    not judged yet. `sources` counts those that are polled.
    """

    url: str
    canonical: str
    subscriber: Subscriber
    sightings: tuple[Sighting, ...] = ()
    story: Story | None = None
    judged: Trace | None = None
    own: Trace | None = None
    first: Headline | None = None
    deliveries: tuple[Delivered, ...] = ()
    summary: Literal["", "waits", "told"] = ""
    unmatched: bool = False
    neighbours: tuple[Neighbour, ...] = ()
    nearest: tuple[Headline, ...] = ()
    sources: int = 0
