"""`alertbot watch`: the watches of one subscriber, as the chats offer them."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import click

from alertbot.alerts.alert import Passage
from alertbot.alerts.preview import Preview, Shown, preview
from alertbot.alerts.subscriber import Subscriber, Watch, watchlist
from alertbot.app import clock
from alertbot.cli.configured import configured
from alertbot.cli.stored import stored
from alertbot.errors import UsageError
from alertbot.settings import provision
from alertbot.settings.load import Settings
from alertbot.store.store import Store
from alertbot.watches.query import Query, describe, format_query, parse, parse_watches

NAME = click.option("--subscriber", "name", required=True, metavar="NAME", help="Whose watches.")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


@click.group()
def watch() -> None:
    """Shows and changes the watches of a subscriber, and shows what a watch would have brought."""


@watch.command("list", epilog="Example: alertbot watch list --subscriber ai-desk")
@NAME
@JSON
def list_(name: str, as_json: bool) -> None:
    """Lists the watches of a subscriber, numbered."""
    subscriber = asyncio.run(_subscriber(configured(), name))
    for number, each in enumerate(subscriber.watches, 1):
        said = {"id": each.id, "number": number, "query": each.query}
        click.echo(json.dumps(said, ensure_ascii=False) if as_json else f"{number}\t{each.id}\t{each.query}")


@watch.command(epilog="Example: alertbot watch add 'Mistral, sovereign AI' --subscriber telegram:123456789")
@click.argument("query")
@NAME
@JSON
def add(query: str, name: str, as_json: bool) -> None:
    """Adds one or several watches, separated by commas. A running bot heeds them from the next story on."""
    queries = parse_watches(query)
    asyncio.run(_change(configured(), name, lambda old: _with(old, queries)))
    for each in queries:
        (added,) = watchlist(name, [each.text])
        said = {"id": added.id, "query": each.text, "meaning": describe(each)}
        click.echo(json.dumps(said, ensure_ascii=False) if as_json else f"watching {describe(each)} ({added.id})")


@watch.command(epilog="Example: alertbot watch remove 2 --subscriber telegram:123456789")
@click.argument("which", metavar="ID")
@NAME
@JSON
def remove(which: str, name: str, as_json: bool) -> None:
    """Removes a watch, named by its id, its number in the list or its text."""
    removed: list[Watch] = []

    def without(old: Subscriber) -> Subscriber:
        removed[:] = [_named(old, which)]
        return replace(old, watches=tuple(each for each in old.watches if each.id != removed[0].id))

    asyncio.run(_change(configured(), name, without))
    said = {"id": removed[0].id, "query": removed[0].query}
    click.echo(json.dumps(said, ensure_ascii=False) if as_json else f"no longer watching {removed[0].query}")


@watch.command("preview", epilog="Example: alertbot watch preview 'Mistral -wind'")
@click.argument("query")
@click.option("--subscriber", "name", metavar="NAME", help="Whose watch it would be; the preview is the same.")
@JSON
def preview_(query: str, name: str | None, as_json: bool) -> None:
    """Shows what a watch would have brought in the last seven days. Nothing is saved."""
    settings = configured()
    understood = parse(query)
    shown = asyncio.run(_preview(settings, understood, name))
    if as_json:
        click.echo(json.dumps(_facts(understood, shown), ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(understood, shown)))


async def _subscriber(settings: Settings, name: str) -> Subscriber:
    async with stored(settings) as store:
        return await _found(store, settings, name)


async def _found(store: Store, settings: Settings, name: str) -> Subscriber:
    """The subscriber as it is kept, or as the configuration will make it; UsageError when there is none."""
    known = {each.name: each for each in provision.subscribers(settings.file)}
    found = await store.subscribers.get(name) or known.get(name)
    if found is None:
        raise UsageError(f"there is no subscriber {name}; a chat becomes one by talking to the bot")
    return found


async def _change(settings: Settings, name: str, decide: Callable[[Subscriber], Subscriber]) -> None:
    """Changes a subscriber people made; what the configuration provisions is changed there."""

    def checked(old: Subscriber | None) -> Subscriber:
        if old is None:
            raise UsageError(f"there is no subscriber {name}; a chat becomes one by talking to the bot")
        if old.provisioned:
            raise UsageError(f"{name} comes from the configuration file; change its watches there")
        return decide(old)

    async with stored(settings) as store:
        await _found(store, settings, name)
        if any(each.name == name for each in provision.subscribers(settings.file)):
            raise UsageError(f"{name} comes from the configuration file; change its watches there")
        await store.subscribers.update(name, checked)


async def _preview(settings: Settings, query: Query, name: str | None) -> Preview:
    async with stored(settings) as store:
        if name is not None:
            await _found(store, settings, name)
        now = clock()
        return preview(query, await store.recent.sample(query, now=now), now=now)


def _with(old: Subscriber, queries: tuple[Query, ...]) -> Subscriber:
    known = {each.id for each in old.watches}
    new = watchlist(old.name, (query.text for query in queries))
    return replace(old, watches=(*old.watches, *(each for each in new if each.id not in known)))


def _named(subscriber: Subscriber, which: str) -> Watch:
    numbered = dict(enumerate(subscriber.watches, 1))
    if which.isdecimal() and int(which) in numbered:
        return numbered[int(which)]
    for each in subscriber.watches:
        if which.strip() in (each.id, each.query):
            return each
    raise UsageError(f"{subscriber.name} has no watch {which}; alertbot watch list shows them")


def _facts(query: Query, shown: Preview) -> dict[str, object]:
    return {
        "query": query.text,
        "understood": format_query(query),
        "meaning": describe(query),
        "events": shown.events,
        "about": shown.about,
        "per_day": shown.per_day,
        "best": [
            {
                "title": each.story.title,
                "url": each.story.url,
                "source": each.story.outlet,
                "published": _when(each.story.published),
                "stories": each.stories,
                "passage": each.passage.text if each.passage else "",
            }
            for each in shown.best
        ],
        "refinements": [
            {"word": each.word, "events": each.events, "only": each.only, "without": each.without}
            for each in shown.refinements
        ],
    }


def _when(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _lines(query: Query, shown: Preview) -> list[str]:
    about = "about " if shown.about else ""
    lines = [
        f"{describe(query)}",
        f"In the last 7 days: {about}{shown.events} events; by day: {' '.join(map(str, shown.per_day))}",
    ]
    for each in shown.best:
        lines += _example(each)
    for refinement in shown.refinements:
        if refinement.without:
            lines.append(f"{refinement.events} speak of {refinement.word}; without: {refinement.without}")
        else:
            lines.append(f"{refinement.events} write exactly {refinement.word}; only those: {refinement.only}")
    return lines


def _example(each: Shown) -> list[str]:
    lines = [f"- {each.story.title} ({each.story.outlet})"]
    return [*lines, f"  {_marked(each.passage)}"] if each.passage else lines


def _marked(passage: Passage) -> str:
    """The passage with its matching words between asterisks."""
    text = passage.text
    for mark in reversed(passage.marks):
        text = f"{text[: mark.start]}*{text[mark.start : mark.end]}*{text[mark.end :]}"
    return text
