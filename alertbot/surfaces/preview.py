"""What a watch would have brought in the last days, as the desk shows it. Edge."""

import asyncio
from datetime import datetime

from alertbot.alerts.preview import DAYS, Shown
from alertbot.alerts.preview import Preview as Found
from alertbot.alerts.preview import preview as looked_back
from alertbot.desk.facts import Example, Preview
from alertbot.store.recent import Recent
from alertbot.watches.query import Query, describe, parse


async def preview(recent: Recent, query: str, now: datetime) -> Preview:
    """What `query`, which can be read, would have brought until `now`; an event counts once."""
    asked = parse(query)
    sample = await recent.sample(asked, now=now)
    found = await asyncio.to_thread(looked_back, asked, sample, now=now)  # much work would hold up everybody else
    return shown(asked, found)


def shown(asked: Query, found: Found) -> Preview:
    """What was found for `asked`, as the desk tells it."""
    return Preview(
        count=found.events,
        days=DAYS,
        about=found.about,
        examples=tuple(_example(each) for each in found.best),
        splitting=tuple(each.word for each in found.refinements if each.without),
        spelled=any(not each.without for each in found.refinements),
        understood=describe(asked),
    )


def _example(shown: Shown) -> Example:
    story = shown.story
    return Example(
        headline=story.title,
        url=story.url,
        outlet=story.outlet,
        published=min(story.published or story.seen, story.seen),
        passage=None if shown.headline_marks else shown.passage,
    )
