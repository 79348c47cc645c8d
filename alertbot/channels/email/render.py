"""How an alert looks in a mailbox. A delivery in, subject and bodies out. No IO."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from babel.dates import format_timedelta

from alertbot.alerts.alert import Alert, Passage, Span
from alertbot.channels.email.links import Links
from alertbot.channels.email.message import Content, one_line
from alertbot.channels.email.page import document, pieces, starred
from alertbot.channels.words import locale_of, say

NOWHERE = Links()
LONGEST_HEADLINE = 300
LABELS = {"update": "Update", "related": "Related"}
MOST_ALSO = 4
"""Outlets named after the first; the rest are counted."""


def render(alert: Alert, *, now: datetime, lang: str = "en", links: Links = NOWHERE) -> Content:
    """What the reader sees of `alert`; `lang` is the language of the bot's own words."""
    label = say(lang, LABELS[alert.label]) if alert.label else ""
    headline, marks = _cut(alert.headline or alert.url, alert.headline_marks)
    where = _where(alert, now, lang)
    watches = _watches(alert.watches, lang)
    stop, way_out = say(lang, "Unsubscribe"), links.unsubscribe or links.mailto
    subject = f"{label}: {headline}" if label else headline
    html = document(
        "alert.html",
        lang=lang,
        subject=subject,
        label=label,
        headline=list(pieces(headline, marks)),
        url=alert.url,
        where=where,
        passages=[list(pieces(each.text, each.marks)) for each in alert.passages],
        first=alert.first_headline,
        first_text=say(lang, "Told before: {headline}", headline=alert.first_headline),
        first_url=alert.first_url,
        watches=watches,
        unsubscribe=way_out,
        unsubscribe_text=stop,
    )
    said = [
        starred(headline, marks),
        where,
        alert.url,
        *map(_quoted, alert.passages),
        *_first(alert, lang),
        watches,
        f"{stop}\n{way_out}" if way_out else "",
    ]
    text = "\n\n".join(part for part in (label, *said) if part) + "\n"
    return Content(subject=subject, text=text, html=html)


def age(published: datetime, *, now: datetime, lang: str) -> str:
    """How long ago, in the reader's words; a date that lies ahead is now."""
    if now - published < timedelta(minutes=1):
        return say(lang, "just now")
    return format_timedelta(published - now, add_direction=True, locale=locale_of(lang))


def outlets(also: Iterable[str], lang: str) -> str:
    """`also: Reuters, Le Monde, +3`, empty when there are none."""
    names = tuple(also)
    shown = [one_line(name, most=60) for name in names[:MOST_ALSO]]
    rest = [f"+{len(names) - MOST_ALSO}"] if len(names) > MOST_ALSO else []
    return say(lang, "also: {outlets}", outlets=", ".join(shown + rest)) if names else ""


def _first(alert: Alert, lang: str) -> list[str]:
    """What an update or a related alert follows."""
    if not alert.first_headline:
        return []
    return [
        "\n".join((say(lang, "Told before: {headline}", headline=alert.first_headline), alert.first_url)).strip()
    ]


def _where(alert: Alert, now: datetime, lang: str) -> str:
    told = (one_line(alert.outlet, most=80), age(alert.published, now=now, lang=lang), outlets(alert.also, lang))
    return " · ".join(part for part in told if part)


def _watches(watches: tuple[str, ...], lang: str) -> str:
    if not watches:
        return ""
    text = "Watch: {watches}" if len(watches) == 1 else "Watches: {watches}"
    return say(lang, text, watches=" · ".join(watches))


def _cut(headline: str, marks: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """A headline that is a whole article is cut; its marks stay where they were."""
    if len(headline) <= LONGEST_HEADLINE:
        return headline, marks
    room = LONGEST_HEADLINE - 1
    return headline[:room].rstrip() + "…", tuple(
        mark for mark in marks if mark.end <= len(headline[:room].rstrip())
    )


def _quoted(passage: Passage) -> str:
    return f"> {starred(passage.text, passage.marks)}"
