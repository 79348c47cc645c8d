"""The values that flow from a feed to a story. No IO.

An `Entry` is what a feed said; a `Story` is what alertbot made of it, with its identity.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item as its feed gave it, cleaned to plain text.

    `title` and `text` hold no markup; paragraphs of `text` are separated by a blank line.
    `url` is absolute (http or https) or empty. `published` is aware UTC, None when the feed gave no
    date that can be read. `lang` is a BCP 47 tag or empty. `outlet` names the publisher when an
    aggregator says so, else it is empty. `keys` are its identity keys, empty where nobody has worked them out.
    """

    guid: str
    title: str
    url: str
    published: datetime | None
    text: str
    lang: str = ""
    outlet: str = ""
    keys: tuple[str, ...] = ()


class Head(NamedTuple):
    """What names an entry, each as in `Entry`; a plain tuple, for one is made of every item of every document."""

    guid: str
    title: str
    url: str
    published: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A parsed feed document: its own title and language, and its entries in document order.

    `hubs` are the WebSub hubs it names, in its order, and `topic` is its own address there or empty; all absolute.
    `ttl` is how long it says it stays as it is, None where it does not say.
    """

    title: str
    lang: str
    entries: tuple[Entry, ...]
    hubs: tuple[str, ...] = ()
    topic: str = ""
    ttl: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One published article, from one source.

    `id` is a function of the source and the strongest identity the entry has, so a replay makes the
    same story again. `keys` are the identity keys that hold across sources, strongest first.
    `seen` is when alertbot first fetched it (aware UTC).
    """

    id: str
    source: str
    outlet: str
    title: str
    url: str
    published: datetime | None
    seen: datetime
    text: str
    lang: str
    keys: tuple[str, ...]
