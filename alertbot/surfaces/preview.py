"""What a watch would have brought in the last days, out of the stories that were kept. Edge."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from alertbot.alerts.alert import Span
from alertbot.alerts.passage import passages
from alertbot.desk.facts import Example, Preview
from alertbot.store.recent import Recent
from alertbot.stories.story import Story
from alertbot.watches.document import document
from alertbot.watches.index import Index, Match
from alertbot.watches.query import describe, parse

DAYS = 7
MOST_STORIES = 3_000
"""Looked through, the newest first; of an older one nothing is said."""

MOST_EXAMPLES = 5


async def preview(recent: Recent, query: str, now: datetime) -> Preview:
    """What `query`, which can be read, would have brought until `now`; an event counts once."""
    lines = await recent.lines(now=now, days=DAYS)
    newest = {line.event: line for line in reversed(lines)}.values()
    stories = await recent.stories(sorted(newest, key=lambda line: line.seen, reverse=True)[:MOST_STORIES])
    return await asyncio.to_thread(_preview, query, stories)  # much work would hold up everybody else


def _preview(query: str, stories: Sequence[Story]) -> Preview:
    index, asked = Index(), parse(query)
    index.add(query, asked)
    found = [(story, match) for story in stories for match in index.match(document(story))]
    examples = tuple(_example(story, match) for story, match in found[:MOST_EXAMPLES])
    return Preview(count=len(found), days=DAYS, examples=examples, understood=describe(asked))


def _example(story: Story, match: Match) -> Example:
    in_title = any(each.field == "title" for each in match.evidence)
    spans = [Span(start=each.start, end=each.end) for each in match.evidence if each.field == "text"]
    shown = passages(story.text, [spans], most=1) if spans and not in_title else ()
    return Example(
        headline=story.title,
        url=story.url,
        outlet=story.outlet,
        published=story.published or story.seen,
        passage=shown[0] if shown else None,
    )
