"""Candidates come from rare terms, in bounded time, and what is forgotten is found no more."""

from hypothesis import given
from hypothesis import strategies as st

from alertbot.events.postings import LONGEST, MOST_READ, Postings

LOOKALIKE = st.sampled_from([0, 1, 256, 257, 65_536, 16_777_216, 16_777_217, 0x01010101])
"""Numbers of which two in a row hold others across their middle."""


def test_the_event_that_shares_most_comes_first() -> None:
    postings = Postings()
    for term, event in ((1, 10), (2, 10), (2, 11), (3, 12)):
        postings.add(term, event)
    assert postings.candidates({1: 0.5, 2: 0.3, 4: 9.0}, 2) == [10, 11]


def test_a_rare_term_is_read_before_a_common_one() -> None:
    postings = Postings()
    for event in range(MOST_READ):
        postings.add(1, event)
    postings.add(2, 99_999)
    assert postings.candidates({1: 1.0, 2: 0.1}, MOST_READ)[-1] == 99_999
    assert len(postings.candidates({1: 1.0, 2: 0.1}, 10 * MOST_READ)) == MOST_READ


def test_of_a_term_that_everybody_uses_only_the_latest_events_are_kept() -> None:
    postings = Postings()
    for event in range(5 * LONGEST):
        postings.add(1, event)
    assert set(postings.candidates({1: 1.0}, 5 * LONGEST)) == set(range(5 * LONGEST - MOST_READ, 5 * LONGEST))


def test_a_forgotten_event_is_found_no_more() -> None:
    postings = Postings()
    postings.add(1, 10)
    postings.add(1, 11)
    postings.add(2, 10)
    postings.drop([1, 2, 3], 10)
    assert postings.candidates({1: 1.0, 2: 1.0}, 5) == [11]
    assert len(postings) == 1


@given(st.lists(LOOKALIKE, unique=True), LOOKALIKE)
def test_just_the_event_that_is_forgotten_goes(events: list[int], forgotten: int) -> None:
    postings = Postings()
    for event in events:
        postings.add(1, event)
    postings.drop([1], forgotten)
    assert set(postings.candidates({1: 1.0}, 20)) == set(events) - {forgotten}
    assert len(postings) == bool(set(events) - {forgotten})
