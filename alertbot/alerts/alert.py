"""The values a channel renders and sends. No IO.

An `Alert` is one event matched for one subscriber, with its evidence already cut into passages; a
`Delivery` is one alert on one channel. Both are self-contained: a notifier needs nothing else.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from alertbot.alerts.quiet import Hush


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


def of_no_story(subscriber: str, *, lang: str, at: datetime, watches: tuple[str, ...] = ()) -> Alert:
    """What a delivery carries that no story led to: a question to its reader, an empty summary."""
    return Alert(
        event="",
        story="",
        subscriber=subscriber,
        headline="",
        headline_marks=(),
        url="",
        outlet="",
        published=at,
        lang=lang,
        passages=(),
        watches=watches,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a channel delivers: `channel` is a registry name, `to` what that channel understands."""

    channel: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An event a summary only names. `url` may be empty."""

    headline: str
    url: str
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An event a summary tells.

    `outlets` are all that report it, the first one first; `passage` is the sentence that matched, None
    when the headline shows it all; `others` are the watches it hits besides the one it stands under;
    `related` are the events folded beneath it.
    """

    event: str
    headline: str
    marks: tuple[Span, ...]
    url: str
    outlets: tuple[str, ...]
    published: datetime
    passage: Passage | None
    others: tuple[str, ...] = ()
    update: bool = False
    related: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The events under one watch: `items` are told, `more` only named.

    `week` counts the mentions of each of seven days; the last one ends with the summary.
    """

    watch: str
    items: tuple[Item, ...]
    more: tuple[Line, ...]
    week: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The day's events for one subscriber, most-covered first.

    `day` and every time shown are local to `timezone` (an IANA name); `lang` is the language of the
    bot's own words. `events` counts all that `groups` hold, also folded; `quiet` are the watches
    without any. `held` counts what was kept back since the last summary, by reason.
    """

    day: date
    timezone: str
    lang: str
    groups: tuple[Group, ...]
    quiet: tuple[str, ...]
    held: tuple[tuple[str, int], ...]
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert, or one day's summary, on one channel.

    `id` is a function of event, subscriber and address; a summary's of its moment instead of an event.
    With `confirms` it only asks the owner of an e-mail address whether they want any; `alert` then says
    for whom. With a `digest` the message is that summary, and `alert` only its first event, so that whoever
    counts or logs deliveries need not know the difference.

    `follows` is the id of the delivery to the same address that told of what this one updates or is
    related to, empty when there is none. `first_message` is that delivery's message id at the
    provider, for threading: the notifier fills it in just before a send, it is never stored. For a
    summary that needs several messages it is the first of them, and `page` how many were sent. `lang` is
    the language of the bot's own words.

    `grows` says that its message is edited when other outlets join the event.

    It is not sent before `not_before` (None: at once), for the named reason `held`; an event that gets
    as many outlets as `breaking` says is sent all the same. `hush` says when it makes no sound,
    `preview` that the article's own picture is wanted under it.
    """

    id: str
    address: Address
    alert: Alert
    created: datetime
    attempts: int = 0
    follows: str = ""
    first_message: str = ""
    page: int = 0
    digest: Digest | None = None
    lang: str = "en"
    confirms: bool = False
    not_before: datetime | None = None
    held: str = ""
    breaking: int | None = None
    grows: bool = False
    hush: Hush | None = None
    preview: bool = False
