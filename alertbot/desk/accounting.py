"""An account in words, the same for a chat, the command line and the status page. No IO."""

from collections.abc import Iterator

from alertbot.alerts.account import Account, Tried
from alertbot.desk.ending import deliveries, end
from alertbot.desk.manner import Telling
from alertbot.desk.missed import misses
from alertbot.desk.reply import Paragraph, bold, code, line, lines, link, quoted
from alertbot.desk.unseen import unjudged

MOST_MISSES = 5
"""Watches that missed, of which a chat is told why."""


def told(account: Account, telling: Telling) -> tuple[Paragraph, ...]:
    """The account as paragraphs, in the order of the story's way."""
    if account.outcome in ("unseen", "first-sight", "waiting") or account.sought.judged is None:
        return tuple(unjudged(account, telling))
    return (
        *_story(account, telling),
        *_verdict(account, telling),
        *_watches(account, telling),
        *end(account, telling),
        *deliveries(account, telling),
    )


def _story(account: Account, telling: Telling) -> Iterator[Paragraph]:
    sought, words = account.sought, telling.words
    story = sought.story
    if story is None:
        yield Paragraph(pieces=(link(sought.url, sought.url),))
        yield line(words, "Its text is not kept any more, so the watches cannot be tried again.")
    else:
        published = min(story.published or story.seen, story.seen)
        yield Paragraph(pieces=(link(story.title or story.url, story.url),))
        yield line(
            words,
            "{outlet} published it {age}, and it was read {moment}.",
            outlet=story.outlet,
            age=words.age(telling.now - published),
            moment=telling.moment(story.seen),
        )
    names = list(dict.fromkeys(each.source for each in sought.sightings if each.source))
    yield line(words, "It came from: {sources}.", sources=", ".join(names) or "—")
    if telling.detail:
        story_id = story.id if story else next(iter(each.story for each in sought.sightings), "")
        yield line(
            words,
            "Its address is known as {canonical}, the story as {story}, its event as {event}.",
            canonical=code(sought.canonical),
            story=code(story_id),
            event=code(account.event),
        )


def _verdict(account: Account, telling: Telling) -> Iterator[Paragraph]:
    words, first = telling.words, account.sought.first
    name = link(first.title or first.url, first.url) if first else "—"
    match account.kind:
        case "new":
            yield line(words, "It was news: the first story of its event.")
        case "joined":
            yield line(words, "It joined an event that was known: {headline}", headline=name)
        case "duplicate" if first:
            yield line(words, "It was known already: {headline}", headline=name)
        case "duplicate":
            yield line(words, "It was known already.")
        case "update":
            yield line(words, "It told something new about: {headline}", headline=name)
        case "related":
            yield line(words, "It was an event of its own, close to another one.")
    if telling.detail and account.because:
        yield line(words, "The reason: {reason}.", reason=account.because)


def _watches(account: Account, telling: Telling) -> Iterator[Paragraph]:
    """Those that hit, then those that missed."""
    missed = []
    for each in account.tried:
        if each.hit or each.note == "added-since":
            yield from _hit(each, account, telling)
        else:
            missed.append(each)
    shown = missed if telling.detail else missed[:MOST_MISSES]
    for each in shown:
        yield from _miss(each, telling)
    if rest := len(missed) - len(shown):
        yield lines(telling.words, rest, "One more watch misses it.", "{count} more watches miss it.")


def _hit(tried: Tried, account: Account, telling: Telling) -> Iterator[Paragraph]:
    words, story = telling.words, account.sought.story
    query = bold(tried.query)
    match tried.note:
        case "added-since":
            yield line(words, "Watch {watch} matches, but was not in the list when the story came.", watch=query)
        case "gone-since":
            yield line(words, "Watch {watch} matched; it is not in the list any more.", watch=query)
        case "muted":
            yield line(words, "Watch {watch} matched; it is muted now.", watch=query)
        case _:
            yield line(words, "Watch {watch} matched.", watch=query)
    if tried.marks and story:
        yield quoted(story.title, tried.marks)
    if tried.passage:
        yield quoted(tried.passage.text, tried.passage.marks)


def _miss(tried: Tried, telling: Telling) -> Iterator[Paragraph]:
    words, query = telling.words, bold(tried.query)
    if tried.note == "unreadable":
        yield line(words, "Watch {watch} cannot be read by this version.", watch=query)
    elif tried.misses:
        why = misses(tried.misses, words)
        yield line(words, "Watch {watch} missed: {why}.", watch=query, why=why)
    else:
        yield line(words, "Watch {watch} missed.", watch=query)
