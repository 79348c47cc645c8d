"""How what is known of judged stories is written. Values and text, no IO.

A story leaves tokens behind, one an identity key and one a shingle of its text; each leads to its number
in the log. Tokens live in small hashes, which Redis keeps compact: about 13 bytes each; see `slices`.
"""

from base64 import b85decode, b85encode
from collections.abc import Mapping
from hashlib import blake2b

from alertbot.events.copies import Traits
from alertbot.events.memory import Copy, Remembered
from alertbot.events.verdict import Kind, family_of
from alertbot.events.wording import step_of, weight_of
from alertbot.store.slices import Token

MOST_TITLE = 160
WEIGHT_BITS = 5

KINDS: Mapping[str, Kind] = {"n": "new", "j": "joined", "u": "update", "r": "related"}


def exact_token(key: str) -> Token:
    """The token of an identity key: 63 bits of it in all."""
    name = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")
    return name >> 32, name & 0x7FFFFFFF


def shingle_token(shingle: int) -> Token:
    """The token of a shingle; several must agree, so its 48 bits do."""
    return shingle >> 16, shingle * 0x9E3779B1 & 0x7FFFFFFF


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
