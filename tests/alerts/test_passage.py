"""The sentence that shows why: the best one, its words marked, at most 240 characters, cut at words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from alertbot.alerts.alert import Passage, Span
from alertbot.alerts.passage import LIMIT, passages
from alertbot.watches.document import Document
from alertbot.watches.index import Index
from alertbot.watches.query import parse


def shown(text: str, *queries: str, most: int = 1) -> tuple[Passage, ...]:
    """The passages of `text` for the watches that hit it."""
    index = Index()
    for query in queries:
        index.add(query, parse(query))
    groups = [
        [Span(start=place.start, end=place.end) for place in match.evidence if place.field == "text"]
        for match in index.match(Document(title="", text=text))
    ]
    return passages(text, groups, most=most)


def marked(passage: Passage) -> list[str]:
    return [passage.text[mark.start : mark.end] for mark in passage.marks]


def test_the_sentence_with_most_of_the_query_is_shown_with_its_words() -> None:
    (passage,) = shown("AI is loved. Europe wants sovereign AI, it says. Others want AI.", "sovereign AI")
    assert passage.text == "Europe wants sovereign AI, it says."
    assert marked(passage) == ["sovereign", "AI"]


def test_words_in_two_sentences_show_both() -> None:
    (passage,) = shown("Nothing here. We are sovereign. AI is next. The end.", "sovereign AI")
    assert passage.text == "We are sovereign. AI is next."


def test_one_sentence_serves_all_watches_that_it_shows() -> None:
    text = "Mistral raised money. Mistral builds a data center near Paris."
    (passage,) = shown(text, '"data center"', "Mistral", most=3)
    assert marked(passage) == ["Mistral", "data center"]


def test_a_long_sentence_is_cut_at_words_around_what_hit() -> None:
    text = " ".join(["before"] * 60) + " Mistral " + " ".join(["behind"] * 60) + "."
    (passage,) = shown(text, "Mistral")
    assert len(passage.text) <= LIMIT
    assert re.fullmatch(r"…(before )+Mistral( behind)+…", passage.text)
    assert marked(passage) == ["Mistral"]


@pytest.mark.parametrize("query", ["数据中心", '"数据中心"'])
def test_a_script_without_blanks_is_cut_on_both_sides_of_what_hit(query: str) -> None:
    (passage,) = shown("前" * 300 + "数据中心" + "后" * 300, query)
    assert 200 < len(passage.text) <= LIMIT
    assert re.fullmatch("…前+数据中心后+…", passage.text)
    assert marked(passage) == ["数据中心"]


def test_an_endless_word_before_what_hit_is_left_out() -> None:
    (passage,) = shown("x" * 500 + " Mistral says", "Mistral")
    assert passage.text == "…Mistral says"


PIECES = some.sampled_from(
    ["Mistral", "a", "word" * 20, ". ", "数据", "👩‍👩‍👧", "e\u0301", "\n", "  ", "\u200b", "AI"]
)


@given(some.lists(PIECES, max_size=80).map(" ".join))
def test_no_passage_is_too_long_and_each_shows_why(text: str) -> None:
    for passage in shown(text, "Mistral", "AI", "数据", most=3):
        assert len(passage.text) <= LIMIT
        assert passage.marks
        assert set(marked(passage)) <= {"Mistral", "AI", "数据"}
