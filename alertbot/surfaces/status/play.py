"""The playground: a watch and a text in, what it would hit out. Pure apart from the stories it is given.

A text is held against the watch as a story is: its first line is the headline. Nothing is saved.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from alertbot.alerts.alert import Span
from alertbot.alerts.passage import merged
from alertbot.desk.meaning import meaning
from alertbot.desk.missed import misses
from alertbot.errors import QueryError
from alertbot.language import Language
from alertbot.watches.document import Document
from alertbot.watches.index import Evidence, Index
from alertbot.watches.missing import missing
from alertbot.watches.query import Query, parse_watches
from alertbot.watches.reading import Story

LONGEST_TEXT = 20_000
"""Characters that are tried: more than most stories have."""

MOST_WATCHES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was typed: the watches in it, each as typed and in plain words; or why it cannot be read."""

    queries: tuple[Query, ...] = ()
    meanings: tuple[tuple[str, str], ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A text with the words that matched marked, and what each watch made of it: empty when it hit."""

    headline: str
    text: str
    headline_marks: tuple[Span, ...]
    text_marks: tuple[Span, ...]
    verdicts: tuple[tuple[str, str], ...]

    @property
    def hit(self) -> bool:
        return any(not why for _, why in self.verdicts)


def read(typed: str, words: Language) -> Read:
    """Reads one or several watches, separated by commas."""
    try:
        queries = parse_watches(typed)
    except QueryError as error:
        return Read(error=f"{words.tell(error.sentence)}.")
    if len(queries) > MOST_WATCHES:
        return Read(
            error=words.say(
                "At most {most} watches can be tried at once; these are {count}.",
                most=MOST_WATCHES,
                count=len(queries),
            )
        )
    return Read(queries=queries, meanings=tuple((each.text, meaning(each.text, words)) for each in queries))


def tried(queries: Iterable[Query], given: str, words: Language) -> Tried:
    """Holds `given`, a headline and after a line break a text, against `queries`, as it is done live."""
    headline, _, text = given[:LONGEST_TEXT].replace("\r\n", "\n").strip().partition("\n")
    document, asked = Document(title=headline, text=text.strip("\n")), tuple(queries)
    index = Index()
    for number, query in enumerate(asked):
        index.add(f"{number:03}", query)
    matches = {match.watch: match.evidence for match in index.match(document)}
    found = [place for evidence in matches.values() for place in evidence]
    seen = Story(document)
    return Tried(
        headline=document.title,
        text=document.text,
        headline_marks=_marks(found, "title"),
        text_marks=_marks(found, "text"),
        verdicts=tuple(
            (query.text, "" if f"{number:03}" in matches else misses(missing(query.node, seen), words))
            for number, query in enumerate(asked)
        ),
    )


def _marks(found: Iterable[Evidence], field: str) -> tuple[Span, ...]:
    return merged(Span(start=place.start, end=place.end) for place in found if place.field == field)
