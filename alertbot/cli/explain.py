"""`alertbot explain`: the life of one story for one subscriber, also when nothing was sent."""

import asyncio
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import click

from alertbot.alerts.account import Account, Tried
from alertbot.alerts.sought import Delivered, Headline, Sighting
from alertbot.app import clock
from alertbot.cli.configured import configured
from alertbot.cli.stored import stored
from alertbot.cli.text import line_of
from alertbot.cli.who import subscriber_named
from alertbot.desk.accounting import told
from alertbot.desk.manner import Telling
from alertbot.errors import UsageError
from alertbot.language import ENGLISH
from alertbot.settings.load import Settings
from alertbot.stories.identity import url_key
from alertbot.surfaces.tracing import explained


@click.command(epilog="Example: alertbot explain https://example.com/mistral-raises --subscriber ai-desk")
@click.argument("url")
@click.option("--subscriber", "name", required=True, metavar="NAME", help="For whom.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def explain(url: str, name: str, as_json: bool) -> None:
    """Says how far the story at URL came for a subscriber, and what stopped it.

    When it was read and from which sources, its identity, event and verdict, which watches hit and why
    the others missed, what held it, and when which message was sent.
    """
    if not url_key(url):
        raise UsageError(f"{url} is not the address of a story; give one such as https://example.com/a-story")
    account = asyncio.run(accounted(configured(), url, name))
    click.echo(json.dumps(facts(account), ensure_ascii=False) if as_json else shown(account, now=clock()))


async def accounted(settings: Settings, url: str, name: str) -> Account:
    """The account of the story at `url` for the subscriber `name`. Raises UsageError for one there is not."""
    async with stored(settings) as store:
        subscriber = await subscriber_named(store, settings, name)
        return await explained(store, url, subscriber, now=clock())


def shown(account: Account, *, now: datetime) -> str:
    """The account as lines of text, with every watch and all ids."""
    zone = account.sought.subscriber.timezone
    telling = Telling(words=ENGLISH, now=now, timezone=zone, detail=True)
    return "\n".join(line_of(each) for each in told(account, telling))


def facts(account: Account) -> dict[str, Any]:
    """The account as JSON has it."""
    sought = account.sought
    return {
        "url": sought.url,
        "canonical": sought.canonical,
        "subscriber": sought.subscriber.name,
        "outcome": account.outcome,
        "story": _story(account),
        "sources": [_sighting(each) for each in sought.sightings],
        "event": _event(account),
        "watches": [_tried(each) for each in account.tried],
        "rule": {"reason": account.rule, "until": _when(account.until)} if account.rule else None,
        "summary": sought.summary,
        "deliveries": [_delivery(each) for each in sought.deliveries],
        "nearest": [_headline(each) for each in sought.nearest],
        "neighbours": [
            {"source": each.name, "last_ok": _when(each.last_ok), "why": each.why} for each in sought.neighbours
        ],
    }


def _story(account: Account) -> dict[str, Any] | None:
    story = account.sought.story
    if story is None:
        return None
    return {
        "id": story.id,
        "title": story.title,
        "url": story.url,
        "source": story.outlet,
        "published": _when(story.published),
        "seen": _when(story.seen),
        "keys": list(story.keys),
    }


def _sighting(each: Sighting) -> dict[str, Any]:
    trace = each.trace
    return {
        "source": each.source,
        "story": each.story,
        "listed": _when(each.listed),
        "first_sight": each.first_sight,
        "judged": _when(trace.at) if trace else None,
        "verdict": trace.kind if trace else None,
        "reason": trace.reason if trace else None,
    }


def _event(account: Account) -> dict[str, Any] | None:
    if not account.event:
        return None
    first = account.sought.first
    return {
        "id": account.event,
        "verdict": account.kind,
        "reason": account.because,
        "first": _headline(first) if first else None,
    }


def _tried(each: Tried) -> dict[str, Any]:
    return {
        "query": each.query,
        "hit": each.hit,
        "note": each.note,
        "title": _spans(each.marks),
        "passage": {"text": each.passage.text, "marks": _spans(each.passage.marks)} if each.passage else None,
        "misses": [
            {"reason": miss.reason, "clause": miss.clause, "instead": miss.instead} for miss in each.misses
        ],
    }


def _spans(marks: Iterable[Any]) -> list[list[int]]:
    return [[mark.start, mark.end] for mark in marks]


def _delivery(each: Delivered) -> dict[str, Any]:
    return {
        "id": each.id,
        "channel": each.channel,
        "state": each.state,
        "why": each.why,
        "paused": each.paused,
        "until": _when(each.until),
        "message": each.message_id,
        "sent": _when(each.sent),
        "edited": _when(each.edited),
        "story": each.story,
        "headline": each.headline,
        "source": each.outlet,
        "also": list(each.also),
    }


def _headline(each: Headline) -> dict[str, Any]:
    return {"title": each.title, "url": each.url, "source": each.outlet, "seen": _when(each.seen)}


def _when(moment: datetime | date | None) -> str | None:
    return moment.isoformat() if moment else None
