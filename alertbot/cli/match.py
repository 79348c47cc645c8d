"""`alertbot match`: the real analysis and index over given stories, without Redis."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from alertbot.cli.stories import stories_of
from alertbot.errors import QueryError, UsageError
from alertbot.sources.given import Given
from alertbot.watches.document import Document, host_of
from alertbot.watches.index import Index, Match
from alertbot.watches.query import Query, parse, parse_watches


@click.command(epilog="Example: alertbot match --watch Mistral --watch '\"data center\"' --json stories.jsonl")
@click.argument("stories", metavar="STORIES")
@click.option("--watch", "queries", multiple=True, metavar="QUERY", help="A watch; its id is its own text.")
@click.option(
    "--watches", "file", metavar="FILE", help="Watches from a file: id, a tab and the query on each line."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: story, watch and evidence.")
def match(stories: str, queries: tuple[str, ...], file: str | None, as_json: bool) -> None:
    """Says which watch hits which story, and where.

    STORIES is a feed file (RSS, Atom, JSON Feed), a URL, or JSON Lines; - reads standard input. The
    evidence counts characters of the title or the text as it was given.
    """
    index = Index()
    for watch, query in (*_typed(queries), *(_listed(file) if file else ())):
        index.add(watch, query)
    if not len(index):
        raise UsageError("there is nothing to match; give --watch QUERY or --watches FILE")
    for given in stories_of(stories):
        for found in index.match(_document(given)):
            click.echo(_json(given, found) if as_json else _line(given, found))


def _typed(queries: Iterable[str]) -> Iterator[tuple[str, Query]]:
    """A comma outside quotes makes several watches of one option, as it does in the chats."""
    for typed in queries:
        read = parse_watches(typed)
        if len(read) == 1:
            yield typed, read[0]
        else:
            yield from ((query.text, query) for query in read)


def _listed(path: str) -> list[tuple[str, Query]]:
    """Every line of the file, or a UsageError that names the first one that cannot be read."""
    try:
        lines = (sys.stdin if path == "-" else Path(path).open(encoding="utf-8-sig")).read().split("\n")  # noqa: SIM115
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise UsageError(f"cannot read {path}: {why}; give a file of id<TAB>query lines") from error
    return [_watch(line.rstrip("\r"), path, number) for number, line in enumerate(lines, 1) if line.strip()]


def _watch(line: str, path: str, number: int) -> tuple[str, Query]:
    watch, tab, typed = line.partition("\t")
    if not tab or not watch.strip():
        raise UsageError(f"{path}, line {number} is not an id, a tab and a query; write id<TAB>query")
    try:
        return watch, parse(typed)
    except QueryError as error:
        raise UsageError(f"{path}, line {number}: {error}") from error


def _document(given: Given) -> Document:
    return Document(
        title=given.title, text=given.text, source=given.source, host=host_of(given.url), lang=given.lang
    )


def _json(given: Given, found: Match) -> str:
    evidence = [{"field": place.field, "start": place.start, "end": place.end} for place in found.evidence]
    return json.dumps({"story": given.id, "watch": found.watch, "evidence": evidence})


def _line(given: Given, found: Match) -> str:
    texts = {"title": given.title, "text": given.text}
    shown = dict.fromkeys(texts[place.field][place.start : place.end] for place in found.evidence)
    words = ", ".join(" ".join(words.split()) for words in shown) or "where it comes from"
    line = f"{given.id}\t{found.watch}\t{words}"
    return line.encode("utf-8", "replace").decode()
