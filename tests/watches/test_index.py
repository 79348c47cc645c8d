"""Which watches hit which texts. A readable table first, then what the index promises."""

import pytest

from alertbot.watches.document import Document
from alertbot.watches.index import Evidence, Index
from alertbot.watches.query import parse

HITS = [
    ("mistral", "Mistral raises money", "case is folded"),
    ("Mistral", "MISTRAL RAISES MONEY", "case is folded both ways"),
    ("mistral", "Mistral's new plant", "a possessive is the word"),
    ("mistral", "Mistral’s new plant", "also with a curly apostrophe"),
    ("center", "two new centers", "a plural is the word"),
    ("company", "three companies", "also an -ies plural"),
    ("cafe", "le café du port", "accents are folded"),
    ("café", "the cafe downstairs", "both ways"),
    ('"data center"', "a data center near Paris", "a phrase"),
    ('"data center"', "data centers near Paris", "a phrase is folded too"),
    ('"data center"', "a data-center near Paris", "a hyphen joins two words"),
    ('"data center"', "a datacenter near Paris", "so does nothing"),
    ('"data center"', "a data centre near Paris", "British spelling"),
    ("“data center”", "a data center near Paris", "curly quotes quote"),
    ("OpenAI", "OpenAI said", "a word with capitals inside is a word"),
    ("AI", "an AI company", "a short acronym in capitals"),
    ("AI", "the A.I. boom", "also with dots"),
    ("US", "the U.S. economy", "also at a sentence's start"),
    ("NATO", "Nato said on Monday", "a longer acronym needs only its first capital"),
    ("sovereign AI", "AI that is sovereign", "terms side by side stand in any order"),
    ("sovereign AI", "sovereign alternatives in the AI ecosystem", "and near one another"),
    ('"data center" Paris', "Paris gets a data center", "phrases are terms too"),
    ("1,000", "about 1,000 people", "a comma inside a number is no separator"),
    ("数据", "数据 中心", "a word of another script"),
]

MISSES = [
    ("Boeing", "the BoE raised rates", "no aggressive stemming"),
    ("nation", "a national concern", "no aggressive stemming"),
    ("AI", "j'ai vu", "a short acronym needs its capitals"),
    ("US", "tell us more", "a short acronym needs its capitals"),
    ("WHO", "who said that", "a short acronym needs its capitals"),
    ("NATO", "nato", "a longer acronym needs its first capital"),
    ("AI", "OpenAI said", "a joined form matches only as a whole"),
    ('"data center"', "the data. Center stage", "a phrase ends with its sentence"),
    ('"data center"', "center data", "a phrase has an order"),
    ('"data center"', "data from the center", "a phrase is adjacent"),
    ("sovereign AI", "sovereign funds.\nThe AI industry", "near one another ends with the paragraph"),
    (
        "sovereign AI",
        "sovereign one two three four five six seven eight nine ten eleven AI",
        "twelve words are the span, thirteen are not",
    ),
    ("cat", "a concatenation", "words are whole"),
]


def hits(query: str, text: str, title: str = "") -> bool:
    index = Index()
    index.add("w", parse(query))
    return bool(index.match(Document(title=title, text=text)))


@pytest.mark.parametrize(("query", "text", "why"), HITS)
def test_what_people_mean_hits(query: str, text: str, why: str) -> None:
    assert hits(query, text), why


@pytest.mark.parametrize(("query", "text", "why"), MISSES)
def test_and_nothing_else_does(query: str, text: str, why: str) -> None:
    assert not hits(query, text), why


def test_twelve_words_are_near_enough() -> None:
    assert hits("sovereign AI", "sovereign one two three four five six seven eight nine ten AI")


def test_title_and_text_never_join() -> None:
    assert not hits("sovereign AI", text="AI", title="sovereign")


def test_evidence_points_into_the_original_text() -> None:
    index = Index()
    index.add("w", parse('"data center"'))
    title, text = "Un “data-center”", "Café: the data\u00a0centres’ future"
    (match,) = index.match(Document(title=title, text=text))
    shown = [
        (place.field, {"title": title, "text": text}[place.field][place.start : place.end])
        for place in match.evidence
    ]
    assert shown == [("title", "data-center"), ("text", "data\u00a0centres")]


def test_the_closest_place_is_the_evidence() -> None:
    index = Index()
    index.add("w", parse("sovereign AI"))
    text = "AI one two three sovereign funds. Later, sovereign AI."
    (match,) = index.match(Document(title="", text=text))
    assert [text[place.start : place.end] for place in match.evidence] == ["sovereign", "AI"]
    assert match.evidence[0].start > text.index("Later")


def test_matches_are_ordered_and_say_which_watch() -> None:
    index = Index()
    for watch, query in [("b", "paris"), ("a", "mistral"), ("c", "london")]:
        index.add(watch, parse(query))
    assert [match.watch for match in index.match(Document(title="Mistral in Paris", text=""))] == ["a", "b"]


def test_a_removed_watch_is_silent_and_a_changed_one_is_the_new_one() -> None:
    index = Index()
    index.add("w", parse("mistral"))
    index.add("w", parse("paris"))
    assert not index.match(Document(title="mistral", text=""))
    assert index.match(Document(title="paris", text=""))
    index.remove("w")
    index.remove("never there")
    assert not index.match(Document(title="paris", text=""))
    assert len(index) == 0


def test_a_story_of_one_repeated_word_is_matched_in_bounded_evidence() -> None:
    index = Index()
    index.add("w", parse("data center"))
    (match,) = index.match(Document(title="", text="data center " * 50_000))
    assert match.evidence[0] == Evidence(field="text", start=0, end=4)
    assert len(match.evidence) <= 40
