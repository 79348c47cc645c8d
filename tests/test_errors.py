"""An error says one sentence, in English by itself and in the reader's language where that is known."""

import pickle

import pytest

from alertbot.errors import AlertbotError, QueryError, SourceError, sentence
from alertbot.language import ENGLISH, language
from alertbot.watches.query import parse


def test_a_sentence_holds_another_and_is_told_whole_in_each_language() -> None:
    mend = sentence("something must follow {sign}", sign="AND")
    said = sentence('I could not read "{query}": {mend}', query="{x} AND", mend=mend)
    assert str(said) == ENGLISH.tell(said) == 'I could not read "{x} AND": something must follow AND'
    assert language("fr").tell(said) == "Je n’ai pas pu lire « {x} AND » : il faut quelque chose après AND"


def test_an_error_of_plain_words_says_them_whatever_they_hold() -> None:
    error = AlertbotError("{braces} stay")
    assert str(error) == language("fr").tell(error.sentence) == "{braces} stay"


def test_a_sentence_travels_between_processes() -> None:
    error = SourceError(sentence("{url} is not a feed", url="https://e.org"), kind="not-a-feed")
    again = pickle.loads(pickle.dumps(error.sentence))
    assert language("fr").tell(again) == "https://e.org n’est pas un flux"


FAULTS = ("(a", "a)", "-a", "NEAR/x b", "a NEAR/0 b", "headline:a", "site:x/y", "lang:?", "a*b", "lang:en lang:fr")


@pytest.mark.parametrize("text", FAULTS)
def test_every_fault_of_a_watch_is_french_for_a_french_reader(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    said = language("fr").tell(caught.value.sentence)
    assert said.startswith("Je n’ai pas pu lire « ")
    assert str(caught.value).partition(": ")[2] not in said
