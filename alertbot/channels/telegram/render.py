"""An alert as a Telegram message. A delivery in, HTML out. No IO.

Every part has its own limit, and all of them together stay below the 4,096 UTF-16 units of a message.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import unescape

from alertbot.alerts.alert import Alert, Delivery
from alertbot.channels import phrases
from alertbot.channels.telegram.markup import calm, cut, link, marked, quiet
from alertbot.language import Language, language

MESSAGE = 4096
HEADLINE = 400
PASSAGE = 400
OUTLET = 100
LINE = 400
MOST_PASSAGES = 3
MOST_ALSO = 3
"""Other outlets named; of the rest only their number is said."""


def render(delivery: Delivery, *, now: datetime) -> str:
    """The message: headline linked, outlet and age, the passages, other outlets, the watches."""
    alert, words = delivery.alert, language(delivery.lang)
    headline = link(marked(titled(alert), alert.headline_marks, most=HEADLINE), alert.url)
    head = [*_label(alert, words), headline, where(alert, words, now)]
    quotes = [
        f"<blockquote>{marked(passage.text, passage.marks, most=PASSAGE)}</blockquote>"
        for passage in alert.passages[:MOST_PASSAGES]
    ]
    watches = [f"🔎 {quiet(cut(calm(' · '.join(alert.watches)), LINE))}"] if alert.watches else []
    foot = [*_also(alert.also, words), *watches]
    return "\n".join([*head, "", *quotes, *foot]).rstrip("\n")


def titled(alert: Alert) -> str:
    """The headline, or what stands for one."""
    return alert.headline.strip() or alert.url or alert.outlet


def where(alert: Alert, words: Language, now: datetime) -> str:
    """Outlet and age, as HTML."""
    outlet = [quiet(cut(calm(alert.outlet), OUTLET))] if alert.outlet.strip() else []
    return " · ".join([*outlet, words.age(now - alert.published)])


def plain(html: str) -> str:
    """The same message without any markup, as the last resort, cut where it is too long."""
    return cut(bare(html), MESSAGE)


def bare(html: str) -> str:
    """`html` without any markup; links stand behind what they are on."""
    text = html.replace("<blockquote>", "“").replace("</blockquote>", "”\n")
    pieces = text.split('<a href="')
    for place, piece in enumerate(pieces[1:], 1):
        url, _, rest = piece.partition('">')
        pieces[place] = rest.replace("</a>", f" ({url})", 1)
    joined = "".join(pieces)
    for tag in ("<b>", "</b>", "<code>", "</code>"):
        joined = joined.replace(tag, "")
    return unescape(joined)


def _label(alert: Alert, words: Language) -> Iterator[str]:
    """What the alert continues, as its first line."""
    if alert.label:
        said = f"<b>{phrases.label(alert, words)}</b>"
        first = link(marked(alert.first_headline, (), most=HEADLINE), alert.first_url)
        yield f"{said} · {first}" if alert.first_headline else said


def _also(outlets: Sequence[str], words: Language) -> Iterator[str]:
    """`also: Reuters, Le Monde, +3`."""
    if outlets:
        yield quiet(phrases.also(outlets, words, most=MOST_ALSO, cut=lambda name: cut(calm(name), OUTLET)))
