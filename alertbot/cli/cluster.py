"""`alertbot cluster`: the clustering of the live bot over given stories, in their order."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

import click

from alertbot.cli.text import printable
from alertbot.errors import UsageError
from alertbot.events.clusters import Clusters
from alertbot.events.judge import Decision, Events
from alertbot.events.shelf import Shelf
from alertbot.sources.given import Given, is_url, read_given
from alertbot.store.background import common_words
from alertbot.stories.identity import identity_keys, story_of
from alertbot.stories.story import Entry, Story

Folding = Literal["strict", "normal", "broad"]
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""When an undated story was seen, if no dated one came before it."""


@click.command(epilog="Example: alertbot cluster --policy broad --json stories.jsonl")
@click.argument("stories", metavar="STORIES")
@click.option(
    "--policy",
    type=click.Choice(["strict", "normal", "broad"]),
    default="normal",
    show_default=True,
    help="How freely stories are folded into one event; normal is what ships.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: id, event and action.")
def cluster(stories: str, policy: Folding, as_json: bool) -> None:
    """Says of each story which event it is about, and whether it is news.

    STORIES is a feed file or JSON Lines; - reads standard input. Stories are judged in the given
    order, each against those before it; nothing is stored and nothing fetched.
    """
    if is_url(stories):
        raise UsageError(f"cluster reads no network: save {stories} to a file first")
    for given, decision in judged(read_given(stories, sys.stdin.buffer)):
        verdict = decision.judged.under(policy)
        if as_json:
            click.echo(json.dumps({"id": given.id, "event": verdict.event, "action": verdict.kind}))
        else:
            said = f"{verdict.event}  {given.id}  {given.title[:80]}  ({decision.judged.reason})"
            click.echo(f"{verdict.kind:9} {printable(said)}")


def judged(stories: Iterable[Given]) -> Iterator[tuple[Given, Decision]]:
    """Each story with its decision, on a state that lives as long as the iteration."""
    words = common_words()
    shelf = Shelf(Events(Clusters(words), Clusters(words, broad=True)))
    now = UNDATED
    for given in stories:
        now = given.published or now
        yield given, shelf.take(as_story(given, now=now))


def as_story(given: Given, *, now: datetime) -> Story:
    """The story the live bot would make of a given one; it keeps the id that was given."""
    entry = Entry(
        guid=sound(given.id),
        title=sound(given.title),
        url=sound(given.url),
        published=given.published,
        text=sound(given.text),
        lang=given.lang,
    )
    outlet = sound(given.source) or "unknown"
    story = story_of(entry, identity_keys(entry, outlet), source=outlet, outlet=outlet, lang="", now=now)
    return replace(story, id=given.id)


def sound(text: str) -> str:
    """`text` as every encoding has it: JSON can name half a character, a feed's reader leaves none."""
    return text.encode("utf-8", "replace").decode()
