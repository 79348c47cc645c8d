"""How a day's summary looks in a mailbox. A Digest in, subject and bodies out. No IO."""

from collections.abc import Iterator, Sequence
from typing import Any

from alertbot.alerts.alert import Digest, Group, Item, Line
from alertbot.channels import summary
from alertbot.channels.email.links import Links
from alertbot.channels.email.message import Content, one_line
from alertbot.channels.email.page import document, pieces, starred
from alertbot.language import language

LONGEST_HEADLINE = 200
LONGEST_IN_SUBJECT = 90
"""So that the count behind it is seen, on a phone too."""

MOST_LINES = 4
"""Events only named, all watches together, before the rest is counted."""

MOST_NAMED = 6
"""Watches of which nothing is told that have a line; the events of the others are counted."""

TALLEST_BAR_PX = 22
FLAT_BAR_PX = 2


def render_digest(digest: Digest, links: Links, *, whole: bool = False) -> Content:
    """What the reader sees of `digest`; `whole` names every event instead of counting the rest."""
    words, top = language(digest.lang), summary.top(digest)
    subject = summary.subject(digest, one_line(top.headline, most=LONGEST_IN_SUBJECT) if top else "")
    lines = _share(digest, whole)
    told = [group for group in digest.groups if group.items or whole]
    named = [group for group in digest.groups if not (group.items or whole)]
    shown: dict[str, Any] = {
        "lang": digest.lang,
        "subject": subject,
        "day": summary.day(digest),
        "intro": summary.intro(digest),
        "groups": [_group(group, digest, lines) for group in told],
        "named": [_named(group, digest) for group in named[:MOST_NAMED]],
        "rest": summary.rest(sum(len(group.more) for group in named[MOST_NAMED:]), digest.lang),
        "notes": [note for note in (summary.quiet(digest), summary.held(digest)) if note],
        "page": links.page,
        "page_text": words.say("Read it in the browser"),
        "unsubscribe": links.unsubscribe or links.mailto,
        "unsubscribe_text": words.say("Unsubscribe"),
        "related": words.say("Related:"),
    }
    return Content(subject=subject, text="\n".join(_text(shown)) + "\n", html=document("digest.html", **shown))


def _group(group: Group, digest: Digest, lines: int) -> dict[str, Any]:
    return {
        "watch": group.watch,
        "bars": _bars(group.week),
        "week": summary.week(group.week, digest.lang),
        "today": summary.today(group.week, digest.lang),
        "spark": summary.spark(group.week),
        "told": [_item(item, digest) for item in group.items],
        "lines": [_line(line) for line in group.more[:lines]],
        "rest": summary.rest(len(group.more[lines:]), digest.lang),
    }


def _named(group: Group, digest: Digest) -> dict[str, Any]:
    """A watch of which nothing is told: its first event on one line."""
    rest = summary.rest(len(group.more) - 1, digest.lang)
    return {**_line(group.more[0]), "watch": group.watch, "rest": rest}


def _item(item: Item, digest: Digest) -> dict[str, Any]:
    return {
        "headline": _headline(item.headline or item.url),
        "url": item.url,
        "meta": _headline(summary.meta(item, digest)),
        "also": _headline(summary.also(item, digest)),
        "passage": list(pieces(item.passage.text, item.passage.marks)) if item.passage else [],
        "quote": starred(item.passage.text, item.passage.marks) if item.passage else "",
        "related": [_line(line) for line in item.related],
    }


def _line(line: Line) -> dict[str, Any]:
    return {"headline": _headline(line.headline or line.url), "url": line.url, "outlet": _headline(line.outlet)}


def _headline(text: str) -> str:
    return one_line(text, most=LONGEST_HEADLINE)


def _share(digest: Digest, whole: bool) -> int:
    """How many events each watch may name."""
    if whole:
        return max((len(group.more) for group in digest.groups), default=0)
    waiting = sum(1 for group in digest.groups if group.items and group.more)
    return max(1, min(3, MOST_LINES // max(waiting, 1)))


def _bars(week: Sequence[int]) -> list[dict[str, Any]]:
    """The week as bars of whole pixels: table cells are all that every mail client draws."""
    most = max(*week, 1)
    return [
        {"height": max(FLAT_BAR_PX, round(each / most * TALLEST_BAR_PX)), "today": place == len(week) - 1}
        for place, each in enumerate(week)
    ]


def _text(shown: dict[str, Any]) -> Iterator[str]:
    """The plain part: the same content, every link written out."""
    yield f"{shown['day']}\n{shown['intro']}"
    for group in shown["groups"]:
        yield from _group_text(group, shown)
    for line in shown["named"]:
        rest = f" {line['rest']}" if line["rest"] else ""
        yield f"\n- {line['watch']}: {_line_text(line, rest)}"
    if shown["rest"]:
        yield "\n" + _counted(shown["rest"], shown["page"])
    yield ""
    yield from (f"\n{note}" for note in shown["notes"])
    for way in ("page", "unsubscribe"):
        if shown[way]:
            yield f"\n{shown[f'{way}_text']}\n{shown[way]}"


def _group_text(group: dict[str, Any], shown: dict[str, Any]) -> Iterator[str]:
    yield f"\n\n{group['watch']}   {group['spark']} {group['today']}\n{'=' * (len(group['watch']) + 10)}"
    for item in group["told"]:
        yield "\n" + "\n".join(_item_text(item, shown["related"]))
    for line in group["lines"]:
        yield f"\n- {_line_text(line)}"
    if group["rest"]:
        yield "\n" + _counted(group["rest"], shown["page"])


def _line_text(line: dict[str, Any], rest: str = "") -> str:
    return f"{line['headline']} ({line['outlet']}){rest}\n  {line['url']}".rstrip()


def _counted(rest: str, page: str) -> str:
    return f"{rest}: {page}" if page else rest


def _item_text(item: dict[str, Any], related: str) -> Iterator[str]:
    yield item["headline"]
    yield " · ".join(part for part in (item["meta"], item["also"]) if part)
    if item["quote"]:
        yield f"> {item['quote']}"
    if item["url"]:
        yield item["url"]
    for line in item["related"]:
        yield f"  {related} {_line_text(line)}"
