"""How a day's summary reads where there is only text, and room for so much of it. A Digest in, text out. No IO."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alertbot.alerts.alert import Digest, Group, Item, Line
from alertbot.channels import summary
from alertbot.language import language

REST_ROOM = 40
"""Characters kept for the line that counts what does not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """What is shown whole or not at all; it stands for `events` events."""

    text: str
    events: int


def plain(digest: Digest, *, most: int) -> str:
    """The summary in at most `most` characters; the events that do not fit are counted."""
    head = f"{summary.day(digest)}\n{summary.intro(digest)}"
    foot = "".join(f"\n\n{note}" for note in (summary.quiet(digest), summary.held(digest)) if note)
    blocks = [block for group in digest.groups for block in _group(group, digest)]
    shown = _fitting(blocks, most - len(head) - len(foot) - REST_ROOM)
    left = sum(block.events for block in blocks[len(shown) :])
    rest = f"\n\n{summary.rest(left, digest.lang)}" if left else ""
    return (head + "".join(block.text for block in shown) + rest + foot)[:most]


def _fitting(blocks: Sequence[_Block], room: int) -> Sequence[_Block]:
    """As many of `blocks`, in order, as have room."""
    for count, block in enumerate(blocks):
        room -= len(block.text)
        if room < 0:
            return blocks[:count]
    return blocks


def _group(group: Group, digest: Digest) -> Iterator[_Block]:
    """Its events; the first one brings the watch along, so that no watch stands there alone."""
    title = f"\n\n{group.watch}   {summary.spark(group.week)} {summary.today(group.week, digest.lang)}"
    for item in group.items:
        yield _Block(text="\n".join((f"{title}\n", *_item(item, digest))), events=1)
        title = ""
    for line in group.more:
        yield _Block(text=f"{title}\n\n• {_line(line)}", events=1)
        title = ""


def _item(item: Item, digest: Digest) -> Iterator[str]:
    yield f"• {item.headline or item.url}"
    yield " · ".join(part for part in (summary.meta(item, digest), summary.also(item, digest)) if part)
    if item.passage:
        yield f"“{item.passage.text}”"
    if item.url:
        yield item.url
    for line in item.related:
        yield f"{language(digest.lang).say('Related:')} {_line(line)}"


def _line(line: Line) -> str:
    return f"{line.headline or line.url} ({line.outlet})" + (f"\n{line.url}" if line.url else "")
