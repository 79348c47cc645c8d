"""How an alert looks in a mailbox. A delivery in, subject and bodies out. No IO."""

from datetime import datetime

from alertbot.alerts.alert import Alert, Passage, Span
from alertbot.channels import phrases
from alertbot.channels.email.links import Links
from alertbot.channels.email.message import Content, one_line
from alertbot.channels.email.page import document, pieces, starred
from alertbot.language import Language, language

NOWHERE = Links()
LONGEST_HEADLINE = 300
MOST_ALSO = 4
"""Outlets named after the first; the rest are counted."""


def render(alert: Alert, *, now: datetime, lang: str = "en", links: Links = NOWHERE) -> Content:
    """What the reader sees of `alert`; `lang` is the language of the bot's own words."""
    words = language(lang)
    label = phrases.label(alert, words)
    headline, marks = _cut(alert.headline or alert.url, alert.headline_marks)
    where = _where(alert, now, words)
    watches = _watches(alert.watches, words)
    stop, way_out = words.say("Unsubscribe"), links.unsubscribe or links.mailto
    subject = phrases.labelled(alert, words, headline)
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
        first_text=phrases.told_before(alert.first_headline, words),
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
        *_first(alert, words),
        watches,
        f"{stop}\n{way_out}" if way_out else "",
    ]
    text = "\n\n".join(part for part in (label, *said) if part) + "\n"
    return Content(subject=subject, text=text, html=html)


def _first(alert: Alert, words: Language) -> list[str]:
    """What an update or a related alert follows."""
    if not alert.first_headline:
        return []
    told = phrases.told_before(alert.first_headline, words)
    return ["\n".join((told, alert.first_url)).strip()]


def _where(alert: Alert, now: datetime, words: Language) -> str:
    also = phrases.also(alert.also, words, most=MOST_ALSO, cut=lambda name: one_line(name, most=60))
    told = (one_line(alert.outlet, most=80), words.long_age(now - alert.published), also)
    return " · ".join(part for part in told if part)


def _watches(watches: tuple[str, ...], words: Language) -> str:
    named = " · ".join(watches)
    return words.many(len(watches), "Watch: {watches}", "Watches: {watches}", watches=named) if watches else ""


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
