"""Many alerts as one Slack message, the rest of them in its thread. A bundle in, messages out. No IO."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import accumulate

from alertbot.alerts.alert import Delivery
from alertbot.alerts.folding import Bundle
from alertbot.channels.slack.buttons import bundle_buttons
from alertbot.channels.slack.elements import Json, cut, escaped, marked
from alertbot.channels.slack.render import LONGEST_URL, OUTLET, blocks
from alertbot.language import language

NAMED = 150
"""Characters of a headline that is only named."""

MOST_CHARACTERS = 9_000
"""Of text in one message; Slack cuts somewhere above 13,000, links counted."""


def render_bundle(bundle: Bundle, *, now: datetime, buttons: bool = False) -> Json:
    """The message: `bundle.told`, then the named; only the first piece of a bundle has a title and buttons."""
    words, size = language(bundle.members[0].lang), bundle.piece.size
    told = [block for each in bundle.told for block in blocks(each.alert, words, now=now)]
    listed = [*told, *_list(bundle.named, now)]
    if bundle.piece.number > 1:
        return {"text": words.many(size, "More of the story", "More of the {count} stories"), "blocks": listed}
    title = words.many(size, "One story while you were away", "{count} stories while you were away")
    under = [bundle_buttons(words)] if buttons else []
    return {"text": escaped(_notification(title, bundle)), "blocks": [_title(title), *listed, *under]}


def fit(bundle: Bundle, *, now: datetime) -> int:
    """How many members of `bundle`, in order, one message holds."""
    told = [block for each in bundle.told for block in blocks(each.alert, language(each.lang), now=now)]
    room = MOST_CHARACTERS - (1 + len(told)) * 300
    costs = accumulate(
        len(cut(each.alert.headline, NAMED)) + len(each.alert.url) + OUTLET for each in bundle.named
    )
    return len(bundle.told) + sum(cost <= room for cost in costs)


def _notification(title: str, bundle: Bundle) -> str:
    return f"{title}: {cut(bundle.told[0].alert.headline, NAMED)}" if bundle.told else title


def _title(text: str) -> Json:
    return {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": text, "style": {"bold": True}}]}
        ],
    }


def _list(named: Iterable[Delivery], now: datetime) -> list[Json]:
    items = [
        {"type": "rich_text_section", "elements": list(linked(_headline(each), each.alert.url, _where(each, now)))}
        for each in named
    ]
    listed = {"type": "rich_text_list", "style": "bullet", "elements": items}
    return [{"type": "rich_text", "elements": [listed]}] if items else []


def linked(headline: str, url: str, where: str) -> Iterator[Json]:
    """`headline` linked where it can be, and `where` behind it."""
    yield from marked(headline, (), most=NAMED, url=url if len(url) <= LONGEST_URL else "")
    if where:
        yield {"type": "text", "text": f" · {where}"}


def _headline(each: Delivery) -> str:
    return each.alert.headline or each.alert.url or each.alert.outlet


def _where(each: Delivery, now: datetime) -> str:
    age = language(each.lang).long_age(now - each.alert.published)
    return " · ".join(part for part in (cut(each.alert.outlet, OUTLET), age) if part)
