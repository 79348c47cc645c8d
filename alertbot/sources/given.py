"""The STORIES argument of `match` and `cluster`: a file or text of stories, given by hand. Edge (reads only).

JSON Lines, one story a line, or a feed document (RSS, Atom, JSON Feed). Fetching a URL is the caller's: the
bytes come in here.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from alertbot.errors import UsageError
from alertbot.sources.parse import parse_feed
from alertbot.stories.story import Entry, Feed

FIELDS: Final = ("id", "title", "url", "published", "text", "source", "lang")
STDIN: Final = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A story as it was given: exactly its fields, so that offsets hold; what is missing is empty or None."""

    id: str
    title: str
    url: str = ""
    published: datetime | None = None
    text: str = ""
    source: str = ""
    lang: str = ""


def is_url(argument: str) -> bool:
    """Whether STORIES names something to fetch."""
    return argument.lower().startswith(("http://", "https://"))


def read_given(argument: str, stdin: BinaryIO) -> Iterator[Given]:
    """The stories in the file `argument`, or in `stdin` for `-`, in order, read as they are asked for.

    Raises UsageError for a file that cannot be read and for a bad line, named with its number (from 1);
    SourceError for a document that is no feed.
    """
    if argument == STDIN:
        yield from _stories(stdin, "standard input")
        return
    try:
        file = Path(argument).open("rb")  # noqa: SIM115 — what goes wrong while it is read is another fault
    except OSError as error:
        raise UsageError(f"cannot read {argument}: {error.strerror}; give a feed, a URL or JSON Lines") from error
    with file:
        yield from _stories(file, argument)


def given_feed(body: bytes, *, url: str, content_type: str = "") -> tuple[Given, ...]:
    """The stories of a feed document. Raises SourceError when it is none."""
    feed = parse_feed(body, url=url, content_type=content_type)
    return tuple(_from_entry(entry, feed) for entry in feed.entries)


def _stories(file: BinaryIO, name: str) -> Iterator[Given]:
    """Lines when the first one that is not blank is a whole JSON object that is no JSON Feed; else a feed."""
    head = b""
    number = 0
    for line in file:
        head += line
        number += 1
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            break
    if not head.strip():
        return
    if _is_story(head):
        yield given_line(head, name, number)
        for place, line in enumerate(file, number + 1):
            if line.strip():
                yield given_line(line, name, place)
    else:
        yield from given_feed(head + file.read(), url=name)


def _is_story(line: bytes) -> bool:
    """Whether this is how JSON Lines begin: anything in a brace that is not the start of a JSON Feed."""
    text = line.strip(b"\xef\xbb\xbf \t\r\n")
    if not text.startswith(b"{"):
        return not text.startswith(b"<")
    try:
        value = json.loads(text)
    except ValueError:
        return text != b"{" and b'"version"' not in text
    return not (isinstance(value, dict) and ("version" in value or "items" in value))


def given_line(line: bytes, name: str, number: int) -> Given:
    """One line of JSON Lines. Raises UsageError that names it."""
    try:
        fields = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except UnicodeDecodeError as error:
        raise _bad(name, number, "is not UTF-8; save it in that encoding") from error
    except (ValueError, RecursionError) as error:
        raise _bad(name, number, "is not JSON; write one JSON object a line") from error
    if not isinstance(fields, dict):
        raise _bad(name, number, "is not a JSON object; write one JSON object a line")
    for required in ("id", "title"):
        if not isinstance(fields.get(required), str) or not (fields[required] or required == "title"):
            raise _bad(name, number, f'needs "{required}", a string')
    texts = {field: _text(fields, field, name, number) for field in FIELDS if field != "published"}
    return Given(published=_moment(fields, name, number), **texts)


def _text(fields: dict[str, Any], field: str, name: str, number: int) -> str:
    value = fields.get(field)
    if value is not None and not isinstance(value, str):
        raise _bad(name, number, f'has "{field}" that is not a string')
    return value or ""


def _moment(fields: dict[str, Any], name: str, number: int) -> datetime | None:
    text = _text(fields, "published", name, number)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise _bad(name, number, 'has "published" that is not RFC 3339, such as 2026-03-12T09:30:00Z') from error


def _from_entry(entry: Entry, feed: Feed) -> Given:
    """A feed's entry has its guid, else its link, as id; a title stands in where it has neither."""
    return Given(
        id=entry.guid or entry.url or entry.title,
        title=entry.title,
        url=entry.url,
        published=entry.published,
        text=entry.text,
        source=entry.outlet or feed.title,
        lang=entry.lang or feed.lang,
    )


def _bad(name: str, number: int, what: str) -> UsageError:
    return UsageError(f"{name}, line {number} {what}")
