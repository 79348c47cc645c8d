"""New stories as the store keeps them, made of the entries they are. Values in, values out. No IO.

They are filed where their feed is read, so that from there on only bytes are moved.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic_core import to_json

from alertbot.stories.identity import story_id
from alertbot.stories.story import Entry

TEASER_WORDS: Final = 150
"""A feed's text of more words is taken for the article."""
CUT_OFF: Final = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|read more|continue reading|lire la suite|weiterlesen|leer más|leggi tutto)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """Stories in the order in which they are told.

    `ids` are theirs; `lines` is the JSON of each, with line breaks between (in JSON they are escaped). `teaser`
    says that of one of them at least the feed gave only a teaser, and it has a page.
    """

    ids: tuple[str, ...] = ()
    lines: bytes = b""
    teaser: bool = False

    def __len__(self) -> int:
        return len(self.ids)


def filed(
    keyed: Iterable[tuple[Entry, tuple[str, ...]]], *, source: str, outlet: str, lang: str, now: datetime
) -> Filed:
    """The stories that the entries of `source` are, with their identity keys."""
    listed, seen = tuple(keyed), _moment(now)
    ids = tuple(story_id(source, keys[0]) for _, keys in listed)
    lines = [
        _line(name, entry, keys, source, entry.outlet or outlet, entry.lang or lang, seen)
        for name, (entry, keys) in zip(ids, listed, strict=True)
    ]
    teaser = any(is_teaser(entry.text, entry.url) for entry, _ in listed)
    return Filed(ids=ids, lines=b"\n".join(lines), teaser=teaser)


def is_teaser(text: str, url: str) -> bool:
    """Whether `text`, in paragraphs, is only a teaser of what stands at `url`, if anything does."""
    if not url:
        return False
    words = len(text.split())
    return words < TEASER_WORDS or (words < 2 * TEASER_WORDS and CUT_OFF.search(text[-80:]) is not None)


def _line(name: str, entry: Entry, keys: tuple[str, ...], source: str, outlet: str, lang: str, seen: str) -> bytes:
    """A `Story` as JSON, field by field as the store's codec writes it, in a third of the time."""
    return to_json(
        {
            "id": name,
            "source": source,
            "outlet": outlet,
            "title": entry.title,
            "url": entry.url,
            "published": entry.published and _moment(entry.published),
            "seen": seen,
            "text": entry.text,
            "lang": lang,
            "keys": keys,
        }
    )


def _moment(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
