"""The same text is recognised under another headline, cut and re-dated; another text is not."""

import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alertbot.events.copies import ONE_SHARED, WORD, ZONES, Sketch, Zone, sketch
from alertbot.events.copies import _words as words_of

TITLE = ""
TEXT = (
    "The harbour of Oldport was closed on Tuesday after a freighter lost forty containers in a storm, "
    "the port authority said. Divers are looking for the containers, some of which hold paint and batteries, and "
    "fishing boats were told to stay at their moorings. The captain told reporters that the lashings had been "
    "checked twice before the ship left Rotterdam, and that waves of nine metres came from two sides at once. "
    "Insurers expect claims of several million euros, and the mayor has asked the ministry for tugs and cranes."
)


def copied(one: Sketch, other: Sketch) -> bool:
    """As a matcher judges, who has `other` in Redis: nobody looks on when the first shingles are all unknown."""
    known = set(other.shingles)
    found = not known.isdisjoint(one.shingles[:ONE_SHARED])
    return found and one.traits.repeat(other.traits, shared=len(known.intersection(one.shingles)))


@pytest.mark.parametrize("share", [1.0, 0.6, 0.3, 0.15])
@pytest.mark.parametrize("dateline", ["", "LONDON (Reuters) - ", "OLDPORT, March 3 (AP) — ", "BERLIN: "])
def test_a_text_is_recognised_under_any_dateline_and_cut(share: float, dateline: str) -> None:
    words = TEXT.split()
    cut = dateline + " ".join(words[: int(len(words) * share)])
    assert copied(sketch(TITLE, cut, "another"), sketch(TITLE, TEXT, "one"))


@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: f"from word {zone.start}")
def test_one_of_the_first_shingles_is_from_each_part_of_a_text(zone: Zone) -> None:
    words = re.sub(r"[^\w ]", "", TEXT).split()
    other = ["elsewhere"] * zone.start + words[zone.start : zone.end + 2]
    kept = sketch(TITLE, " ".join(other), "one").shingles
    assert not set(kept).isdisjoint(sketch(TITLE, TEXT, "one").shingles[:ONE_SHARED])


def test_a_long_text_is_known_by_the_samples_that_an_earlier_release_kept() -> None:
    long = " ".join([TEXT, *map("".join, itertools.product("bdfghkp", "aeiou", "lmnrst", "aeo"))])
    kept = replace(
        sketch(TITLE, long, "one"),
        shingles=(
            *(23605172768989, 59541967108128, 87281953537072, 7612148415618, 28150837441644, 42857021508571),
            *(2549475897208, 13223045966904, 14073614739654, 17194491885136, 1200198553213, 1317180816976),
        ),
    )
    assert copied(sketch(TITLE, long, "another"), kept)


def test_a_text_with_another_number_in_its_opening_is_no_copy() -> None:
    assert not copied(
        sketch(TITLE, TEXT.replace("forty", "40"), "a"), sketch(TITLE, TEXT.replace("forty", "50"), "b")
    )


def test_when_it_was_written_is_no_number() -> None:
    one, other = (f"Posted March {day}, 2026 10:{day} AM. {TEXT}" for day in (12, 13))
    assert copied(sketch(TITLE, one, "a"), sketch(TITLE, other, "b"))


def test_a_site_repeats_its_own_teaser_but_nobody_elses() -> None:
    teaser = "What you need to know today, collected for you by our newsroom at six in the morning."
    assert not copied(sketch(TITLE, teaser, "one"), sketch(TITLE, teaser, "one"))
    assert copied(sketch(TITLE, teaser, "one"), sketch(TITLE, teaser, "another"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Too few words to say.",
        "We use cookies. Accept all or manage consent and privacy settings. Please enable JavaScript and sign in.",
    ],
)
def test_what_is_no_text_of_its_own_has_no_sketch(text: str) -> None:
    assert not sketch(TITLE, text, "one").shingles


def test_a_long_run_of_capitals_is_read_at_once() -> None:
    assert sketch(TITLE, "A" * 4000, "one").shingles == ()
    assert sketch(TITLE, "AB " * 1300, "one").shingles


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("ab Z’“—é\n1_.ß"))))
def test_words_are_the_same_split_or_searched(text: str) -> None:
    assert words_of(text) == WORD.findall(text)
