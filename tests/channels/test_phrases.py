"""Words that every channel uses."""

import pytest

from alertbot.channels.phrases import also
from alertbot.language import language


@pytest.mark.parametrize(
    ("outlets", "said"),
    [
        ("", ""),
        ("A", "also: A"),
        ("ABC", "also: A, B, C"),
        ("ABCD", "also: A, B, C, D"),
        ("ABCDE", "also: A, B, C, +2"),
    ],
)
def test_outlets_are_named_and_the_rest_counted_unless_it_is_one(outlets: str, said: str) -> None:
    assert also(outlets, language("en"), most=3, cut=str) == said
