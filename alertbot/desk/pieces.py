"""What several answers say in the same words: previews, examples, rows of buttons. No IO."""

from collections.abc import Iterator
from datetime import datetime

from alertbot.alerts.subscriber import Subscriber, Watch
from alertbot.desk import command as c
from alertbot.desk.action import encode
from alertbot.desk.facts import Decision, Example, Facts, Preview
from alertbot.desk.reply import Button, Paragraph, Piece, Reply, Row, line, lines, link, quoted
from alertbot.desk.when import FOREVER
from alertbot.errors import AlertbotError
from alertbot.language import Language

LONGEST_LABEL = 40
SHOWN = 3
"""Watches that one sentence names; the rest are counted."""


def counted(preview: Preview | None, words: Language) -> Iterator[Paragraph]:
    """How many stories the last days would have brought, and how many a day that is."""
    if preview is None:
        return
    days = str(preview.days)
    if preview.count == 0:
        yield line(words, "Nothing in the last {days} days would have matched.", days=days)
    elif preview.about:
        yield line(
            words,
            "The last {days} days would have brought roughly {count} stories, {daily} a day.",
            days=days,
            count=str(preview.count),
            daily=str(round(preview.count / preview.days)),
        )
    elif preview.count <= preview.days:
        yield lines(
            words,
            preview.count,
            "The last {days} days would have brought one story.",
            "The last {days} days would have brought {count} stories.",
            days=days,
        )
    else:
        yield line(
            words,
            "The last {days} days would have brought {count} stories, about {daily} a day.",
            days=days,
            count=str(preview.count),
            daily=str(round(preview.count / preview.days)),
        )


def a_story(shown: Example, facts: Facts) -> Iterator[Paragraph]:
    age = facts.words.age(facts.now - shown.published)
    headline = link(shown.headline or shown.url, shown.url)
    yield Paragraph(pieces=(Piece(text="• "), headline, Piece(text=f" ({shown.outlet}, {age})")))
    if shown.passage:
        yield quoted(shown.passage.text, shown.passage.marks)


def refused(error: AlertbotError, words: Language) -> Paragraph:
    """What an error says, in the language of who caused it."""
    return Paragraph(pieces=(Piece(text=f"{words.tell(error.sentence)}."),))


def gone(facts: Facts) -> Decision:
    return Decision(reply=Reply(brief=facts.words.say("That watch is not in the list any more.")))


def undo_row(batch: str, words: Language) -> Row:
    return (Button(label=words.say("Undo"), action=encode(c.Undo(batch=batch))),)


def open_row(watch: Watch, words: Language) -> Row:
    return (
        Button(label=words.say("Open"), action=encode(c.ShowWatch(watch=watch.id))),
        Button(label=words.say("My watches"), action=encode(c.ShowList())),
    )


def one_button(label: str, command: c.Command) -> Row:
    short = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"
    return (Button(label=short, action=encode(command)),)


def joined(watches: tuple[Watch, ...]) -> str:
    named = ", ".join(each.query for each in watches[:SHOWN])
    return named if len(watches) <= SHOWN else f"{named}, +{len(watches) - SHOWN}"


def is_muted(watch: Watch, now: datetime) -> bool:
    return watch.muted_until is not None and watch.muted_until > now


def answer(text: Paragraph, *rows: Row, replaces: bool = False, subscriber: Subscriber | None = None) -> Decision:
    """A decision that answers with one paragraph."""
    return Decision(reply=Reply(paragraphs=(text,), rows=rows, replaces=replaces), subscriber=subscriber)


def until(end: datetime, facts: Facts) -> str:
    """`until 14:30`, or that it does not end by itself."""
    if end >= FOREVER:
        return facts.words.say("until you say otherwise")
    moment = facts.words.moment(end, timezone=facts.subscriber.timezone, now=facts.now)
    return facts.words.say("until {moment}", moment=moment)
