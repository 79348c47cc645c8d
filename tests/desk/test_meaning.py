"""A watch in plain words, in every language."""

import pytest

from alertbot.desk.meaning import meaning, tells_more
from alertbot.language import ENGLISH, language
from alertbot.watches.query import describe, parse

QUERIES = [
    "mistral",
    "sovereign AI",
    '"data center" -lease',
    "a OR b",
    "a NEAR/5 b",
    "title:x",
    "quant*",
    '="Le Chat"',
]


@pytest.mark.parametrize("query", ["Mistral", '"data center"'])
def test_a_word_or_phrase_says_itself(query: str) -> None:
    for tag in ("en", "fr"):
        assert not tells_more(meaning(query, language(tag)), query)
    assert tells_more(meaning(f"{query} AI", ENGLISH), f"{query} AI")


def test_english_is_what_the_query_language_says() -> None:
    assert [meaning(each, ENGLISH) for each in QUERIES] == [describe(parse(each)) for each in QUERIES]


def test_another_language_says_it_in_its_own_words() -> None:
    french = [meaning(each, language("fr")) for each in QUERIES]
    assert french[:3] == [
        "« mistral »",
        "« sovereign » et « AI » en capitales à douze mots au plus l’un de l’autre",
        "« data center », mais pas « lease »",
    ]


def test_a_kept_watch_that_can_no_longer_be_read_means_nothing() -> None:
    assert meaning("Mistral |", ENGLISH) == ""
