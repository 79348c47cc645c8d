"""What alerts again because it is new, and what does not because it was told before in other words."""

import pytest

from alertbot.events.developments import signs
from alertbot.events.tolls import tolls
from alertbot.events.verdict import Judged
from tests.made.verdicts import judged, kinds, told

QUAKE = (
    "A magnitude 6.1 earthquake struck eastern Turkey near the city of Elazig on Friday, killing at least {} "
    "people, the interior minister said. Rescue teams were searching collapsed buildings in the town of Sivrice."
)
HEIST = (
    "Thieves broke into the Louvre in Paris on Sunday and took crown jewels from the Apollo gallery, fleeing on "
    "scooters, the minister of culture said. Police are searching for four people."
)


def later(title: str, text: str, *, first: str, first_text: str, hours: int = 20) -> Judged:
    """What is made of a report from another outlet, `hours` after the first."""
    return judged([told(1, first, first_text), told(1 + hours, title, text, source="daily")])[1]


class TestTolls:
    @pytest.mark.parametrize(
        ("title", "counted"),
        [
            ("Death toll in Turkey earthquake rises to 40", {"dead": 40}),
            ("Magnitude 6.1 earthquake kills at least 12 in eastern Turkey", {"dead": 12}),
            ("Twelve dead, 1,200 injured after earthquake of 2026", {"dead": 12, "injured": 1200}),
            ("Bus crash injures 30 and kills two", {"injured": 30, "dead": 2}),
            ("Zahl der Toten in Elazig steigt auf 40", {"dead": 40}),
            ("Séisme en Turquie : le bilan monte à 40 morts", {"dead": 40}),
            ("土耳其地震遇难人数升至40人", {"dead": 40}),
            ("土耳其东部发生6.1级地震 至少12人遇难", {"dead": 12}),
            ("Man kills 16-year-old girl", {}),
            ("Company cuts 40 jobs after 12 months", {}),
        ],
    )
    def test_people_are_counted_whatever_stands_between(self, title: str, counted: dict[str, float]) -> None:
        assert tolls(title) == counted

    def test_one_that_rose_alerts_again(self) -> None:
        update = later(
            "Death toll in Turkey earthquake rises to 40",
            QUAKE.format(40),
            first="Magnitude 6.1 earthquake kills at least 12 in eastern Turkey",
            first_text=QUAKE.format(12),
        )
        assert update.normal.kind == "update"
        assert "40 dead after 12" in update.reason

    def test_one_that_differs_a_little_or_is_behind_does_not(self) -> None:
        titles = (
            "Turkey quake kills 12 in Elazig",
            "14 dead in Elazig quake, Turkey says",
            "Quake in Elazig: 9 dead",
        )
        stories = [told(n, title, QUAKE.format(n), source=f"s{n}") for n, title in enumerate(titles)]
        assert kinds(*stories) == ["new", "joined", "joined"]

    def test_one_that_creeps_alerts_when_it_has_grown_since_the_last_alert(self) -> None:
        stories = [
            told(
                n,
                f"Earthquake in Turkey: {dead} dead in Elazig, rescue goes on",
                f"Report {n}. {QUAKE}",
                source=f"s{n}",
            )
            for n, dead in enumerate((12, 14, 17, 20, 23))
        ]
        assert [kind for kind in kinds(*stories) if kind == "update"] == ["update"] * 2


class TestOutcomes:
    FIRST = "Thieves steal crown jewels from Louvre in Paris"
    ARREST = "Two arrested over theft of Louvre crown jewels in Paris"

    def test_a_first_arrest_hours_later_alerts_again(self) -> None:
        assert later(self.ARREST, "", first=self.FIRST, first_text=HEIST).normal.kind == "update"

    def test_early_on_outlets_only_differ_in_what_they_say(self) -> None:
        assert later(self.ARREST, "", first=self.FIRST, first_text=HEIST, hours=1).normal.kind == "joined"

    def test_nor_is_it_news_when_a_text_had_told_of_it(self) -> None:
        known = f"Police arrested two men. {HEIST}"
        assert later(self.ARREST, "", first=self.FIRST, first_text=known).normal.kind == "joined"

    def test_what_came_before_in_the_course_of_justice_is_known(self) -> None:
        told_of = "Jury convicts man of murder of Anna Lindqvist in Oldport"
        before = "The man charged with the murder of Anna Lindqvist in Oldport"
        assert later(before, "", first=told_of, first_text="").normal.kind == "joined"

    def test_a_copy_that_comes_late_tells_nothing(self) -> None:
        copy = later("Jewels gone from the Louvre", HEIST, first=self.FIRST, first_text=HEIST, hours=30)
        assert copy.normal.kind == "joined"


class TestAmounts:
    def test_another_currency_is_no_change(self) -> None:
        first, text = "Mistral AI raises $830M for data center near Paris", "The money comes from seven banks."
        other = later("Mistral AI raises €720M for data center near Paris", text, first=first, first_text=text)
        assert other.normal.kind != "update"

    def test_nor_is_a_price_of_another_order(self) -> None:
        first = "Alphabet agrees to buy Wiz, a cloud security firm, for $32 billion"
        other = later("Alphabet shares fall below $150 on Wiz cloud security deal", "", first=first, first_text="")
        assert other.normal.kind == "joined"

    def test_a_change_is_told_in_figures_people_read(self) -> None:
        event = judged(
            [told(1, "Mistral raises $830M in debt"), told(2, "Mistral raises $380M in debt", source="b")]
        )
        assert "from 830,000,000 to 380,000,000 USD" in event[1].reason


class TestMarks:
    TITLE = "Mistral AI raises $830M for data center near Paris"

    @pytest.mark.parametrize("mark", ["(corrected)", "[Correction]", "(corrigé)", "(korrigiert)", "(KORR)"])
    def test_one_in_brackets_behind_the_headline_counts_at_the_same_address(self, mark: str) -> None:
        url = "https://wire.example.com/2026/mistral"
        one, mended = told(1, self.TITLE, url=url, guid="g"), told(2, f"{self.TITLE} {mark}", url=url, guid="g")
        assert kinds(one, mended) == ["new", "update"]

    def test_so_does_a_retraction_before_it(self) -> None:
        assert kinds(told(1, self.TITLE), told(2, f"RETRACTED: {self.TITLE}")) == ["new", "update"]

    def test_brackets_that_say_something_else_are_no_mark(self) -> None:
        assert signs(f"{self.TITLE} (video)").mark == ""
