"""Which watches hit which texts. A readable table first, then what the index promises."""

import pytest

from alertbot.watches.document import Document
from alertbot.watches.index import Evidence, Index
from alertbot.watches.query import parse
from tests.watches.cases import HITS, MISSES, read


def hits(query: str, text: str, title: str = "") -> bool:
    index = Index()
    index.add("w", parse(query))
    return bool(index.match(Document(title=title, text=text)))


@pytest.mark.parametrize(("query", "title", "text", "why"), read(HITS))
def test_what_people_mean_hits(query: str, title: str, text: str, why: str) -> None:
    assert hits(query, text, title), why


@pytest.mark.parametrize(("query", "title", "text", "why"), read(MISSES))
def test_and_nothing_else_does(query: str, title: str, text: str, why: str) -> None:
    assert not hits(query, text, title), why


ORIGINS = [
    ("source:techcrunch", True),
    ('source:"Tech Crunch"', True),
    ("source:tech", False),
    ("site:techcrunch.com", True),
    ("site:www.techcrunch.com", True),
    ("site:crunch.com", False),
    ("site:com", True),
    ("site:techcrunch", True),
    ("lang:en", True),
    ("lang:en-GB", True),
    ("lang:en-US", False),
    ("lang:fr", False),
    ("mistral lang:en", True),
    ("mistral -lang:en", False),
    ("mistral -site:techcrunch.com", False),
    ("mistral source:reuters", False),
    ("mistral (source:reuters OR site:eu.techcrunch.com)", True),
]


@pytest.mark.parametrize(("query", "hit"), ORIGINS)
def test_where_a_story_comes_from_can_be_asked(query: str, hit: bool) -> None:
    index = Index()
    index.add("w", parse(query))
    document = Document(title="Mistral", source="TechCrunch Europe", host="eu.techcrunch.com", lang="en-GB")
    assert bool(index.match(document)) == hit


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


def test_a_story_of_two_megabytes_is_matched() -> None:
    for text in ("a" * 2_000_000, "a." * 1_000_000, "1," * 1_000_000, "!" * 2_000_000, "\ud800\x00 " * 600_000):
        for query in ("mistral", "mist*", "aa* OR mistral", "title:x OR lang:en OR mistral"):
            assert hits(query, f"{text} Mistral")


def test_identical_queries_are_one_until_the_last_is_gone() -> None:
    index = Index()
    for n, query in enumerate(["a b OR ca*", "ca* OR a b", "ca* OR a b"]):
        index.add(f"w{n}", parse(query))
    assert len(index.match(Document(title="cat"))) == 3
    for n in range(3):
        index.remove(f"w{n}")
        assert len(index.match(Document(title="cat"))) == 2 - n


TOGETHER = [
    ("A datacenter in Lyon.", ["alone", "less"]),
    ("A data center in Lyon.", ["alone", "less"]),
    ("A datacenter, no lease.", ["alone"]),
    ("A datacenter that Open AI runs.", ["alone", "less"]),
    ("A datacenter, a data center: OpenAI.", ["alone", "less", "pair"]),
    ("OpenAI alone.", []),
]


@pytest.mark.parametrize(("text", "hit"), TOGETHER)
def test_queries_that_share_a_word_hit_each_on_its_own(text: str, hit: list[str]) -> None:
    index = Index()
    for watch, query in (
        ("alone", "datacenter"),
        ("less", "datacenter -lease"),
        ("pair", 'datacenter AND ="OpenAI"'),
        ("gone", "datacenter -openai"),
    ):
        index.add(watch, parse(query))
    index.remove("gone")
    assert [match.watch for match in index.match(Document(title="", text=text))] == hit


def test_what_is_left_out_also_counts_when_it_is_written_apart() -> None:
    index = Index()
    index.add("one", parse("lyon -datacenter"))
    index.add("two", parse("lyon"))
    found = index.match(Document(title="", text="A data center in Lyon; Lyon waits."))
    assert [match.watch for match in found] == ["two"]
    assert [(place.start, place.end) for place in found[0].evidence] == [(17, 21), (23, 27)]
