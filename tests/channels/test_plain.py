"""How a day's summary reads where there is only text."""

import pytest

from alertbot.channels.plain import plain
from tests.made import digests
from tests.made.golden import assert_golden


@pytest.mark.parametrize(("name", "lang"), [("busy", "en"), ("busy", "fr"), ("quiet", "en"), ("empty", "fr")])
def test_it_says_all_of_it(request: pytest.FixtureRequest, name: str, lang: str) -> None:
    assert_golden(request, f"plain/digest-{name}-{lang}.txt", plain(getattr(digests, name)(lang), most=5000))


@pytest.mark.parametrize("most", [10, 200, 1000, 3000])
def test_what_has_no_room_is_counted_and_nothing_is_torn_apart(most: int) -> None:
    text = plain(digests.two_hundred(), most=most)
    told = text.count("https://news.example.com/event-")
    assert len(text) <= most
    if most > 200:
        assert f"and {200 - told} more" in text
        assert "Held back: 412" in text
