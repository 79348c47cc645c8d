"""The next of a series is told: columns, market reports, and what is like an event of the day before."""

import pytest

from alertbot.events.series import is_column
from tests.made.verdicts import judged, kinds, told

FERRY = (
    "A passenger ferry carrying 214 people ran aground off Zanzibar on Thursday, and all aboard were saved by "
    "fishing boats, officials said."
)


class TestColumns:
    """Every outlet has its own, and each day another: their headlines name nothing."""

    @pytest.mark.parametrize(
        "title",
        [
            "Morning briefing: what you need to know",
            "Your Thursday morning briefing: five things to know",
            "The week in headlines, March 12, 2026",
            "L'essentiel de l'actualité du jeudi 12 mars",
            "Das Wichtigste am Morgen",
        ],
    )
    def test_that_of_another_outlet_is_told(self, title: str) -> None:
        one = told(1, title, "Good morning. Parliament votes on rents, and rain comes to the north.")
        other = told(2, title, "Good morning. The harbour reopens, and Rovers have a new coach.", source="daily")
        assert kinds(one, other) == ["new", "new"]
        assert kinds(told(1, title), told(2, title, source="daily")) == ["new", "new"]

    @pytest.mark.parametrize(
        "title",
        [
            "Hurricane Milton: what you need to know",
            "Morning briefing: Parliament votes on rents",
            "T - Mobile will carry the BlackBerry Q10",
            "4. 6 - magnitude earthquake shakes Lake County",
            "What is it for?",
            "",
        ],
    )
    def test_a_headline_that_names_something_is_none(self, title: str) -> None:
        assert not is_column(title)

    def test_what_one_mentions_is_told_when_it_comes_by_itself(self) -> None:
        text = f"Parliament passed the rent law. {FERRY} Rain comes to the north."
        ferry = told(2, "Ferry runs aground off Zanzibar", FERRY, source="daily")
        assert kinds(told(1, "Your morning briefing", text), ferry) == ["new", "related"]


class TestMarketReports:
    """One day's is near the next day's, and less than a day before it."""

    FIRST = (
        "U.S. stocks closed higher on Wednesday, with the S&P 500 and the Nasdaq gaining as technology shares "
        "rallied ahead of inflation data. The Dow Jones Industrial Average rose 120 points. Nvidia led gains."
    )
    NEXT = (
        "Wall Street's indexes ended Thursday with gains: the Dow Jones Industrial Average added 310 points, and "
        "the S&P 500 and the Nasdaq followed as U.S. stocks took heart from chip makers and a speech at the Fed."
    )
    FELL = (
        "U.S. stocks ended lower on Thursday, with the S&P 500 and the Nasdaq falling as inflation data came in "
        "hot. The Dow Jones Industrial Average lost 310 points. Tesla and Apple led losses."
    )
    TITLE = "Stock market today: Wall Street closes higher ahead of inflation data"

    def test_the_next_of_the_same_rubric_is_told(self) -> None:
        again = told(23, "Stock market today: Wall Street closes higher on chip makers", self.NEXT)
        _, second = judged([told(1, self.TITLE, self.FIRST), again])
        assert second.normal.kind == "related"
        assert "it tells of Thursday, what was told was of Wednesday" in second.reason

    @pytest.mark.parametrize("text", [FELL, ""], ids=["text", "headline"])
    def test_a_fall_after_a_rise_is_an_update_whoever_tells_of_it(self, text: str) -> None:
        fell = told(23, "Stock market today: Wall Street falls after hot inflation data", text, source="daily")
        assert kinds(told(1, self.TITLE, self.FIRST if text else ""), fell) == ["new", "update"]

    def test_another_outlet_s_words_for_the_same_day_are_one_report(self) -> None:
        other = told(3, "Wall Street ends higher before inflation data", self.FIRST.replace("gaining", "up"))
        assert kinds(told(1, self.TITLE, self.FIRST), other, told(4, other.title, source="daily"))[2] == "joined"

    def test_who_says_that_some_rise_and_others_fall_turns_nothing(self) -> None:
        mixed = told(
            20, "Wall Street closes mixed ahead of inflation data: Nasdaq higher, Dow falls", source="daily"
        )
        assert kinds(told(1, self.TITLE), mixed) == ["new", "joined"]


class TestSilence:
    FIRST = (
        "Google said on Monday it will close its office in Oldport and move 300 engineers to Westhaven, citing "
        "rents. The Mountain View company, a unit of Alphabet, has been in the city since 2008."
    )

    def test_something_else_about_the_same_names_is_no_update(self) -> None:
        text = (
            "Google said on Wednesday it will sell its mapping unit in Oldport to Quantrix for $2 billion. The "
            "Mountain View company, a unit of Alphabet, has run mapping from the city since 2008."
        )
        other = told(40, "Google to sell mapping unit to Quantrix", text, source="daily")
        assert kinds(told(1, "Google to close Oldport office", self.FIRST), other) == ["new", "related"]

    def test_a_development_is_one(self) -> None:
        text = (
            "Google has closed its office in Oldport, a week earlier than planned, and the last engineers moved "
            "to Westhaven. Rents had been the reason, the Mountain View company, a unit of Alphabet, said."
        )
        later = told(40, "Google's Oldport office closes early", text, source="daily")
        assert kinds(told(1, "Google to close Oldport office", self.FIRST), later) == ["new", "update"]
