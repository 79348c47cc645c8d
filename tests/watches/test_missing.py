"""Why a watch missed: the clause that fails, and what stands instead."""

import pytest

from alertbot.watches.document import Document
from alertbot.watches.missing import missing
from alertbot.watches.query import parse
from alertbot.watches.reading import Story

TITLE = "Mistral raises $830 million"
TEXT = (
    "The money pays for a data hall near Paris. The center of the plan is a lease of land.\n\n"
    "Le chat mistral blows. It tells us of Nvidia chips and of many other things in a sentence about sovereign "
    "and slow grids, and only much later on, after all of those, of AI."
)

CASES = [
    ("nvidia", []),
    ("boeing", [("absent", "boeing", "")]),
    ("mistral boeing", [("absent", "boeing", "")]),
    ('"data center"', [("not-adjacent", '"data center"', "")]),
    ("sovereign AI", [("too-far", "sovereign AI", "")]),
    ("mistral NEAR/3 nvidia", [("too-far", "mistral NEAR/3 nvidia", "")]),
    ("title:nvidia", [("not-headline", "title:nvidia", "Nvidia")]),
    ("title:boeing", [("not-headline", "title:boeing", "")]),
    ("mistral -lease", [("excluded", "lease", "lease")]),
    ("mistral -lease lang:de", [("excluded", "lease", "lease"), ("lang", "lang:de", "en")]),
    ("mistral site:lemonde.fr", [("site", "site:lemonde.fr", "news.example.com")]),
    ("mistral source:reuters", [("source", "source:reuters", "The Example")]),
    ("boeing OR airbus", [("none-of", "boeing OR airbus", "")]),
    ("mistral AND (boeing OR airbus)", [("none-of", "boeing OR airbus", "")]),
    ("US", [("spelling", "US", "us")]),
    ('="Nvidias"', [("spelling", '="Nvidias"', "Nvidia")]),
    ('="Le Chat"', [("spelling", '="Le Chat"', "Le chat")]),
    ("quant*", [("absent", "quant*", "")]),
]


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_a_miss_names_the_clause(query: str, expected: list[tuple[str, str, str]]) -> None:
    story = Story(Document(title=TITLE, text=TEXT, source="The Example", host="news.example.com", lang="en"))
    found = missing(parse(query).node, story, host="news.example.com", source="The Example")
    assert [(each.reason, each.clause, each.instead) for each in found] == expected


SPOKEN = [
    ("Le pont résiste mieux que prévu, disent les ingénieurs.", "", [("recognised", "lang:de", "fr")]),
    ("Le pont résiste mieux que prévu, disent les ingénieurs.", "en", [("lang", "lang:de", "en")]),
    ("Mistral 7B", "", [("lang", "lang:de", "")]),
]


@pytest.mark.parametrize(("text", "stated", "expected"), SPOKEN)
def test_a_miss_says_how_the_language_is_known(
    text: str, stated: str, expected: list[tuple[str, str, str]]
) -> None:
    story = Story(Document(title="", text=text, lang=stated))
    found = missing(parse("lang:de").node, story)
    assert [(miss.reason, miss.clause, miss.instead) for miss in found] == expected
