"""What all parsing processes share: imported once, by the process that they are forked from.

A first document loads and compiles what every later one finds ready. Read here, it costs no process anything, and
what it leaves lies in memory once.
"""

import gc
from datetime import UTC, datetime
from typing import Final

from alertbot.sources import parser as parser
from alertbot.sources.cases import Case, news

RSS: Final = b"""<rss version="2.0"><channel><title>T</title><item><guid>1</guid><title>A &amp; B</title>
<link>https://example.com/1</link><pubDate>Mon, 02 Jan 2006 15:04:05 GMT</pubDate>
<description>&lt;p&gt;Text&lt;/p&gt;</description></item></channel></rss>"""
JSON: Final = b"""{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "A",
"url": "https://example.com/1", "content_html": "<p>Text</p>", "date_published": "2006-01-02T15:04:05Z"}]}"""

ANY_SHAPE: Final = (RSS, b"\n<!-- -->" + RSS, RSS[:-20], JSON)
"""What is read quickly, what only feedparser reads, well-formed or not, and JSON Feed."""
LATER: Final = datetime(2006, 1, 3, tzinfo=UTC)
ALL_NEW: Final = Case(source="s", name="", title="", seen={}, first_sight=False, now=LATER)


def warm_up() -> None:
    for document in ANY_SHAPE:
        news(document, "https://example.com/", "", ALL_NEW)
    gc.collect()
    gc.freeze()  # else the first collection of each process would copy all that


warm_up()
