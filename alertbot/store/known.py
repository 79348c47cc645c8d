"""Where what is known of judged stories is kept, and how it is written. Values and text, no IO.

A story leaves tokens behind, one an identity key and one a band of its text; each leads to its number
in the log. Tokens live in small hashes, which Redis keeps compact: about 15 bytes each. The hashes
form slices of the log: slice after slice is filled, and whole slices end.
"""

import struct
from base64 import b85decode, b85encode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from alertbot.events.memory import Copy, Remembered
from alertbot.events.verdict import Kind, family_of
from alertbot.events.wording import WEIGHT_STEP
from alertbot.store import keys

FIRST_SLICE = 4096
LARGEST_SLICE = 131_072
MOST_REMEMBERED = 1_000_000
TOKENS_A_STORY = 19
TOKENS_A_HASH = 64
ARTICLES_A_HASH = 64
HEADLINE_WORDS = 10

KINDS: Mapping[str, Kind] = {"n": "new", "j": "joined", "u": "update", "r": "related"}

Token = tuple[int, str]
"""Which of a slice's hashes, by remainder, and the field in it."""


def exact_token(key: str) -> Token:
    """The token of an identity key: 64 bits of it in all."""
    raw = blake2b(key.encode(), digest_size=8).digest()
    return int.from_bytes(raw[:2], "big"), urlsafe_b64encode(raw[2:]).decode()


def band_token(band: int) -> Token:
    """The token of a band; two bands must agree, so fewer bits do."""
    raw = band.to_bytes(8, "big")
    return int.from_bytes(raw[:2], "big"), urlsafe_b64encode(raw[2:6]).decode()[:5]


def slice_at(number: int) -> tuple[int, int]:
    """The slice the story `number` falls in: its first number, and how many hashes it has."""
    start, size = 0, FIRST_SLICE
    while number >= start + size:
        start, size = start + size, min(2 * size, LARGEST_SLICE)
    return start, size * TOKENS_A_STORY // TOKENS_A_HASH


def slices(newest: int) -> tuple[tuple[int, int], ...]:
    """The slices to look in when `newest` is about the last number, newest first."""
    found = [slice_at(newest)]
    while found[-1][0] > max(0, newest - MOST_REMEMBERED):
        found.append(slice_at(found[-1][0] - 1))
    return tuple(found)


def places(tokens: Iterable[Token], number: int) -> list[tuple[str, str]]:
    """The key and the field of each token of the story `number`."""
    start, hashes = slice_at(number)
    return [(keys.known(start, bucket % hashes), field) for bucket, field in tokens]


def article_line(copy: Copy) -> str:
    """`copy` in at most 64 bytes, the longest value that Redis keeps compact."""
    words = b"".join(struct.pack(">H", word) for word in sorted(copy.words)[:HEADLINE_WORDS])
    event = "" if copy.event == copy.article else copy.event
    family = "" if copy.family == family_of(copy.event) else copy.family.removeprefix("f:")
    return "\t".join((copy.article, event, family, f"{copy.numbers:x}", b85encode(words).decode()))


def article_of(number: int, line: str) -> Copy:
    article, event, family, numbers, words = line.split("\t")
    event = event or article
    return Copy(
        number=number,
        article=article,
        event=event,
        family=family_of(family or event),
        words=frozenset(word for (word,) in struct.iter_unpack(">H", b85decode(words))),
        numbers=int(numbers, 16),
    )


def log_fields(story: Remembered) -> dict[str, str]:
    """A judged story as an entry of the log; what follows from other fields is left out."""
    founded = story.event == story.story
    fields = {
        "s": story.story,
        "e": "" if founded else story.event,
        "f": "" if story.family == family_of(story.event) else story.family.removeprefix("f:"),
        "k": story.kind[0],
        "o": story.outlet,
        "t": story.title[:200],
        "u": story.url if founded else "",
        "a": str(int(story.at)),
        "y": ",".join(map(str, sorted(story.years))),
        "v": _packed(story.terms),
    }
    return {name: value for name, value in fields.items() if value}


def remembered_of(fields: Mapping[str, str]) -> Remembered:
    event = fields.get("e", fields["s"])
    return Remembered(
        story=fields["s"],
        event=event,
        family=family_of(fields.get("f", event)),
        kind=KINDS[fields["k"]],
        outlet=fields.get("o", ""),
        title=fields.get("t", ""),
        url=fields.get("u", ""),
        at=float(fields["a"]),
        terms=_unpacked(fields.get("v", "")),
        years=frozenset(int(year) for year in fields.get("y", "").split(",") if year),
    )


def _packed(terms: Mapping[int, float]) -> str:
    """Four bytes a term: three name it, one is its weight."""
    steps = (term << 8 | min(255, round(weight / WEIGHT_STEP)) for term, weight in terms.items())
    return b85encode(b"".join(struct.pack(">I", each) for each in steps)).decode()


def _unpacked(text: str) -> dict[int, float]:
    return {packed >> 8: (packed & 0xFF) * WEIGHT_STEP for (packed,) in struct.iter_unpack(">I", b85decode(text))}
