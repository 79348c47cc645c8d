"""What an item says itself."""

import pytest

from alertbot.sources.own_words import own_text, tidy
from tests.made.values import entry


@pytest.mark.parametrize(
    "signature",
    [
        "The post New ferry appeared first on Harbour Herald.",
        "The post New ferry first appeared on Harbour Herald.",
        "L’article Le bac est apparu en premier sur Le Relais.",
        "Der Beitrag Die Fähre erschien zuerst auf Hafenbote.",
        "La entrada El ferri se publicó primero en El Puerto.",
    ],
)
def test_a_signature_below_an_excerpt_is_not_the_item_s(signature: str) -> None:
    assert own_text(f"The ferry sailed.\n\n{signature}", "New ferry", "") == "The ferry sailed."
    assert own_text(f"{signature}\n\nAnd more.", "New ferry", "").startswith(signature)


def test_the_headline_and_the_outlet_again_are_no_text() -> None:
    assert own_text("New ferry Reuters", "New ferry", "Reuters") == ""
    assert own_text("New ferry Reuters", "New ferry", "") == "New ferry Reuters"


def test_a_note_without_a_title_is_headed_by_how_it_begins() -> None:
    assert tidy(entry(title="", text="A note.\n\nIts rest.")) == entry(
        title="A note.", text="A note.\n\nIts rest."
    )
    assert tidy(entry(title="", text="", url="https://u:p@a.example.com/1")) == entry(
        title="https://a.example.com/1", text="", url="https://u:p@a.example.com/1"
    )
    assert tidy(entry(title="", text="", url="")) is None
