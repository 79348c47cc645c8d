"""Whether a watch can ever hit is known from what the sources are called, and never claimed too easily."""

import pytest

from alertbot.watches.attainable import missing_sources
from alertbot.watches.query import parse
from alertbot.watches.reading import Reading

NAMES = [Reading("TechCrunch"), Reading("Le Monde"), Reading("BBC News")]

CASES = [
    ("mistral", ()),
    ("mistral source:techcrunch", ()),
    ('source:"le monde" paris', ()),
    ("source:bbc", ()),
    ("mistral source:reuters", ("reuters",)),
    ("mistral AND (source:reuters OR source:bbc)", ()),
    ("source:reuters OR source:afp", ("reuters", "afp")),
    ("source:reuters OR mistral", ()),
    ("mistral -source:reuters", ()),
    ("source:bbc source:reuters", ("reuters",)),
]


@pytest.mark.parametrize(("query", "missing"), CASES)
def test_a_watch_on_a_source_nobody_has_is_known(query: str, missing: tuple[str, ...]) -> None:
    assert missing_sources(parse(query).node, NAMES) == missing
