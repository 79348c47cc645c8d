"""A day's summary as a Slack message, in its thread where it is long. A Digest in, messages out. No IO."""

from collections.abc import Iterator

from alertbot.alerts.alert import Digest, Group, Item, Line
from alertbot.channels import summary
from alertbot.channels.slack.bundle import linked
from alertbot.channels.slack.elements import Json, cut, escaped, marked
from alertbot.channels.slack.render import HEADLINE, LONGEST_URL, OUTLET, PASSAGE

LONGEST_WATCH = 100
MOST_GROUPS = 12
"""In one message; the others follow in its thread."""


def render_digest(digest: Digest) -> list[Json]:
    """The messages of the summary, the first with its title."""
    first = summary.top(digest)
    title = [_bold(summary.day(digest)), _context(summary.intro(digest))]
    foot = [_context(line) for line in (summary.quiet(digest), summary.held(digest)) if line]
    pages = [digest.groups[at : at + MOST_GROUPS] for at in range(0, len(digest.groups), MOST_GROUPS)] or [()]
    messages = [[block for group in page for block in _group(group, digest)] for page in pages]
    messages[0] = title + messages[0]
    messages[-1] = messages[-1] + foot
    text = escaped(summary.subject(digest, cut(first.headline, HEADLINE) if first else ""))
    return [{"text": text, "blocks": blocks} for blocks in messages]


def _group(group: Group, digest: Digest) -> list[Json]:
    week = f"{summary.spark(group.week)} {summary.today(group.week, digest.lang)}"
    told: list[Json] = [_bold(cut(group.watch, LONGEST_WATCH), f"   {week}")]
    told += [block for item in group.items for block in _item(item, digest)]
    return [*told, *_more(group, digest)]


def _item(item: Item, digest: Digest) -> Iterator[Json]:
    url = item.url if len(item.url) <= LONGEST_URL else ""
    body: list[Json] = [
        {"type": "rich_text_section", "elements": marked(item.headline, item.marks, most=HEADLINE, url=url)}
    ]
    if item.passage:
        quoted = marked(item.passage.text, item.passage.marks, most=PASSAGE)
        body.append({"type": "rich_text_quote", "elements": quoted})
    if item.related:
        body.append(_lines(item.related))
    yield {"type": "rich_text", "elements": body}
    yield _context(" · ".join(part for part in (summary.meta(item, digest), summary.also(item, digest)) if part))


def _more(group: Group, digest: Digest) -> list[Json]:
    """The events that are only named, as many as a list may hold; the rest is counted."""
    if not group.more:
        return []
    shown, rest = group.more[:10], len(group.more) - 10
    counted = [_context(summary.rest(rest, digest.lang))] if rest > 0 else []
    return [{"type": "rich_text", "elements": [_lines(shown)]}, *counted]


def _lines(lines: tuple[Line, ...]) -> Json:
    return {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": list(linked(line.headline, line.url, cut(line.outlet, OUTLET))),
            }
            for line in lines
        ],
    }


def _bold(text: str, rest: str = "") -> Json:
    elements: list[Json] = [{"type": "text", "text": text, "style": {"bold": True}}]
    elements += [{"type": "text", "text": rest}] if rest else []
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _context(text: str) -> Json:
    return {"type": "context", "elements": [{"type": "plain_text", "text": cut(text, 1_000), "emoji": False}]}
