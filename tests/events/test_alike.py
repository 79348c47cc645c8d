"""Two events of one kind, and two reports of one event: what tells them apart."""

from datetime import timedelta

import pytest

from alertbot.events.wording import HEADLINE_NUMBER_WEIGHT, NUMBER_WEIGHT, Wording, term, wording
from tests.made.verdicts import DAY, HOUR, judged, told

FIRST_QUAKE = (
    "A magnitude 7.6 earthquake struck the coast of Teralia on Sunday, killing 4 people and injuring 120, the "
    "disaster agency said. The quake at a depth of 35 km sent small waves to the harbour of Oldport."
)
SAME_QUAKE = (
    "Four people died when a quake of magnitude 7.6 hit Teralia on Sunday. Some 120 were injured and waves of a "
    "metre came to Oldport, officials said. The quake was 35 km deep."
)
OTHER_QUAKE = (
    "At least 24 people were killed and 210 injured when a magnitude 6.1 earthquake struck the Hillshire province "
    "of Teralia on Tuesday. A mosque collapsed and soldiers are digging for 14 children in the rubble."
)
LONG_HEADLINE = (
    "A surgeon who fled the burning clinic of Oldport on Friday was found in a hut near the northern border, "
    "three days after police began to search the forests of Hillshire for him"
)


def families(*texts: str) -> list[str]:
    stories = [
        told(n, title, text, source=f"outlet{n}")
        for n, (title, _, text) in enumerate(each.partition(" | ") for each in texts)
    ]
    return [each.broad.event for each in judged(stories)]


def weight(wording: Wording, stem: str) -> float:
    return wording.terms[term(stem)]


class TestLookAlikes:
    def test_another_quake_in_a_country_is_another_event_even_broadly(self) -> None:
        first, other = families(
            f"Earthquake strikes Teralia, killing 4 | {FIRST_QUAKE}",
            f"Magnitude 6.1 earthquake kills 24 in Teralia | {OTHER_QUAKE}",
        )
        assert first != other

    def test_the_same_quake_in_other_words_is_the_same_event(self) -> None:
        first, same = families(
            f"Earthquake strikes Teralia, killing 4 | {FIRST_QUAKE}",
            f"Houses fall as quake shakes Teralia | {SAME_QUAKE}",
        )
        assert first == same


class TestBursts:
    @pytest.mark.parametrize(("after", "one_event"), [(HOUR / 6, True), (DAY, False)])
    def test_headlines_fold_broadly_while_news_of_the_event_comes_in(
        self, after: timedelta, *, one_event: bool
    ) -> None:
        first, next_one = judged(
            [
                told(0, "Bank of Teralia holds rates", after=after),
                told(1, "Teralian bank holds its breath before winter", source="daily", after=after),
            ]
        )
        assert (first.broad.event == next_one.broad.event) is one_event


class TestNumbers:
    def test_those_of_a_text_weigh_as_much_as_names(self) -> None:
        said = wording("Earthquake strikes Teralia", FIRST_QUAKE)
        assert weight(said, "120") == NUMBER_WEIGHT > weight(said, "coast")

    def test_those_of_a_headline_alone_weigh_less_than_words(self) -> None:
        said = wording("17 tips for better sleep this winter", "")
        assert weight(said, "17") == HEADLINE_NUMBER_WEIGHT < weight(said, "tip")


class TestRichness:
    def test_a_short_text_under_a_long_headline_is_enough_to_go_by(self) -> None:
        assert wording(LONG_HEADLINE, f"{LONG_HEADLINE}. He is well.").rich

    def test_a_text_that_only_repeats_a_short_headline_is_not(self) -> None:
        assert not wording("Oldport clinic burns down", "Oldport clinic burns down.").rich

    def test_nor_are_many_words_without_a_text(self) -> None:
        assert not wording(LONG_HEADLINE, "").rich
