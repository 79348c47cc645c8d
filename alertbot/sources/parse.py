"""A document into a Feed: RSS 0.9x to 2.0, RDF, Atom, JSON Feed. Bytes in, values out. No IO.

feedparser is the judge of what an XML feed means (`judge`), `quick` reads what is ordinary in one; JSON
Feed has a reader of its own (`jsonfeed`). Whatever the bytes are, the answer is a Feed or a SourceError
with the kind `not-a-feed`; nothing else is raised. A large hostile document can take long: who calls this
on one sets a deadline around it.
"""

import re

from alertbot.errors import Sentence, SourceError, sentence
from alertbot.sources.jsonfeed import read_json
from alertbot.sources.judge import read_xml
from alertbot.sources.links import shown
from alertbot.sources.mending import mended
from alertbot.sources.quick import Keyed, not_keyed, read_quickly
from alertbot.stories.story import Feed

WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
BLANK = b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"
"""What may stand before a document begins: white space and byte order marks, of any width."""


def parse_feed(body: bytes, *, url: str, content_type: str = "", keyed: Keyed = not_keyed) -> Feed:
    """The feed that `body`, fetched from `url`, holds. `content_type` is the HTTP header, or empty.

    `keyed` is asked for the keys of an entry before its text is read; one that it says is known may come without
    text. Raises SourceError (`not-a-feed`), never anything else.
    """
    start = body[:4096].lstrip(BLANK)
    if not start:
        raise _not_a_feed(url, sentence("{url} is empty; check the address"))
    try:
        if start.startswith((b"{", b"[")):
            return read_json(body, url=url)
        feed = read_quickly(body, url=url, keyed=keyed)
        if feed is None:
            whole = mended(body)
            feed = read_quickly(whole, url=url, keyed=keyed) if whole != body else None
            feed = feed or read_xml(whole, url=url, content_type=content_type)
    except SourceError:
        raise
    except Exception as error:  # parsers fail in as many ways as feeds do
        raise _not_a_feed(
            url, sentence("{url} cannot be read as a feed ({fault})", fault=type(error).__name__)
        ) from error
    if feed is None:
        if WEB_PAGE.search(start):
            raise _not_a_feed(url, sentence("{url} is a web page, not a feed; give the address of its feed"))
        raise _not_a_feed(url, sentence("{url} is not a feed"))
    return feed


def _not_a_feed(url: str, what: Sentence) -> SourceError:
    return SourceError(what.about(url=shown(url)), kind="not-a-feed")
