"""The phrases of a day's summary, which every channel sets in its own way. A Digest in, words out. No IO."""

from collections.abc import Sequence
from datetime import datetime

from alertbot.alerts.alert import Digest, Item
from alertbot.language import Language, language

BLOCKS = "▁▂▃▄▅▆▇█"
MOST_OUTLETS = 3
MOST_QUIET = 12
"""Quiet watches that are named; the rest are counted."""

FOLDED = ("joined", "duplicate")
"""Reasons that say the same to a reader."""


def subject(digest: Digest, headline: str) -> str:
    """The top event (its `headline` as the channel cuts it) and how many there are besides."""
    if digest.events < 2:
        return headline or language(digest.lang).say("Nothing new on your watches")
    return language(digest.lang).many(
        digest.events - 1, "{headline} · one more", "{headline} · {count} more", headline=headline
    )


def top(digest: Digest) -> Item | None:
    """The event the subject names: the most-covered, then the newest."""
    items = [item for group in digest.groups for item in group.items]
    return max(items, key=lambda item: (len(item.outlets), item.published), default=None)


def day(digest: Digest) -> str:
    """`Thursday, 12 March 2026`, as a title begins: `Jeudi 12 mars 2026`."""
    said = language(digest.lang).day(digest.day)
    return said[:1].upper() + said[1:]


def intro(digest: Digest) -> str:
    """One line: how many events, on how many watches, from how many outlets."""
    words = language(digest.lang)
    if not digest.groups:
        return words.say("Nothing new on your watches")
    items = [item for group in digest.groups for item in group.items]
    hit = {group.watch for group in digest.groups} | {watch for item in items for watch in item.others}
    outlets = {name for item in items for name in item.outlets} | {
        line.outlet for group in digest.groups for line in group.more
    }
    every = len(hit) + len(digest.quiet)
    events = words.many(digest.events, "One event", "{count} events")
    watches = words.many(
        len(hit), "on one of your watches", "on {hit} of your {all} watches", hit=len(hit), all=every
    )
    media = words.many(len(outlets), "from one outlet", "from {count} outlets")
    return f"{events} {watches}, {media}"


def meta(item: Item, digest: Digest) -> str:
    """`Update · Reuters, Le Monde, AFP, +4 · 07:42`."""
    shown = list(item.outlets[:MOST_OUTLETS])
    if len(item.outlets) > MOST_OUTLETS:
        shown.append(f"+{len(item.outlets) - MOST_OUTLETS}")
    update = language(digest.lang).say("Update") if item.update else ""
    return " · ".join(part for part in (update, ", ".join(shown), clock(item.published, digest)) if part)


def also(item: Item, digest: Digest) -> str:
    """`also on sovereign AI`, empty when the event hits no other watch."""
    watches = ", ".join(item.others)
    return language(digest.lang).say("also on {watches}", watches=watches) if watches else ""


def clock(moment: datetime, digest: Digest) -> str:
    """The local time, with the day where it is not the summary's."""
    return language(digest.lang).time_on(moment, timezone=digest.timezone, day=digest.day)


def rest(number: int, lang: str) -> str:
    """`and 12 more`, empty for none."""
    return language(lang).many(number, "and one more", "and {count} more") if number else ""


def quiet(digest: Digest) -> str:
    """The watches nothing was said about, in one line; empty when there are none."""
    shown = list(digest.quiet[:MOST_QUIET])
    if digest.quiet[MOST_QUIET:]:
        shown[-1] += f" {rest(len(digest.quiet) - MOST_QUIET, digest.lang)}"
    return language(digest.lang).say("Quiet: {watches}", watches=", ".join(shown)) if shown else ""


def held(digest: Digest) -> str:
    """What was held back and why, in one line; empty when nothing was."""
    words = language(digest.lang)
    folded = sum(number for reason, number in digest.held if reason in FOLDED)
    others = [(reason, number) for reason, number in digest.held if reason not in FOLDED]
    said = [_held(FOLDED[0], folded, words)] if folded else []
    said += [_held(reason, number, words) for reason, number in others]
    return words.say("Held back: {what}", what=", ".join(said)) if said else ""


def _held(reason: str, number: int, words: Language) -> str:
    match reason:
        case "joined":
            return words.many(
                number, "one further report of an event", "{count} further reports of the same events"
            )
        case "muted-source":
            return words.many(number, "one from a muted source", "{count} from muted sources")
        case "muted-watch":
            return words.many(number, "one on a muted watch", "{count} on muted watches")
        case "too-many":
            return words.many(number, "one more than a summary holds", "{count} more than a summary holds")
        case "too-old":
            return words.many(number, "one published too long ago", "{count} published too long ago")
        case _:
            return words.many(
                number, "one for another reason ({reason})", "{count} for another reason ({reason})", reason=reason
            )


def week(counts: Sequence[int], lang: str) -> str:
    """The week in words, for who cannot see the picture of it."""
    *before, today = counts
    return language(lang).say(
        "Mentions a day over the last week: {counts}, today {today}",
        counts=", ".join(map(str, before)),
        today=today,
    )


def today(counts: Sequence[int], lang: str) -> str:
    """What the last bar of the week's picture stands for."""
    return language(lang).say("{count} today", count=counts[-1])


def spark(counts: Sequence[int]) -> str:
    """The week in seven characters, for where there is only text."""
    most = max(*counts, 1)
    return "".join(BLOCKS[round(each / most * (len(BLOCKS) - 1))] for each in counts)
