"""What an item says itself, without what its publisher's software adds. Values in, values out. No IO."""

import re
from dataclasses import replace
from typing import Final

from alertbot.sources.links import shown
from alertbot.sources.text import PARAGRAPH, shortened
from alertbot.stories.story import Entry

MOST_HEADLINE: Final = 120
"""Characters of a text that stand in for a missing title."""

SIGNATURE: Final = re.compile(
    r"^(?:The post|L[’']article|Cet article|Der Beitrag|La entrada|L[’']articolo|O post)\b.{1,400}"
    r"(?:appeared first on|first appeared on|est apparu en premier sur|erschien zuerst auf|se publicó primero en"
    r"|proviene da|apareceu primeiro em)\b.{1,200}$"
)
"""What WordPress writes below an excerpt: it names the outlet, and would make every item mention it."""


def own_text(text: str, title: str, outlet: str) -> str:
    """`text` without a signature at its end; empty when it is only the headline and the outlet again."""
    before, _, last = text.rpartition(PARAGRAPH)
    if SIGNATURE.match(last):
        text = before
    return "" if outlet and text == f"{title} {outlet}" else text


def tidy(entry: Entry) -> Entry | None:
    """The entry in its own words; a note without a title is headed by how it begins. None when it is empty."""
    text = own_text(entry.text, entry.title, entry.outlet)
    first = text.partition(PARAGRAPH)[0]
    title = entry.title or shortened(first, MOST_HEADLINE) or shown(entry.url)
    return replace(entry, title=title, text=text) if title else None
