"""All durable data that people made, as one value and back: watchlists and sources added at run time. Edge.

Provisioned subscribers and sources are the configuration's and are not in it; what is only remembered
for a while (stories, events, deliveries) is not either.
"""

import json
from datetime import datetime
from functools import partial
from typing import Any

from pydantic import ValidationError

from alertbot.alerts.subscriber import Subscriber
from alertbot.errors import UsageError
from alertbot.store.codec import SOURCE, SUBSCRIBER
from alertbot.store.store import Store

FORM = 1
"""The form of the file; a higher one was written by a newer alertbot."""


async def backup(store: Store) -> dict[str, Any]:
    """Everything people made, ready for JSON."""
    subscribers = [each for each in await store.subscribers.all() if not each.provisioned]
    sources = [each.source for each in await store.sources.listed() if each.source.origin == "added"]
    return {
        "alertbot": FORM,
        "subscribers": [SUBSCRIBER.dump_python(each, mode="json") for each in subscribers],
        "sources": [SOURCE.dump_python(each, mode="json") for each in sources],
    }


async def restore(store: Store, text: str, *, now: datetime) -> tuple[int, int]:
    """Brings back what `backup` wrote: how many subscribers and how many new sources.

    A subscriber of the same name is replaced, unless it is provisioned. Raises UsageError, and changes
    nothing, when the file cannot be read.
    """
    said = _read(text)
    try:
        people = [SUBSCRIBER.validate_json(json.dumps(each)) for each in said["subscribers"]]
        sources = [SOURCE.validate_json(json.dumps(each)) for each in said["sources"]]
    except (KeyError, TypeError, ValidationError) as error:
        raise UsageError("the file is damaged: a subscriber or a source in it cannot be read") from error
    for each in people:
        await store.subscribers.update(each.name, partial(_put_back, each))
    added = [await store.sources.add(each, now=now) for each in sources]
    return len(people), sum(added)


def _put_back(new: Subscriber, old: Subscriber | None) -> Subscriber:
    return old if old and old.provisioned else new


def _read(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except ValueError as error:
        raise UsageError("the file is not JSON; give one that alertbot export wrote") from error
    form = said.get("alertbot") if isinstance(said, dict) else None
    if not isinstance(form, int):
        raise UsageError("the file is not an export; give one that alertbot export wrote")
    if form > FORM:
        raise UsageError("the file was written by a newer alertbot; upgrade this one first")
    return dict(said)
