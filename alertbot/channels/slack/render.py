"""An alert as a Slack message. A delivery in, JSON out. No IO.

Limits: 50 blocks, 3,000 characters a text, about 13,000 in all; each part has its own, and together
they stay far below. Mobile notifications read only the top-level text.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from alertbot.alerts.alert import Alert, Delivery
from alertbot.channels import phrases
from alertbot.channels.slack.buttons import alert_buttons
from alertbot.channels.slack.elements import Json, cut, escaped, marked
from alertbot.language import Language, language

HEADLINE = 300
PASSAGE = 400
OUTLET = 80
WATCHES = 300
LONGEST_URL = 3000
MOST_PASSAGES = 3
MOST_ALSO = 3
"""Other outlets named; of the rest only their number is said."""


def render(delivery: Delivery, *, now: datetime, buttons: bool = False) -> Json:
    """The message: `text` for the notification and `blocks` for the channel.

    `buttons` belong under it where the bot hears that they are pressed.
    """
    alert, words = delivery.alert, language(delivery.lang)
    under = [alert_buttons(delivery.id, words)] if buttons and alert.watches else []
    return {"text": notification(alert, words), "blocks": [*blocks(alert, words, now=now), *under]}


def notification(alert: Alert, words: Language) -> str:
    """What a phone shows: label, headline and outlet."""
    outlet = f" — {cut(alert.outlet, OUTLET)}" if alert.outlet else ""
    return escaped(phrases.labelled(alert, words, cut(_headline(alert), HEADLINE)) + outlet)


def blocks(alert: Alert, words: Language, *, now: datetime) -> list[Json]:
    """Headline and passages as rich text, the rest small below it."""
    body = [_section(list(_head(alert, words)))]
    body += [
        {"type": "rich_text_quote", "elements": marked(passage.text, passage.marks, most=PASSAGE)}
        for passage in alert.passages[:MOST_PASSAGES]
    ]
    watches = f"🔎 {cut(' · '.join(alert.watches), WATCHES)}" if alert.watches else ""
    small = [" · ".join(_where(alert, words, now)), watches]
    return [{"type": "rich_text", "elements": body}, *_follows(alert, words), _context(small)]


def _headline(alert: Alert) -> str:
    return alert.headline or alert.url or alert.outlet


def _head(alert: Alert, words: Language) -> Iterator[Json]:
    if alert.label:
        yield {"type": "text", "text": f"{phrases.label(alert, words)} · ", "style": {"bold": True}}
    url = alert.url if len(alert.url) <= LONGEST_URL else ""
    yield from marked(_headline(alert), alert.headline_marks, most=HEADLINE, url=url)


def _where(alert: Alert, words: Language, now: datetime) -> Iterator[str]:
    if alert.outlet:
        yield cut(alert.outlet, OUTLET)
    yield words.long_age(now - alert.published)
    if alert.also:
        yield phrases.also(alert.also, words, most=MOST_ALSO, cut=lambda outlet: cut(outlet, OUTLET))


def _follows(alert: Alert, words: Language) -> list[Json]:
    """What an update or a related alert continues."""
    if not (alert.label and alert.first_headline):
        return []
    outlet = f" ({cut(alert.first_outlet, OUTLET)})" if alert.first_outlet else ""
    return [_context([phrases.told_before(f"{cut(alert.first_headline, HEADLINE)}{outlet}", words)])]


def _section(elements: list[Json]) -> Json:
    return {"type": "rich_text_section", "elements": elements}


def _context(lines: Sequence[str]) -> Json:
    """Small grey lines; plain text, in which Slack parses nothing."""
    return {
        "type": "context",
        "elements": [{"type": "plain_text", "text": line, "emoji": False} for line in lines if line],
    }
