"""The phrases of a day's summary, which every channel sets in its own way. A Digest in, words out. No IO."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time

from alertbot.alerts.alert import Digest, Item
from alertbot.channels.words import count, locale_of, say

BLOCKS = "▁▂▃▄▅▆▇█"
MOST_OUTLETS = 3
REASONS = {
    "joined": ("one further report of an event", "{count} further reports of the same events"),
    "duplicate": ("one further report of an event", "{count} further reports of the same events"),
    "muted-source": ("one from a muted source", "{count} from muted sources"),
    "muted-watch": ("one on a muted watch", "{count} on muted watches"),
    "too-many": ("one more than a summary holds", "{count} more than a summary holds"),
    "too-old": ("one published too long ago", "{count} published too long ago"),
}
OTHER = ("one for another reason ({reason})", "{count} for another reason ({reason})")


def subject(digest: Digest, headline: str) -> str:
    """The top event (its `headline` as the channel cuts it) and how many there are besides."""
    if digest.events < 2:
        return headline or say(digest.lang, "Nothing new on your watches")
    one, many = "{headline} · one more", "{headline} · {count} more"
    return count(digest.lang, one, many, digest.events - 1, headline=headline)


def top(digest: Digest) -> Item | None:
    """The event the subject names: the most-covered, then the newest."""
    items = [item for group in digest.groups for item in group.items]
    return max(items, key=lambda item: (len(item.outlets), item.published), default=None)


def day(digest: Digest) -> str:
    """`Thursday 12 March 2026`."""
    return format_date(digest.day, "full", locale=locale_of(digest.lang))


def intro(digest: Digest) -> str:
    """One line: how many events, on how many watches, from how many outlets."""
    lang = digest.lang
    if not digest.groups:
        return say(lang, "Nothing new on your watches")
    items = [item for group in digest.groups for item in group.items]
    hit = {watch for group in digest.groups for item in group.items for watch in (group.watch, *item.others)}
    outlets = {name for item in items for name in item.outlets} | {
        line.outlet for group in digest.groups for line in group.more
    }
    every = len(hit) + len(digest.quiet)
    return " ".join(
        (
            count(lang, "One event", "{count} events", digest.events),
            count(
                lang, "on one of your watches", "on {hit} of your {all} watches", len(hit), hit=len(hit), all=every
            )
            + ",",
            count(lang, "from one outlet", "from {count} outlets", len(outlets)),
        )
    )


def meta(item: Item, digest: Digest) -> str:
    """`Update · Reuters, Le Monde, AFP, +4 · 07:42`."""
    shown = list(item.outlets[:MOST_OUTLETS])
    if len(item.outlets) > MOST_OUTLETS:
        shown.append(f"+{len(item.outlets) - MOST_OUTLETS}")
    update = say(digest.lang, "Update") if item.update else ""
    return " · ".join(part for part in (update, ", ".join(shown), clock(item.published, digest)) if part)


def also(item: Item, digest: Digest) -> str:
    """`also on sovereign AI`, empty when the event hits no other watch."""
    return say(digest.lang, "also on {watches}", watches=", ".join(item.others)) if item.others else ""


def clock(moment: datetime, digest: Digest) -> str:
    """The local time, with the day where it is not the summary's."""
    local = moment.astimezone(ZoneInfo(digest.timezone))
    locale = locale_of(digest.lang)
    if local.date() == digest.day:
        return format_time(local, "short", locale=locale)
    return format_datetime(local, "EEE HH:mm", tzinfo=local.tzinfo, locale=locale)


def rest(number: int, lang: str) -> str:
    """`and 12 more`, empty for none."""
    return count(lang, "and one more", "and {count} more", number) if number else ""


def quiet(digest: Digest) -> str:
    """The watches nothing was said about, in one line; empty when there are none."""
    return say(digest.lang, "Quiet: {watches}", watches=", ".join(digest.quiet)) if digest.quiet else ""


def held(digest: Digest) -> str:
    """What was held back and why, in one line; empty when nothing was."""
    numbers: dict[tuple[str, str], int] = {}
    reasons: dict[tuple[str, str], list[str]] = {}
    for reason, number in digest.held:
        phrase = REASONS.get(reason, OTHER)
        numbers[phrase] = numbers.get(phrase, 0) + number
        reasons.setdefault(phrase, []).append(reason)
    said = [count(digest.lang, *each, numbers[each], reason=", ".join(reasons[each])) for each in numbers]
    return say(digest.lang, "Held back: {what}", what=", ".join(said)) if said else ""


def week(counts: Sequence[int], lang: str) -> str:
    """The week in words, for who cannot see the picture of it."""
    *before, today = counts
    text = "Mentions a day over the last week: {counts}, today {today}"
    return say(lang, text, counts=", ".join(map(str, before)), today=today)


def today(counts: Sequence[int], lang: str) -> str:
    """What the last bar of the week's picture stands for."""
    return say(lang, "{count} today", count=counts[-1])


def spark(counts: Sequence[int]) -> str:
    """The week in seven characters, for where there is only text."""
    most = max(*counts, 1)
    return "".join(BLOCKS[round(each / most * (len(BLOCKS) - 1))] for each in counts)
