"""Values to JSON and back, as Redis keeps them. Unknown fields from a newer version are ignored."""

from typing import TypeVar

from pydantic import TypeAdapter

from alertbot.alerts.alert import Delivery
from alertbot.alerts.digest import Noted
from alertbot.alerts.subscriber import Subscriber
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
