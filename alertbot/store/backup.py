"""All durable data that people made, as one value and back. Edge.

Watchlists and sources added at run time; of provisioned subscribers, which are the configuration's, what
they muted, paused and unsubscribed from; the keys of the links in messages already sent. What is only
remembered for a while (stories, events, deliveries) is not in it.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from alertbot.alerts.subscriber import Subscriber
from alertbot.errors import UsageError
from alertbot.store.codec import SOURCE, SUBSCRIBER
from alertbot.store.store import Store
from alertbot.store.subscribers import provisioned_with

FORM = 1
"""The form of the file; a higher one was written by a newer alertbot."""


async def backup(store: Store) -> dict[str, Any]:
    """Everything people made, ready for JSON."""
    everybody = await store.subscribers.all()
    subscribers = [each for each in everybody if not each.provisioned]
    provisioned = [_own(each) for each in everybody if each.provisioned]
    sources = [each.source for each in await store.sources.listed() if each.source.origin == "added"]
    return {
        "alertbot": FORM,
        "subscribers": [SUBSCRIBER.dump_python(each, mode="json") for each in subscribers],
        "provisioned": [SUBSCRIBER.dump_python(each, mode="json") for each in provisioned],
        "sources": [SOURCE.dump_python(each, mode="json") for each in sources],
        "links": [each.hex() for each in await store.readers.keys()],
    }


async def restore(
    store: Store, text: str, *, configured: Iterable[Subscriber] = (), now: datetime
) -> tuple[int, int]:
    """Brings back what `backup` wrote: how many subscribers and how many new sources.

    A subscriber of the same name is replaced, unless it is provisioned; of one that is, or is among those
    `configured`, only what was its own comes back. Raises UsageError, and changes nothing, when the file
    cannot be read.
    """
    said = _read(text)
    try:
        people = [SUBSCRIBER.validate_json(json.dumps(each)) for each in said["subscribers"]]
        provisioned = [SUBSCRIBER.validate_json(json.dumps(each)) for each in said.get("provisioned", ())]
        sources = [SOURCE.validate_json(json.dumps(each)) for each in said["sources"]]
        links = [bytes.fromhex(each) for each in said.get("links", ())]
    except (KeyError, TypeError, ValueError) as error:  # pydantic's is a ValueError
        raise UsageError("the file is damaged: a subscriber or a source in it cannot be read") from error
    await store.readers.accept(links)
    for each in people:
        await store.subscribers.update(each.name, partial(_put_back, each), agreed=True)
    known = {each.name: each for each in configured}
    for each in provisioned:
        await store.subscribers.update(each.name, partial(_gave_back, each, known.get(each.name)))
    added = await store.sources.add_all(sources, now=now)
    return len(people), added


def _put_back(new: Subscriber, old: Subscriber | None) -> Subscriber:
    return old if old and old.provisioned else new


def _own(subscriber: Subscriber) -> Subscriber:
    """A provisioned subscriber without what the configuration says, which may hold secrets."""
    muted = tuple(watch for watch in subscriber.watches if watch.muted_until)
    return replace(subscriber, addresses=(), watches=muted)


def _gave_back(own: Subscriber, configured: Subscriber | None, old: Subscriber | None) -> Subscriber | None:
    provisioned = configured or (old if old and old.provisioned else None)
    return provisioned_with(provisioned, own) if provisioned else old


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
