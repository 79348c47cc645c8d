"""The account of a story that was never judged: unseen, there at first sight, waiting, or forgotten. No IO."""

from collections.abc import Iterator
from datetime import datetime

from alertbot.alerts.account import Account
from alertbot.alerts.sought import Headline, Sighting
from alertbot.desk.manner import Telling
from alertbot.desk.reply import Paragraph, Piece, bold, code, line, lines, link


def unjudged(account: Account, telling: Telling) -> Iterator[Paragraph]:
    sought, words = account.sought, telling.words
    url = link(sought.url, sought.url)
    names = ", ".join(each.source for each in sought.sightings if each.source)
    match account.outcome:
        case "waiting":
            yield line(words, "The story at {url} was read and waits to be matched.", url=url)
        case "first-sight":
            yield line(
                words,
                "{source} listed the story at {url} when it was read for the first time: what a new source brings "
                "then is never told.",
                source=bold(", ".join(each.source for each in sought.sightings if each.first_sight)),
                url=url,
            )
        case "forgotten":
            yield line(
                words,
                "{source} listed the story at {url}, last on {date}: so long ago that what became of it is not "
                "kept, or as a new address of a story that was known.",
                source=bold(names),
                url=url,
                date=_listed(sought.sightings, telling),
            )
        case _:
            yield line(words, "No source carried the story at {url}.", url=url)
            yield from _why_unseen(account, telling)
    if telling.detail:
        yield line(words, "Its address is known as {canonical}.", canonical=code(sought.canonical))


def _listed(sightings: tuple[Sighting, ...], telling: Telling) -> str:
    days = [each.listed for each in sightings if each.listed]
    return telling.words.date(datetime.combine(max(days), datetime.min.time())) if days else "?"


def _why_unseen(account: Account, telling: Telling) -> Iterator[Paragraph]:
    sought, words = account.sought, telling.words
    for each in sought.neighbours:
        if each.why:
            yield line(
                words, "{source} is of that site, and cannot be read: {why}.", source=each.name, why=each.why
            )
        elif each.last_ok:
            yield line(
                words,
                "{source} is of that site, was read {age}, and has not listed it.",
                source=each.name,
                age=words.age(telling.now - each.last_ok),
            )
        else:
            yield line(words, "{source} is of that site, and was not read yet.", source=each.name)
    if not sought.neighbours:
        yield lines(
            words,
            sought.sources,
            "The only source is of another site.",
            "None of the {count} sources is of that site.",
        )
    if sought.nearest:
        yield line(words, "Nearest to it:")
    for near in sought.nearest:
        yield _named(near, telling)


def _named(story: Headline, telling: Telling) -> Paragraph:
    age = telling.words.age(telling.now - story.seen)
    return Paragraph(
        pieces=(
            Piece(text="• "),
            link(story.title or story.url, story.url),
            Piece(text=f" ({story.outlet}, {age})"),
        )
    )
