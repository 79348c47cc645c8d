"""How the way of a story ended: what stopped it, and what became of each delivery. No IO."""

from collections.abc import Iterator

from alertbot.alerts.account import Account
from alertbot.alerts.sought import Delivered
from alertbot.desk.manner import Telling
from alertbot.desk.reply import Paragraph, Piece, code, line
from alertbot.desk.when import FOREVER
from alertbot.language import Language


def end(account: Account, telling: Telling) -> Iterator[Paragraph]:  # noqa: C901 — one case an outcome
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


def deliveries(account: Account, telling: Telling) -> Iterator[Paragraph]:
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
