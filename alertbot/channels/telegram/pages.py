"""What does not fit one message, in as few as it takes. Parts in, messages out. No IO."""

from collections.abc import Iterable
from datetime import datetime

from alertbot.alerts.alert import Delivery, Digest, Group, Item, Line
from alertbot.alerts.folding import Bundle
from alertbot.channels import summary
from alertbot.channels.telegram.markup import calm, cut, link, marked, quiet, units
from alertbot.channels.telegram.render import HEADLINE, LINE, MESSAGE, OUTLET, PASSAGE, render, titled, where
from alertbot.language import language

NAMED = 150
"""Units of a headline that is only named."""

MOST_NAMED_IN_GROUP = 10


def packed(parts: Iterable[str]) -> list[str]:
    """`parts` in order, a line each, in as few messages as fit; none is torn apart.

    Counted before Telegram reads the markup, which only makes it shorter.
    """
    pages: list[list[str]] = []
    room = 0
    for part in parts:
        size = units(part) + 1
        if not pages or size > room:
            pages.append([])
            room = MESSAGE
        pages[-1].append(part)
        room -= size
    return ["\n".join(page).strip("\n") for page in pages]


def render_bundle(bundle: Bundle, *, now: datetime) -> list[str]:
    """All of a bundle: those told with their passages, then the named as linked headlines."""
    words = language(bundle.members[0].lang)
    title = words.many(len(bundle.members), "One story while you were away", "{count} stories while you were away")
    told = [f"\n{render(each, now=now)}" for each in bundle.told]
    named = [_named(each, now) for each in bundle.named]
    return packed([f"<b>{title}</b>", *told, *([""] if named else []), *named])


def render_digest(digest: Digest) -> list[str]:
    """The day's summary, group by group."""
    parts = [f"<b>{quiet(summary.day(digest))}</b>", quiet(summary.intro(digest))]
    for group in digest.groups:
        parts += _group(group, digest)
    foot = [quiet(cut(calm(line), LINE)) for line in (summary.quiet(digest), summary.held(digest)) if line]
    return packed([*parts, *([""] if foot else []), *foot])


def _named(each: Delivery, now: datetime) -> str:
    alert = each.alert
    headline = link(marked(titled(alert), (), most=NAMED), alert.url)
    return f"• {headline} · {where(alert, language(each.lang), now)}"


def _group(group: Group, digest: Digest) -> list[str]:
    """A watch, its events, and those that are only named, as many as are pleasant to read."""
    parts = [f"\n🔎 <b>{quiet(cut(calm(group.watch), OUTLET))}</b>"]
    parts += [_item(item, digest) for item in group.items]
    parts += [_line(line) for line in group.more[:MOST_NAMED_IN_GROUP]]
    rest = len(group.more) - MOST_NAMED_IN_GROUP
    return [*parts, quiet(summary.rest(rest, digest.lang))] if rest > 0 else parts


def _item(item: Item, digest: Digest) -> str:
    meta = " · ".join(part for part in (summary.meta(item, digest), summary.also(item, digest)) if part)
    headline = link(marked(item.headline.strip() or item.url, item.marks, most=HEADLINE), item.url)
    lines = [f"• {headline}", quiet(cut(calm(meta), LINE))]
    if item.passage:
        lines.append(f"<blockquote>{marked(item.passage.text, item.passage.marks, most=PASSAGE)}</blockquote>")
    return "\n".join([*lines, *(f"   ↳ {_linked(line)}" for line in item.related[:3])])


def _line(line: Line) -> str:
    return f"• {_linked(line)}"


def _linked(line: Line) -> str:
    headline = link(marked(line.headline.strip() or line.url, (), most=NAMED), line.url)
    return f"{headline} · {quiet(cut(calm(line.outlet), OUTLET))}" if line.outlet else headline
