"""What does not fit one message, in as few as it takes. Parts in, messages out. No IO."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import unescape
from itertools import accumulate

from alertbot.alerts.alert import Delivery, Digest, Group, Item, Line
from alertbot.alerts.folding import Bundle
from alertbot.channels import summary
from alertbot.channels.telegram.markup import calm, cut, link, marked, quiet, units
from alertbot.channels.telegram.render import HEADLINE, LINE, MESSAGE, OUTLET, PASSAGE, render, titled, where
from alertbot.language import language

NAMED = 150
"""Units of a headline that is only named."""

MOST_NAMED_IN_GROUP = 10

MOST_MARKS = 100
"""Links, bold words and quotes of a message; Telegram silently leaves out those beyond."""

AGEING = 16
"""Units by which an age may become longer until a message that failed is sent again."""

TAG = re.compile(r"</?[^>]*>")


def packed(parts: Iterable[str]) -> list[str]:
    """`parts` in order, a line each, in as few messages as fit; none is torn apart."""
    pages: list[list[str]] = []
    length = marks = 0
    for part in parts:
        length, marks = length + seen(part) + 1, marks + marked_in(part)
        if not pages or length > MESSAGE or marks > MOST_MARKS:
            pages.append([])
            length, marks = seen(part) + 1, marked_in(part)
        pages[-1].append(part)
    return ["\n".join(page).strip("\n") for page in pages]


def seen(html: str) -> int:
    """Units that Telegram counts of `html`: those its reader sees."""
    return units(unescape(TAG.sub("", html)))


def marked_in(html: str) -> int:
    return sum(not tag.startswith("</") for tag in TAG.findall(html))


def render_bundle(bundle: Bundle, *, now: datetime) -> str:
    """All of a bundle: those told with their passages, then the named as linked headlines."""
    told = [f"\n{render(each, now=now)}" for each in bundle.told]
    named = [_named(each, now) for each in bundle.named]
    return "\n".join([*_title(bundle), *told, *([""] if told and named else []), *named]).strip("\n")


def fit(bundle: Bundle, *, now: datetime) -> int:
    """How many members of `bundle`, in order, one message holds, also when it is sent later."""
    told = [f"\n{render(each, now=now)}" for each in bundle.told]
    parts = [*told, *(_named(each, now) for each in bundle.named)]
    begun = 1 + sum(seen(line) + 1 for line in _title(bundle))
    lengths = accumulate((seen(part) + 1 + AGEING for part in parts), initial=begun)
    marks = accumulate((marked_in(part) for part in parts), initial=1)
    fitting = [length <= MESSAGE and count <= MOST_MARKS for length, count in zip(lengths, marks, strict=True)]
    return sum(fitting) - 1


def _title(bundle: Bundle) -> Iterator[str]:
    """Above the first piece of a bundle."""
    if bundle.piece.number == 1:
        words, size = language(bundle.members[0].lang), bundle.piece.size
        title = words.many(size, "One story while you were away", "{count} stories while you were away")
        yield f"<b>{title}</b>"


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
