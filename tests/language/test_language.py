"""The bot's own words in every language: nothing untranslated, nothing broken."""

from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from string import Formatter
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from alertbot.desk.welcome import starters
from alertbot.language import ENGLISH, language, languages
from alertbot.watches.query import parse_watches

KEYWORDS = {"say": None, "sentence": None, "template": None, "line": (2,), "lines": (3, 4), "many": (2, 3)}
OTHERS = [tag for tag in languages() if tag != "en"]


def said() -> set[str | tuple[str, ...]]:
    """Everything the code says, as a catalogue names it."""
    code = [("**.py", "python"), ("surfaces/status/templates/**.html", "jinja2")]
    found = extract_from_dir(str(files("alertbot")), code, keywords=KEYWORDS, comment_tags=())
    return {message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found}


def catalogue(tag: str) -> Any:
    with files("alertbot.language").joinpath(f"{tag}.po").open("rb") as file:
        return read_po(file, locale=tag)


def forms(message: Any) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_there_is_french() -> None:
    assert "fr" in OTHERS


@pytest.mark.parametrize("tag", OTHERS)
def test_a_catalogue_says_all_that_the_code_says_and_nothing_else(tag: str) -> None:
    known = {each.id: each for each in catalogue(tag) if each.id}
    assert known.keys() == said(), "run .ci/messages and translate what is empty"
    assert [each.id for each in known.values() if each.fuzzy or not all(forms(each))] == []


@pytest.mark.parametrize("tag", OTHERS)
def test_a_translation_fills_in_the_same_values(tag: str) -> None:
    for message in catalogue(tag):
        if message.id:
            originals = [message.id] if isinstance(message.id, str) else list(message.id)
            wanted = set().union(*map(braces, originals))
            for form in forms(message):
                assert braces(form) <= wanted, message.id
            assert braces(forms(message)[-1]) == braces(originals[-1]), message.id


@pytest.mark.parametrize("tag", languages())
def test_the_watches_to_begin_with_can_be_watched(tag: str) -> None:
    assert [query.text for each in starters(language(tag)) for query in parse_watches(each)] == list(
        starters(language(tag))
    )


def test_a_region_speaks_its_language_and_an_unknown_one_english() -> None:
    assert language("fr-CA").tag == "fr"
    assert language("FR_be").tag == "fr"
    for tag in ("", "xx", "en-GB", "../../etc"):
        assert language(tag) is ENGLISH


def test_times_are_said_as_people_say_them() -> None:
    now = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
    french = language("fr")
    assert (ENGLISH.age(timedelta(seconds=3)), french.age(timedelta(seconds=3))) == ("just now", "à l’instant")
    assert (ENGLISH.age(timedelta(hours=2)), french.age(timedelta(hours=2))) == ("2 hr ago", "il y a 2\u00a0h")
    assert ENGLISH.moment(now, timezone="Europe/Paris", now=now) == "10:30"
    tomorrow = now + timedelta(days=1)
    assert ENGLISH.moment(tomorrow, timezone="UTC", now=now) == "Fri 13 Mar 09:30"
    assert french.moment(tomorrow, timezone="UTC", now=now) == "ven. 13 mars 09:30"
    assert french.clock(time(8)) == "08:00"
    assert french.city("Europe/London") == "Londres"


def test_plurals_follow_the_language() -> None:
    one, many = "Watching one more thing.", "Watching {count} more things."
    assert ENGLISH.many(0, one, many) == "Watching 0 more things."
    assert language("fr").many(0, one, many) == "Une veille de plus."
    assert language("fr").many(5, one, many) == "5 veilles de plus."
