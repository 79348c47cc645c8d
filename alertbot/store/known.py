"""Where what is known of judged stories is kept, and how it is written. Values and text, no IO.

A story leaves tokens behind, one an identity key and one a shingle of its text; each leads to its number
in the log. Tokens live in small hashes, which Redis keeps compact: about 13 bytes each. The hashes
form slices of the log: slice after slice is filled, and whole slices end.
"""

from base64 import b85decode, b85encode
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from alertbot.events.copies import Traits
from alertbot.events.memory import Copy, Remembered
from alertbot.events.verdict import Kind, family_of
from alertbot.events.wording import step_of, weight_of
from alertbot.store import keys

FIRST_SLICE = 4096
LARGEST_SLICE = 262_144
MOST_REMEMBERED = 1_000_000
TOKENS_A_STORY = 15
TOKENS_A_HASH = 90
ARTICLES_A_HASH = 64
MOST_TITLE = 160
WEIGHT_BITS = 5

KINDS: Mapping[str, Kind] = {"n": "new", "j": "joined", "u": "update", "r": "related"}

Token = tuple[int, int]
"""Which of a slice's hashes, by remainder, and the field in it: a number below 2**31, which Redis keeps in
five bytes."""


def exact_token(key: str) -> Token:
    """The token of an identity key: 63 bits of it in all."""
    name = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")
    return name >> 32, name & 0x7FFFFFFF


def shingle_token(shingle: int) -> Token:
    """The token of a shingle; several must agree, so its 48 bits do."""
    return shingle >> 16, shingle * 0x9E3779B1 & 0x7FFFFFFF


def slice_at(number: int) -> tuple[int, int]:
    """The slice the story `number` falls in: its first number, and how many hashes it has."""
    start, size = _bounds(number)
    return start, _hashes(size)


def slices(newest: int) -> tuple[tuple[int, int], ...]:
    """The slices to look in when `newest` is about the last number, newest first."""
    found = [slice_at(newest)]
    oldest = found[0][0] - MOST_REMEMBERED
    while found[-1][0] > max(0, oldest):
        found.append(slice_at(found[-1][0] - 1))
    return tuple(found)


def outlived(number: int) -> list[str]:
    """The keys that may go when the story `number` comes: its share of the slices nobody looks in any more.

    While a slice is filled, those that it pushed out are emptied little by little.
    """
    start, size = _bounds(number)
    gone = [] if start == 0 else [each for each in slices(start - 1) if each not in slices(start)]
    done = number - start
    keys_of = [
        keys.known(first, bucket)
        for first, hashes in gone
        for bucket in range(done * hashes // size, (done + 1) * hashes // size)
    ]
    last = number - MOST_REMEMBERED - 3 * LARGEST_SLICE
    return keys_of + ([keys.articles(last // ARTICLES_A_HASH)] if last > 0 and last % ARTICLES_A_HASH == 0 else [])


def places(tokens: Iterable[Token], number: int) -> list[tuple[str, int]]:
    """The key and the field of each token of the story `number`."""
    start, hashes = slice_at(number)
    return [(keys.known(start, bucket % hashes), field) for bucket, field in tokens]


def article_line(copy: Copy) -> str:
    """`copy` in at most 64 bytes, the longest value that Redis keeps compact."""
    event = "" if copy.event == copy.article else copy.event
    family = "" if copy.family == family_of(copy.event) else copy.family.removeprefix("f:")
    traits = copy.traits
    numbers = "".join(f"{number:03x}" for number in sorted(traits.numbers))
    facts = f"{traits.size:x}{'t' if traits.teaser else 'w'}{traits.outlet:03x}{numbers}" if traits.size else ""
    return "\t".join((copy.article, event, family, facts)).rstrip("\t")


def article_of(number: int, line: str, *, shared: int = 0) -> Copy:
    article, event, family, facts = ([*line.split("\t"), "", "", ""])[:4]
    event = event or article
    return Copy(
        number=number,
        article=article,
        event=event,
        family=family_of(family or event),
        traits=_traits(facts) if facts else Traits(),
        shared=shared,
    )


def _traits(facts: str) -> Traits:
    return Traits(
        size=int(facts[0], 16),
        teaser=facts[1] == "t",
        outlet=int(facts[2:5], 16),
        numbers=frozenset(int(facts[at : at + 3], 16) for at in range(5, len(facts), 3)),
    )


def _bounds(number: int) -> tuple[int, int]:
    start, size = 0, FIRST_SLICE
    while number >= start + size:
        start, size = start + size, min(2 * size, LARGEST_SLICE)
    return start, size


def _hashes(size: int) -> int:
    return size * TOKENS_A_STORY // TOKENS_A_HASH


def log_fields(story: Remembered) -> dict[str, str]:
    """A judged story as an entry of the log: one field, so that Redis need not repeat its names.

    What follows from other parts is left out.
    """
    founded = story.event == story.story
    parts = (
        story.story,
        "" if founded else story.event,
        "" if story.family == family_of(story.event) else story.family.removeprefix("f:"),
        story.kind[0],
        str(int(story.at)),
        ",".join(map(str, sorted(story.years))),
        _packed(story.terms),
        " ".join(story.outlet.split()),
        story.url if founded and not any(map(str.isspace, story.url)) else "",
        " ".join(story.title.split())[:MOST_TITLE],
    )
    return {"d": "\t".join(parts)}


def remembered_of(fields: Mapping[str, str]) -> Remembered:
    name, event, family, kind, at, years, terms, outlet, url, title = fields["d"].split("\t")
    event = event or name
    return Remembered(
        story=name,
        event=event,
        family=family_of(family or event),
        kind=KINDS[kind],
        outlet=outlet,
        title=title,
        url=url,
        at=float(at),
        terms=_unpacked(terms),
        years=frozenset(int(year) for year in years.split(",") if year),
    )


def _packed(terms: Mapping[int, float]) -> str:
    """Three bytes a term: nineteen bits name it, five are its weight."""
    packed = (term << WEIGHT_BITS | step_of(weight) for term, weight in terms.items())
    return b85encode(b"".join(each.to_bytes(3, "big") for each in packed)).decode()


def _unpacked(text: str) -> dict[int, float]:
    raw = b85decode(text)
    packed = (int.from_bytes(raw[at : at + 3], "big") for at in range(0, len(raw), 3))
    return {each >> WEIGHT_BITS: weight_of(each & 31) for each in packed}
