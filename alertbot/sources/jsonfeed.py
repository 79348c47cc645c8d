"""JSON Feed 1.0 and 1.1 (jsonfeed.org). Bytes in, a Feed out. No IO."""

import json
from typing import Any, Final

from alertbot.errors import Sentence, SourceError, sentence
from alertbot.sources.dates import moment
from alertbot.sources.judge import language
from alertbot.sources.links import absolute, shown
from alertbot.sources.own_words import tidy
from alertbot.sources.text import line, paragraphs, plain
from alertbot.stories.story import Entry, Feed

VERSION: Final = "jsonfeed.org/version/1"


def read_json(body: bytes, *, url: str) -> Feed:
    """Raises SourceError (`not-a-feed`) when the document is no JSON Feed."""
    try:
        document = json.loads(_text_of(body), strict=False)  # line breaks in a text are no reason to refuse it
    except (ValueError, RecursionError) as error:
        raise _refused(url, sentence("{url} is JSON that cannot be read")) from error
    if not isinstance(document, dict) or VERSION not in str(document.get("version", "")):
        raise _refused(url, sentence("{url} is JSON, but not a JSON Feed"))
    items = document.get("items")
    lang = language(document.get("language"))
    listed = items if isinstance(items, list) else []
    return Feed(
        title=line(_text(document, "title")),
        lang=lang,
        entries=tuple(entry for item in listed if isinstance(item, dict) and (entry := tidy(_entry(item, url)))),
        hubs=_hubs(document.get("hubs"), url),
        topic=absolute(document.get("feed_url"), url),
    )


def _text_of(body: bytes) -> str:
    """The document as text; a broken byte costs its character only."""
    return body.decode(json.detect_encoding(body), "replace")


def _entry(item: dict[str, Any], base: str) -> Entry:
    """An item's `url` is where it stands; `external_url` is what it is about, and an `id` is best an address."""
    guid = _text(item, "id").strip()
    texts = (plain(_text(item, "content_html")), paragraphs(_text(item, "content_text")))
    return Entry(
        guid=guid,
        title=line(_text(item, "title")),
        url=absolute(item.get("url"), base) or absolute(item.get("external_url"), base) or absolute(guid, ""),
        published=moment(item.get("date_published")) or moment(item.get("date_modified")),
        text=max(texts, key=len) or paragraphs(_text(item, "summary")),
        lang=language(item.get("language")),
    )


def _hubs(hubs: object, base: str) -> tuple[str, ...]:
    """The WebSub hubs of the list."""
    listed = [hub for hub in hubs if isinstance(hub, dict)] if isinstance(hubs, list) else []
    found = (absolute(hub.get("url"), base) for hub in listed if str(hub.get("type", "")).lower() == "websub")
    return tuple(url for url in found if url)


def _text(item: dict[str, Any], name: str) -> str:
    """A text field; numbers are written where strings belong, ids above all."""
    value = item.get(name)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _refused(url: str, what: Sentence) -> SourceError:
    return SourceError(what.about(url=shown(url)), kind="not-a-feed")
