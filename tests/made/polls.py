"""What a poll finds, judged as the parsing processes do."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from alertbot.sources.cases import Case
from alertbot.sources.poll import Answer, Read
from alertbot.stories.source import Source, SourceState, source_at
from alertbot.stories.story import Feed

ANSWER = Answer(etag="e", last_modified="l", body="b", permanent_url="", max_age=None)
SOURCE = source_at("https://example.com/feed")


def read(
    listed: Feed,
    now: datetime,
    *,
    state: SourceState | None = None,
    marks: Mapping[str, int] | None = None,
    answer: Answer = ANSWER,
    source: Source = SOURCE,
) -> Read:
    """`listed` as a poll of `source` finds it, without `state` for the first time."""
    before = state or SourceState()
    case = Case(
        source=source.id,
        name=source.name,
        title=before.title,
        seen=marks or {},
        first_sight=before.last_ok is None,
        now=now,
    )
    return Read(feed=replace(listed, entries=()), judgement=case.judge(listed), answer=answer)
