"""A place stories come from, and what is known about it. No IO."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from alertbot.stories.filed import Filed
from alertbot.stories.identity import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed that is polled. `id` is a function of its URL; `name` may be empty until it is read.

    A `provisioned` source comes and goes with the configuration; one that was `added` stays until it
    is removed. `added_by` is the subscriber who added it in a chat, or empty.
    """

    id: str
    url: str
    name: str = ""
    tags: tuple[str, ...] = ()
    origin: Literal["provisioned", "added"] = "provisioned"
    added_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What the last polls of a source left behind.

    The validators are the publisher's, byte for byte; `body` is the hash of the last body read. `failures`
    counts in a row since `failing_since`; `why` is the last one's kind. `last_ok` is None until the first
    poll that could be read: its first sight.

    `url` is where the source has moved, empty while it has not; `moved_to` is where it says it has, and
    `moves` how many polls in a row said so. `last_new` is when it last brought something new, or was first
    read; `gap_seconds` how long that usually takes, zero while that is unknown; `stays_seconds` how long
    the feed says it stays as it is. `told` says that its failing was told. `hub`, `more_hubs` and `topic` are
    those that the feed names for WebSub.
    """

    etag: str = ""
    last_modified: str = ""
    body: str = ""
    title: str = ""
    failures: int = 0
    why: str = ""
    last_ok: datetime | None = None
    failing_since: datetime | None = None
    told: bool = False
    url: str = ""
    moved_to: str = ""
    moves: int = 0
    last_new: datetime | None = None
    gap_seconds: float = 0.0
    stays_seconds: float = 0.0
    hub: str = ""
    topic: str = ""
    more_hubs: tuple[str, ...] = ()

    @property
    def hubs(self) -> tuple[str, ...]:
        """Every hub the feed names, in its order."""
        return (self.hub, *self.more_hubs) if self.hub else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """News about a source itself, for those who depend on it: each is told once.

    `why` is the kind of its last failure; `since` when it began to fail.
    """

    source: str
    name: str
    what: Literal["broken", "back", "gone"]
    why: str
    since: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """All that one poll changes, to be committed together. `due` is None for a source that is retired."""

    state: SourceState
    due: datetime | None
    stories: Filed = Filed()  # noqa: RUF009 — frozen
    marks: Mapping[str, int]
    forgotten: tuple[str, ...] = ()
    notice: Notice | None = None


def source_at(
    url: str,
    *,
    name: str = "",
    tags: tuple[str, ...] = (),
    origin: Literal["provisioned", "added"] = "provisioned",
) -> Source:
    """The source at `url`."""
    return Source(id=digest(url), url=url, name=name, tags=tags, origin=origin)
