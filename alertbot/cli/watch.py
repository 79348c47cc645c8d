"""`alertbot watch`: what people say in a chat, said for a subscriber from the command line."""

import asyncio
import json
from datetime import datetime
from typing import Any

import click

from alertbot.alerts.alert import Address
from alertbot.alerts.preview import BEST, Preview, preview
from alertbot.alerts.subscriber import Subscriber, Watch
from alertbot.app import clock
from alertbot.cli.configured import configured
from alertbot.cli.stored import stored
from alertbot.cli.text import line_of, text_of
from alertbot.cli.who import subscriber_named
from alertbot.desk import command as c
from alertbot.desk.command import Command
from alertbot.desk.decide import CHANGES, PRESSED
from alertbot.desk.facts import Facts
from alertbot.desk.foreseen import foreseen, narrower
from alertbot.desk.meaning import meaning
from alertbot.desk.reply import Reply
from alertbot.desk.understand import understand
from alertbot.errors import UsageError
from alertbot.language import ENGLISH
from alertbot.settings import provision
from alertbot.settings.load import Settings
from alertbot.surfaces.counter import Visitor
from alertbot.surfaces.opened import open_counter
from alertbot.surfaces.preview import shown
from alertbot.watches.query import format_query, parse, parse_watches

NAME = click.option("--subscriber", "name", required=True, metavar="NAME", help="Whose watches.")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")

Done = tuple[Reply, Subscriber, Subscriber]
"""What was answered, and the subscriber before and after."""


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
        if as_json:
            _print({"id": each.id, "number": number, "query": each.query})
        else:
            click.echo(f"{number}\t{each.id}\t{each.query}")


@watch.command(epilog="Example: alertbot watch add 'Mistral, sovereign AI' --subscriber telegram:123456789")
@click.argument("query")
@NAME
@JSON
def add(query: str, name: str, as_json: bool) -> None:
    """Adds one or several watches, separated by commas. A running bot heeds them from the next story on."""
    parse_watches(query)  # what cannot be read ends here, with exit status 2
    reply, before, after = asyncio.run(_ask(configured(), name, c.AddWatches(text=query)))
    for each in _new(after, before) if as_json else ():
        _print({"id": each.id, "query": each.query, "meaning": meaning(each.query, ENGLISH)})
    if not as_json:
        click.echo(text_of(reply))


@watch.command(epilog="Example: alertbot watch remove 2 --subscriber telegram:123456789")
@click.argument("which", metavar="ID")
@NAME
@JSON
def remove(which: str, name: str, as_json: bool) -> None:
    """Removes a watch, named by its id, its number in the list or its text."""
    reply, before, after = asyncio.run(_ask(configured(), name, c.Remove(which=which)))
    removed = _new(before, after)
    if not removed:
        raise UsageError(f"{name} has no watch {which}; alertbot watch list shows them")
    for each in removed if as_json else ():
        _print({"id": each.id, "query": each.query})
    if not as_json:
        click.echo(text_of(reply))


@watch.command(
    context_settings={"ignore_unknown_options": True},
    epilog="Example: alertbot watch say --subscriber telegram:123456789 quiet 22-7 silent",
)
@NAME
@click.argument("words", nargs=-1, required=True)
def say(name: str, words: tuple[str, ...]) -> None:
    """Says to the bot what a chat could say: pause 2h, quiet 22-7, digest 8:00, mute …; help lists all of it."""
    command = understand(" ".join(words))
    reply, _, _ = asyncio.run(_ask(configured(), name, command))
    click.echo(text_of(reply))
    if isinstance(command, c.Unknown | c.Malformed):
        raise click.exceptions.Exit(2)


@watch.command("preview", epilog="Example: alertbot watch preview 'Mistral -wind'")
@click.argument("query")
@click.option("--subscriber", "name", metavar="NAME", help="Whose watch it would be; the preview is the same.")
@JSON
def preview_(query: str, name: str | None, as_json: bool) -> None:
    """Shows what a watch would have brought in the last seven days. Nothing is saved."""
    for line in asyncio.run(_preview(configured(), query, name, as_json=as_json)):
        click.echo(line)


async def _subscriber(settings: Settings, name: str) -> Subscriber:
    async with stored(settings) as store:
        return await subscriber_named(store, settings, name)


async def _ask(settings: Settings, name: str, command: Command) -> Done:
    """Says `command` for a subscriber people made; what the configuration provisions is changed there."""
    async with stored(settings) as store, open_counter(settings, store, clock=clock) as counter:
        before = await subscriber_named(store, settings, name)
        provisioned = any(each.name == name for each in provision.subscribers(settings.file))
        if provisioned and type(command) in CHANGES and type(command) not in PRESSED:
            raise UsageError(f"{name} comes from the configuration file; change its watches there")
        await store.subscribers.update(name, lambda old: old or before)  # a bot that never ran keeps none yet
        visitor = Visitor(address=_address(before), user="operator", name=name, operator=True)
        reply = await counter.serve(command, visitor)
        return reply, before, await store.subscribers.get(name) or before


def _address(subscriber: Subscriber) -> Address:
    return next(iter(subscriber.addresses), Address(channel="console", to=subscriber.name))


async def _preview(settings: Settings, query: str, name: str | None, *, as_json: bool) -> list[str]:
    asked = parse(query)
    async with stored(settings) as store:
        subscriber = await subscriber_named(store, settings, name) if name else _nobody(settings)
        now = clock()
        looked = preview(asked, await store.recent.sample(asked, now=now), now=now)
    if as_json:
        said = {"query": asked.text, "understood": format_query(asked), "meaning": meaning(asked.text, ENGLISH)}
        return [json.dumps({**said, **_facts(looked)}, ensure_ascii=False)]
    facts = Facts(subscriber=subscriber, now=now, words=ENGLISH, previews={asked.text: shown(asked, looked)})
    told = [line_of(each) for each in foreseen(asked.text, facts, most=BEST)]
    daily = [f"Day by day, today last: {' '.join(map(str, looked.per_day))}"] if looked.events else []
    return [*told, *daily, *(line_of(each) for each in narrower(asked.text, facts))]


def _nobody(settings: Settings) -> Subscriber:
    zone = str(settings.file.bot.timezone)
    return Subscriber(name="", addresses=(), watches=(), provisioned=False, timezone=zone)


def _facts(looked: Preview) -> dict[str, Any]:
    return {
        "events": looked.events,
        "about": looked.about,
        "per_day": looked.per_day,
        "best": [
            {
                "title": each.story.title,
                "url": each.story.url,
                "source": each.story.outlet,
                "published": _when(each.story.published),
                "stories": each.stories,
                "passage": each.passage.text if each.passage else "",
            }
            for each in looked.best
        ],
        "refinements": [
            {"word": each.word, "events": each.events, "only": each.only, "without": each.without}
            for each in looked.refinements
        ],
    }


def _when(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _new(there: Subscriber, before: Subscriber) -> list[Watch]:
    """The watches of `there` that are not among those of `before`."""
    known = {each.id for each in before.watches}
    return [each for each in there.watches if each.id not in known]


def _print(said: dict[str, Any]) -> None:
    click.echo(json.dumps(said, ensure_ascii=False))
