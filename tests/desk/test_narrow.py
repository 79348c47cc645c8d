"""Ways to narrow a watch that brings too much."""

import pytest

from alertbot.desk.facts import Preview
from alertbot.desk.narrow import refined, refinements


def narrowed(query: str, *splitting: str, spelled: bool = False) -> list[str]:
    preview = Preview(count=21, days=7, splitting=splitting, spelled=spelled)
    return [refined(query, how) for how in refinements(query, preview)]


def test_a_name_of_several_things_is_split_both_ways() -> None:
    assert narrowed("Mistral", "AI", "wind", "ship") == [
        "Mistral AND AI",
        "Mistral -AI",
        "Mistral -wind",
        "title:Mistral",
    ]


def test_a_name_that_is_also_a_plural_is_offered_as_it_is_spelled() -> None:
    assert narrowed("Arm", "chips", spelled=True)[:2] == ['="Arm"', "Arm AND chips"]
    assert '="Arm chips"' not in narrowed("Arm chips", spelled=True)


def test_several_words_are_offered_as_a_phrase() -> None:
    assert narrowed("sovereign AI") == ['"sovereign AI"']


@pytest.mark.parametrize("how", ["-wind", "+AI"])
def test_what_is_added_speaks_of_every_choice(how: str) -> None:
    assert refined("Mistral OR Cohere", how).startswith("(Mistral OR Cohere) ")
