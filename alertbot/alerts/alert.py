"""The values a channel renders and sends. No IO.

An `Alert` is one event matched for one subscriber, with its evidence already cut into passages; a
`Delivery` is one alert on one channel. Both are self-contained: a notifier needs nothing else.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters `start` to `end` (exclusive) of the text it belongs to."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence that matched. `marks` are the matching words, sorted and disjoint."""

    text: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One event for one subscriber.

    `headline` is plain text with its matching words in `headline_marks`; `passages` are sentences of
    the text, the best first, for the watches the headline does not show; `watches` are the queries
    that hit, as typed. `published` falls back to when the story was first seen. `url` may be empty.

    `also` are the other outlets that report the event, in order of joining; a message already sent
    is edited when it grows. `label` says why someone hears of an event twice: `update` tells
    something new about the story at `first_url` (with its headline and outlet in `first_headline`
    and `first_outlet`), `related` is another event close to it. Without a label these are empty.
    """

    event: str
    story: str
    subscriber: str
    headline: str
    headline_marks: tuple[Span, ...]
    url: str
    outlet: str
    published: datetime
    lang: str
    passages: tuple[Passage, ...]
    watches: tuple[str, ...]
    also: tuple[str, ...] = ()
    label: Literal["", "update", "related"] = ""
    first_url: str = ""
    first_headline: str = ""
    first_outlet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a channel delivers: `channel` is a registry name, `to` what that channel understands."""

    channel: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert on one channel. `id` is a function of event, subscriber and address.

    `follows` is the id of the delivery to the same address that told of what this one updates or is
    related to, empty when there is none. `first_message` is that delivery's message id at the
    provider, for threading: the notifier fills it in just before a send, it is never stored.
    """

    id: str
    address: Address
    alert: Alert
    created: datetime
    attempts: int = 0
    follows: str = ""
    first_message: str = ""
