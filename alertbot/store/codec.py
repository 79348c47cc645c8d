"""Values to JSON and back, as Redis keeps them. Unknown fields from a newer version are ignored."""

from collections.abc import Iterable
from typing import TypeVar

from pydantic import TypeAdapter

from alertbot.alerts.alert import Delivery
from alertbot.alerts.digest import Noted
from alertbot.alerts.subscriber import Subscriber
from alertbot.stories.filed import Filed, is_teaser
from alertbot.stories.source import Notice, Source, SourceState
from alertbot.stories.story import Story

T = TypeVar("T")

STORY = TypeAdapter(Story)
SOURCE = TypeAdapter(Source)
SOURCE_STATE = TypeAdapter(SourceState)
NOTICE = TypeAdapter(Notice)
SUBSCRIBER = TypeAdapter(Subscriber)
DELIVERY = TypeAdapter(Delivery)
NOTED = TypeAdapter(Noted)


def dump(adapter: TypeAdapter[T], value: T) -> str:
    return adapter.dump_json(value).decode()


def filed(stories: Iterable[Story]) -> Filed:
    """`stories` as they are kept."""
    listed = tuple(stories)
    return Filed(
        ids=tuple(each.id for each in listed),
        lines=b"\n".join(map(STORY.dump_json, listed)),
        teaser=any(is_teaser(each.text, each.url) for each in listed),
    )


def unfiled(stories: Filed) -> tuple[Story, ...]:
    """What was filed, in its order."""
    return tuple(map(STORY.validate_json, stories.lines.splitlines()))
