"""`alertbot sources`: what is polled, and how to change it."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

import click

from alertbot.app import clock
from alertbot.cli.configured import configured
from alertbot.cli.stored import stored
from alertbot.errors import UsageError
from alertbot.settings import provision
from alertbot.settings.load import Settings
from alertbot.sources.fetch import Fetcher
from alertbot.sources.find import Found, find_feed
from alertbot.sources.links import shown
from alertbot.sources.opml import MOST_BYTES, Listing, label, read_opml, write_opml
from alertbot.sources.parser import Parser
from alertbot.sources.typed import address_of, addresses_of
from alertbot.store.sources import Listed
from alertbot.stories.address import without_credentials
from alertbot.stories.source import Source, SourceState, source_at

JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


@click.group()
def sources() -> None:
    """Shows and changes the sources: the feeds stories come from."""


@sources.command("list", epilog="Example: alertbot sources list --json")
@JSON
def list_(as_json: bool) -> None:
    """Lists every source: its name, address, tags and state, and when it is polled next.

    Sources of the configuration and added ones alike; `added` marks the latter.
    """
    for each in asyncio.run(_known(configured())):
        click.echo(json.dumps(_facts(each), ensure_ascii=False) if as_json else _line(each))


@sources.command(epilog="Example: alertbot sources add techcrunch.com --tag tech")
@click.argument("url")
@click.option("--name", default="", help="What it is called; the feed's own title unless given.")
@click.option("--tag", "tags", multiple=True, help="A tag; may be given several times.")
@JSON
def add(url: str, name: str, tags: tuple[str, ...], as_json: bool) -> None:
    """Adds a source: a feed's address, or a home page whose feed is looked for.

    It stays until it is removed. What it lists now is not news; only what appears afterwards is told. One that is
    there already gets the name, and the tags beside its own.
    """
    settings = configured()
    with _progress(f"looking for a feed at {shown(url)}"):
        found = asyncio.run(_find(settings, url))
    source = source_at(found.url, name=label(name), tags=tuple(filter(None, map(label, tags))), origin="added")
    before, after = asyncio.run(_add_or_amend(settings, source))
    if as_json:
        facts = {"added": before is None, "name": after.name, "tags": list(after.tags), **_said(found)}
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        click.echo(f"{_done(before, after)} {_sentence(found)}")


@sources.command(epilog="Example: alertbot sources remove https://techcrunch.com/feed/")
@click.argument("url")
def remove(url: str) -> None:
    """Removes an added source and all that is known of it: its address, name or id, as `list` shows them."""
    settings = configured()
    removed = asyncio.run(_remove(settings, url))
    click.echo(f"removed {removed.name or shown(removed.url)}")


@sources.command(epilog="Example: alertbot sources test https://www.lemonde.fr")
@click.argument("url")
@JSON
def test(url: str, as_json: bool) -> None:
    """Reads a feed, or looks for one on a home page, and shows its newest stories. Nothing is kept.

    Exit status 1 when no story can be read.
    """
    settings = configured()
    with _progress(f"looking for a feed at {shown(url)}"):
        found = asyncio.run(_find(settings, url))
    if as_json:
        click.echo(json.dumps(_said(found), ensure_ascii=False))
        return
    click.echo(_sentence(found))
    for entry in found.feed.entries[:5]:
        when = f"{entry.published:%Y-%m-%d %H:%M}" if entry.published else " " * 16
        click.echo(f"  {when}  {entry.title or entry.text[:80]}")


@sources.command("import", epilog="Example: alertbot sources import config/sources/world-en.opml")
@click.argument("file", metavar="FILE.opml", type=click.File("rb"))
def import_(file: BinaryIO) -> None:
    """Adds every feed of an OPML file (`-` for standard input), its folders as tags.

    One that is there with user name and password, which no export holds, is there already.

    The feeds are not fetched first; `list` shows after a while which of them answer.
    """
    document = file.read(MOST_BYTES + 1)
    if len(document) > MOST_BYTES:
        raise UsageError(f"this file is larger than {MOST_BYTES // 2**20} MB, which no list of feeds is")
    listing = read_opml(document)
    added = asyncio.run(_add(configured(), listing.sources))
    click.echo(f"added {added} of {_count(len(listing.sources), 'source')}{_rest(listing, added)}")


@sources.command(epilog="Example: alertbot sources export > sources.opml")
def export() -> None:
    """Prints every source as OPML. Addresses are written without user names and passwords."""
    known = asyncio.run(_known(configured()))
    open_ = [
        replace(each.source, url=without_credentials(each.source.url), name=each.source.name or each.state.title)
        for each in known
    ]
    click.echo(write_opml(open_), nl=False)
    private = sum(after.url != each.source.url for after, each in zip(open_, known, strict=True))
    if private:
        click.echo(f"alertbot: {_count(private, 'address')} lost user name and password", err=True)


async def _known(settings: Settings) -> tuple[Listed, ...]:
    """What is polled, and what the configuration names but no scheduler has seen yet."""
    async with stored(settings) as store:
        listed = await store.sources.listed()
    ids = {each.source.id for each in listed}
    waiting = [source for source in provision.sources(settings.file) if source.id not in ids]
    return (*listed, *(Listed(source=source, state=SourceState(), due=clock()) for source in waiting))


async def _find(settings: Settings, url: str) -> Found:
    addresses = addresses_of(url)
    if not addresses:
        raise UsageError(f"{shown(url)} is no address on the web; give a site, such as lemonde.fr, or a feed")
    async with Fetcher(allow_networks=settings.file.fetch.allow_networks) as fetcher, Parser() as parser:
        return await find_feed(addresses, fetcher, parser)


async def _add(settings: Settings, wanted: tuple[Source, ...]) -> int:
    """How many of `wanted` were not there."""
    provisioned = provision.sources(settings.file)
    async with stored(settings) as store:
        there = {*provisioned, *(each.source for each in await store.sources.listed())}
        ids = {source_at(url).id for each in there for url in (each.url, without_credentials(each.url))}
        return await store.sources.add_all([each for each in wanted if each.id not in ids], now=clock())


async def _add_or_amend(settings: Settings, wanted: Source) -> tuple[Source | None, Source]:
    """The source before, None when it is new, and now. Raises UsageError for one that only the file can change."""
    provisioned = {source.id: source for source in provision.sources(settings.file)}
    if before := provisioned.get(wanted.id):
        if _amended(before, wanted) != before:
            raise UsageError(f"{shown(wanted.url)} stands in {settings.path}; change its name and tags there")
        return before, before
    async with stored(settings) as store:
        if await store.sources.add(wanted, now=clock()):
            return None, wanted
        return await store.sources.amend(wanted.id, lambda known: _amended(known, wanted)) or (None, wanted)


def _amended(known: Source, wanted: Source) -> Source:
    tags = tuple(dict.fromkeys((*known.tags, *wanted.tags)))
    return replace(known, name=wanted.name or known.name, tags=tags)


def _done(before: Source | None, after: Source) -> str:
    """What became of the source, in the words before its feed."""
    if before is None:
        return "added"
    new = [f"#{tag}" for tag in after.tags if tag not in before.tags]
    renamed = f", called {after.name} now" if after.name != before.name else ""
    return f"there already{renamed}{', with ' if new else ''}{' '.join(new)}:"


async def _remove(settings: Settings, named: str) -> Source:
    async with stored(settings) as store:
        listed = await store.sources.listed()
        source = _chosen([each for each in listed if _is_named(each, named)], named)
        if source.id in {each.id for each in provision.sources(settings.file)}:
            raise UsageError(f"{shown(source.url)} stands in {settings.path}; remove it there")
        await store.sources.remove(source.id)
    return source


def _is_named(listed: Listed, named: str) -> bool:
    source = listed.source
    names = {source.id, source.url, shown(source.url), source.name, listed.state.title} - {""}
    return bool(names & {named, address_of(named)})


def _chosen(matches: list[Listed], named: str) -> Source:
    if not matches:
        raise UsageError(f"there is no source {shown(named)}; alertbot sources list shows them")
    if len(matches) > 1:
        raise UsageError(f"{len(matches)} sources are called {named}; give the address of one")
    return matches[0].source


def _facts(listed: Listed) -> dict[str, object]:
    source, state = listed.source, listed.state
    return {
        "id": source.id,
        "url": shown(source.url),
        "name": source.name or state.title,
        "tags": list(source.tags),
        "origin": source.origin,
        "state": _state(state),
        "last_ok": _time(state.last_ok),
        "next_poll": _time(listed.due),
    }


def _line(listed: Listed) -> str:
    source, state = listed.source, listed.state
    name = source.name or state.title
    notes = [_state(state), *(f"#{tag}" for tag in source.tags), *(["added"] if source.origin == "added" else [])]
    head = f"{name}\n  {shown(source.url)}" if name else shown(source.url)
    return f"{head}\n  {' · '.join(notes)}"


def _state(state: SourceState) -> str:
    if state.failures:
        return f"{state.why} ×{state.failures}"
    return "ok" if state.last_ok else "not polled yet"


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _said(found: Found) -> dict[str, object]:
    feed = found.feed
    return {"url": shown(found.url), "title": feed.title, "lang": feed.lang, "stories": len(feed.entries)}


def _sentence(found: Found) -> str:
    title = found.feed.title or shown(found.url)
    return f"{title}: {_count(len(found.feed.entries), 'story')} at {shown(found.url)}"


def _rest(listing: Listing, added: int) -> str:
    there = len(listing.sources) - added
    parts = [f"{there} there already"] if there else []
    parts += [f"not http or https: {', '.join(listing.refused[:5])}"] if listing.refused else []
    return "".join(f"; {part}" for part in parts)


def _count(number: int, what: str) -> str:
    plural = {"story": "stories", "address": "addresses"}.get(what, f"{what}s")
    return f"{number} {what if number == 1 else plural}"


@contextmanager
def _progress(what: str) -> Iterator[None]:
    """Says on a terminal what takes a while, and takes it back; a pipe hears nothing."""
    terminal = sys.stderr.isatty()
    if terminal:
        click.echo(f"{what} …\r", err=True, nl=False)
    try:
        yield
    finally:
        if terminal:
            click.echo("\x1b[2K", err=True, nl=False)
