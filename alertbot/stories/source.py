"""A place stories come from, and what is known about it. No IO."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from alertbot.stories.identity import digest
from alertbot.stories.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed that is polled. `id` is a function of its URL; `name` may be empty until it is read.

    A `provisioned` source comes and goes with the configuration; one that was `added` stays until it
    is removed.
    """

    id: str
    url: str
    name: str = ""
    tags: tuple[str, ...] = ()
    origin: Literal["provisioned", "added"] = "provisioned"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What the last polls of a source left behind.

    The validators are the publisher's, byte for byte; `body` is the hash of the last body read. `failures`
    counts in a row; `why` is the last one's kind. `last_ok` is None until the first poll that could be
    read: its first sight.
    """

    etag: str = ""
    last_modified: str = ""
    body: str = ""
    title: str = ""
    failures: int = 0
    why: str = ""
    last_ok: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """All that one poll changes, to be committed together."""

    state: SourceState
    due: datetime
    stories: tuple[Story, ...] = ()
    marks: Mapping[str, int]
    forgotten: tuple[str, ...] = ()


def source_at(
    url: str,
    *,
    name: str = "",
    tags: tuple[str, ...] = (),
    origin: Literal["provisioned", "added"] = "provisioned",
) -> Source:
    """The source at `url`."""
    return Source(id=digest(url), url=url, name=name, tags=tags, origin=origin)
