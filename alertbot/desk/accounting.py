"""An account in words, the same for a chat, the command line and the status page. No IO."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from alertbot.alerts.account import Account, Delivered, Headline, Sighting, Tried
from alertbot.desk.missed import misses
from alertbot.desk.reply import Paragraph, Piece, bold, code, line, lines, link, quoted
from alertbot.desk.when import FOREVER
from alertbot.language import Language

MOST_MISSES = 5
"""Watches that missed, of which a chat is told why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """In which words, for which moment. With `detail` ids and every watch are told too, as operators need them."""

    words: Language
    now: datetime
    timezone: str
    detail: bool = False

    def moment(self, at: datetime) -> str:
        return self.words.moment(at, timezone=self.timezone, now=self.now)


def told(account: Account, telling: Telling) -> tuple[Paragraph, ...]:
    """The account as paragraphs, in the order of the story's way."""
    if account.outcome in ("unseen", "first-sight", "waiting") or account.sought.judged is None:
        return tuple(_unjudged(account, telling))
    return (
        *_story(account, telling),
        *_verdict(account, telling),
        *_watches(account, telling),
        *_end(account, telling),
        *_deliveries(account, telling),
    )


def _unjudged(account: Account, telling: Telling) -> Iterator[Paragraph]:
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


def _end(account: Account, telling: Telling) -> Iterator[Paragraph]:  # noqa: C901 — one case an outcome
    """What stopped it, if it was not sent."""
    words = telling.words
    match account.outcome:
        case "too-old":
            yield line(words, "Nothing was sent: it was published too long ago when it was read.")
        case "no-watches":
            yield line(words, "Nothing was sent: the watchlist is empty.")
        case "no-watch-hit":
            yield line(words, "Nothing was sent: no watch matched it.")
        case "muted-source":
            yield line(words, "Nothing was sent: its source was muted.")
        case "muted-watch":
            yield line(words, "Nothing was sent: every watch that matched was muted.")
        case "digest-only":
            yield _summary(account, words)
        case "no-address":
            yield line(words, "Nothing was sent: there was no address that may be written to.")
        case "forgotten":
            yield line(words, "It was to be sent; what became of that is not kept so long.")
        case "told-otherwise":
            yield line(words, "Nothing was sent for it: its event was told by another story.")
        case "held":
            yield _held(account, telling)
        case _:
            pass  # the deliveries say it


def _summary(account: Account, words: Language) -> Paragraph:
    match account.sought.summary:
        case "waits":
            return line(words, "No alert, as only the daily summary is wanted: it waits for the next one.")
        case "told":
            return line(words, "No alert, as only the daily summary is wanted: it was in one.")
        case _:
            return line(words, "No alert, as only the daily summary is wanted.")


def _held(account: Account, telling: Telling) -> Paragraph:
    words = telling.words
    until = words.say("until you say otherwise")
    if account.until and account.until < FOREVER:
        until = words.say("until {moment}", moment=telling.moment(account.until))
    match account.rule:
        case "paused":
            return line(words, "It is held {until}: everything is paused.", until=until)
        case "quiet-hours":
            hours = account.sought.subscriber.quiet_hours
            clock = f"{hours.start:%H:%M}–{hours.end:%H:%M}" if hours else "—"
            return line(words, "It is held {until}: quiet hours, {hours}.", until=until, hours=clock)
        case "muted-source":
            return line(words, "It is held {until}: its source is muted.", until=until)
        case "muted-watch":
            return line(words, "It is held {until}: every watch that matched is muted.", until=until)
        case _:
            return line(words, "It is held {until}, to be told together with others.", until=until)


def _deliveries(account: Account, telling: Telling) -> Iterator[Paragraph]:
    for each in account.sought.deliveries:
        paragraph = _delivery(each, telling)
        if paragraph:
            yield paragraph
        yield from _told_for(each, account, telling)
        if telling.detail:
            yield line(
                telling.words, "The delivery is {delivery}, {state}.", delivery=code(each.id), state=each.state
            )


def _delivery(each: Delivered, telling: Telling) -> Paragraph | None:
    words, channel = telling.words, each.channel
    match each.state:
        case "sent":
            return _sent(each, telling)
        case "dead":
            return line(words, "It could not be sent by {channel}: {why}.", channel=channel, why=each.why or "—")
        case "dropped" if each.why in ("muted-source", "muted-watch"):
            return None
        case "dropped":
            return line(words, "It could not be sent by {channel}, and was given up.", channel=channel)
        case "retrying":
            return line(
                words,
                "It could not be sent by {channel} yet, and is tried again: {why}.",
                channel=channel,
                why=each.why,
            )
        case "held":
            return None
        case _ if each.paused and each.until:
            until = telling.moment(each.until)
            return line(
                words,
                "It waits to be sent by {channel}, which may not be written to until {moment}: {why}.",
                channel=channel,
                moment=until,
                why=each.paused,
            )
        case _:
            return line(words, "It waits to be sent by {channel}.", channel=channel)


def _sent(each: Delivered, telling: Telling) -> Paragraph:
    words = telling.words
    sent = telling.moment(each.sent) if each.sent else "—"
    said = line(words, "Sent by {channel} {moment}.", channel=each.channel, moment=sent)
    pieces = list(said.pieces)
    if telling.detail and each.message_id:
        pieces += [Piece(text=" "), *line(words, "The message is {id}.", id=code(each.message_id)).pieces]
    if each.edited:
        others = ", ".join(each.also) or "—"
        edited = line(
            words, "Edited {moment}: also {outlets}.", moment=telling.moment(each.edited), outlets=others
        )
        pieces += [Piece(text=" "), *edited.pieces]
    return Paragraph(pieces=tuple(pieces))


def _told_for(each: Delivered, account: Account, telling: Telling) -> Iterator[Paragraph]:
    """Which story told it, when that was another one."""
    story = account.sought.story
    if story is not None and each.story != story.id:
        yield line(
            telling.words,
            "That alert told of the event by {outlet}: {headline}",
            outlet=each.outlet,
            headline=each.headline,
        )
