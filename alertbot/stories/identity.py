"""Which keys say that two entries are one story. Entries in, keys and stories out. No IO.

Strongest first: the canonical URL, the guid within its feed, the title within its host and day. Two
entries that share any key are the same story, so one changed link or guid does not alert twice. An
article whose headline says that it was corrected is another one than before.
"""

import re
import unicodedata
from binascii import b2a_base64
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from typing import Final

from alertbot.stories.canonical import canonical_url
from alertbot.stories.story import Entry, Head, Story

URL_SAFE: Final = bytes.maketrans(b"+/", b"-_")
_CORRECTED: Final = (
    r"(?:correct(?:ed|ion)|clarification|retract(?:ed|ion)|corrigé|rectificatif|korr(?:ektur)?|korrigiert|berichtigung"
    r"|corrección|corregido|rettifica)"
)
CORRECTED_BEFORE: Final = re.compile(rf"\W*{_CORRECTED}\b\s*[-:–—|)\]]", re.IGNORECASE)
CORRECTED_BEHIND: Final = re.compile(rf"[(\[]{_CORRECTED}[)\]]\W*$", re.IGNORECASE)
"""In brackets."""

NAMELESS: Final = blake2b(digest_size=8)
"""A copy takes half the time of a new one."""


def digest(*parts: str) -> str:
    """A 64-bit name for `parts`, as 11 URL-safe characters; the same parts always give the same name."""
    name = NAMELESS.copy()
    name.update("\0".join(parts).encode())
    return b2a_base64(name.digest(), newline=False)[:11].translate(URL_SAFE).decode()


def identity_keys(entry: Entry, source: str) -> tuple[str, ...]:
    """The identity keys of one entry of `source`, strongest first; never empty.

    A site's front page is no article's identity. An undated title is one only when there is nothing
    stronger: "Morning briefing" comes back every day, and the day is what tells them apart.
    """
    head = Head(entry.guid, entry.title or entry.text[:200], entry.url, entry.published)
    return head_keys(head, source)


def head_keys(head: Head, source: str) -> tuple[str, ...]:
    """The identity keys of an entry by its head; the title is that of the entry, or how its text begins."""
    guid, title, url, published = head
    canonical = canonical_url(url)
    host, article = _place(canonical)
    state = _state(title)
    keys = [f"u:{digest(canonical, *state)}"] if article else []
    if guid:
        keys.append(f"g:{digest(source, guid, *state)}")
    if published or not keys:
        keys.append(_title_key(title, published, host or source))
    return tuple(keys)


def url_key(url: str, title: str = "") -> str:
    """The key that an article's address is, under `title`; empty for what is no article's."""
    canonical = canonical_url(url)
    return f"u:{digest(canonical, *_state(title))}" if _place(canonical)[1] else ""


def unambiguous(keyed: Iterable[tuple[Entry, tuple[str, ...]]]) -> list[tuple[Entry, tuple[str, ...]]]:
    """Drops the keys that entries with different titles share in one document.

    Feeds exist in which every item links to the same page, or carries the same guid: such a key
    names none of them. An entry keeps at least its last key.
    """
    listed = list(keyed)
    every = [key for _, keys in listed for key in keys]
    if len(set(every)) == len(every):
        return listed
    titles = Counter(key for key, _ in {(key, entry.title) for entry, keys in listed for key in keys})
    return [(entry, tuple(key for key in keys if titles[key] == 1) or keys[-1:]) for entry, keys in listed]


def story_of(entry: Entry, keys: tuple[str, ...], *, source: str, outlet: str, lang: str, now: datetime) -> Story:
    """The story `entry` is; its id is a function of the source and its strongest key."""
    return Story(
        id=story_id(source, keys[0]),
        source=source,
        outlet=entry.outlet or outlet,
        title=entry.title,
        url=entry.url,
        published=entry.published,
        seen=now,
        text=entry.text,
        lang=entry.lang or lang,
        keys=keys,
    )


def story_id(source: str, key: str) -> str:
    """The id of the story of `source` whose strongest key is `key`."""
    return digest(source, key)


def _state(title: str) -> tuple[str, ...]:
    bracketed = ")" in title or "]" in title
    corrected = CORRECTED_BEFORE.match(title) or (bracketed and CORRECTED_BEHIND.search(title))
    return ("corrected",) if corrected else ()


def _place(canonical: str) -> tuple[str, bool]:
    """The host of a canonical address, or empty, and whether there is more to it: then it is an article's.

    A canonical one has a slash behind its host.
    """
    if not canonical.startswith("https://"):
        return "", False
    host, _, rest = canonical[8:].partition("/")
    return host, rest.partition("#")[0].strip("/?") != ""


def _title_key(title: str, published: datetime | None, host: str) -> str:
    said = title if title.isascii() else unicodedata.normalize("NFKC", title)
    said = said.casefold()
    plain = said.isprintable() and "  " not in said  # then its only white space are single blanks
    said = said.strip() if plain else " ".join(said.split())
    day = published.date().isoformat() if published else ""
    return f"t:{digest(host, day, said)}"
