"""An alert as a Telegram message. A delivery in, HTML out. No IO.

Every part has its own limit, and all of them together stay below the 4,096 UTF-16 units of a message.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from html import unescape

from babel.dates import format_timedelta

from alertbot.alerts.alert import Alert, Delivery
from alertbot.channels.telegram.markup import calm, cut, link, marked, quiet

MESSAGE = 4096
HEADLINE = 400
PASSAGE = 400
OUTLET = 100
LINE = 400
MOST_ALSO = 3
"""Other outlets named; of the rest only their number is said."""

LABELS = {"update": "Update", "related": "Related"}


def render(delivery: Delivery, *, now: datetime) -> str:
    """The message: headline linked, outlet and age, the passages, the watches, other outlets."""
    alert = delivery.alert
    headline = alert.headline or alert.url or alert.outlet
    head = [
        *_label(alert),
        link(marked(headline, alert.headline_marks, most=HEADLINE), alert.url),
        f"{quiet(cut(calm(alert.outlet), OUTLET))} · {age(alert.published, now)}",
    ]
    quotes = [
        f"<blockquote>{marked(passage.text, passage.marks, most=PASSAGE)}</blockquote>"
        for passage in alert.passages[:3]
    ]
    foot = [*_also(alert.also), f"🔎 {quiet(cut(calm(' · '.join(alert.watches)), LINE))}"]
    return "\n".join([*head, "", *quotes, *foot])


def plain(html: str) -> str:
    """The same message without any markup, as the last resort; links stand behind what they are on."""
    text = html.replace("<blockquote>", "“").replace("</blockquote>", "”\n")
    pieces = text.split('<a href="')
    for place, piece in enumerate(pieces[1:], 1):
        url, _, rest = piece.partition('">')
        pieces[place] = rest.replace("</a>", f" ({url})", 1)
    return cut(unescape("".join(pieces).replace("<b>", "").replace("</b>", "")), MESSAGE)


def age(published: datetime, now: datetime) -> str:
    """How long ago, in the largest unit: `5 min ago`."""
    past = now - published
    if past < timedelta(minutes=1):
        return "just now"
    return format_timedelta(past * -1, add_direction=True, format="short", threshold=1, locale="en").replace(
        ".", ""
    )


def _label(alert: Alert) -> Iterator[str]:
    """What the alert continues, as its first line."""
    if alert.label:
        said = f"<b>{LABELS[alert.label]}</b>"
        first = link(marked(alert.first_headline, (), most=HEADLINE), alert.first_url)
        yield f"{said} · {first}" if alert.first_headline else said


def _also(outlets: Sequence[str]) -> Iterator[str]:
    """`also: Reuters, Le Monde, +3`."""
    if outlets:
        named = [quiet(cut(calm(outlet), OUTLET)) for outlet in outlets[:MOST_ALSO]]
        more = [f"+{len(outlets) - MOST_ALSO}"] if len(outlets) > MOST_ALSO else []
        yield "also: " + ", ".join([*named, *more])
