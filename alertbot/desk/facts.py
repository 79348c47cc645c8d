"""What the desk must know to decide, and what it decides. Values only. No IO.

A surface gathers `Facts`, calls `decide`, commits the `Decision` and shows its reply.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from alertbot.alerts.account import Account
from alertbot.alerts.alert import Alert, Passage
from alertbot.alerts.subscriber import Subscriber
from alertbot.desk.reply import Reply
from alertbot.errors import SourceError
from alertbot.language import Language
from alertbot.stories.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A story that a watch would have brought. `passage` is empty where the headline shows the match."""

    headline: str
    url: str
    outlet: str
    published: datetime
    passage: Passage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a watch would have brought in the last `days` days: `count` stories, the best `examples` first.

    With `about` the count is an estimate. `splitting` are words that only some of the stories have, as when
    a name means several things, the most telling first; `spelled` says that some spell the word otherwise than
    it was typed, as arms for Arm. `understood` says the query in plain words, empty where it says itself.
    """

    count: int
    days: int
    about: bool = False
    examples: tuple[Example, ...] = ()
    splitting: tuple[str, ...] = ()
    spelled: bool = False
    understood: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A link to the status page that shows `everything`, or only what is of who asks."""

    url: str
    everything: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a command needs gathered, beyond who asks."""

    previews: tuple[str, ...] = ()
    delivery: str = ""
    story_url: str = ""
    shared: str = ""
    sources: bool = False
    source_url: str = ""
    status: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Who asks, when, and what was gathered for it.

    `subscriber` is a fresh one for a chat that never spoke before. `previews` are by query. `found`
    is the source behind a URL someone wants to add, or why there is none.
    `link` makes a link that carries a word into a new chat; it holds one `{word}`, and is empty where
    the surface has none. `email` says that mail can be sent. `served` is False where the operator serves
    only whom he provisioned.
    """

    subscriber: Subscriber
    now: datetime
    words: Language
    served: bool = True
    email: bool = False
    may_change: bool = True
    may_add_sources: bool = False
    in_group: bool = False
    is_admin: bool = False
    link: str = ""
    previews: Mapping[str, Preview] = field(default_factory=dict)
    alert: Alert | None = None
    shared: tuple[str, ...] | None = None
    sources: tuple[Source, ...] = ()
    found: Source | SourceError | None = None
    account: Account | None = None
    status: PageLink | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddThisSource:
    """From now on `source` is polled."""

    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetThem:
    """Everything that is kept about the subscriber goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepShared:
    """`queries` can be had by whoever has the word `shared`."""

    shared: str
    queries: tuple[str, ...]


Effect = AddThisSource | ForgetThem | KeepShared


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A reply, the subscriber as it is to be kept (None: as it was), and what else is to be done."""

    reply: Reply
    subscriber: Subscriber | None = None
    effects: tuple[Effect, ...] = ()
