"""The next texts of a series: an outlet's same words with other names and numbers, however many there are."""

import pytest

from tests.made.verdicts import HOUR, kinds, told


def test_each_citys_weather_is_told() -> None:
    def weather(city: str, high: int, low: int, wind: int) -> tuple[str, str]:
        return f"{city} weather forecast for Friday", (
            f"{city} can expect sunny intervals on Friday with a high of {high} degrees and a low of {low}. "
            f"Winds will be from the southwest at {wind} kilometres an hour. Rain is possible in the evening. The "
            "outlook for the weekend is mixed, with showers on Saturday and brighter spells on Sunday."
        )

    cities = [weather("Bristol", 9, 3, 22), weather("Norwich", 7, 1, 30), weather("Dundee", 4, 2, 41)]
    assert kinds(*(told(n, title, text) for n, (title, text) in enumerate(cities))) == [
        "new",
        "related",
        "related",
    ]


def test_each_firms_earnings_are_told() -> None:
    def earnings(firm: str, revenue: str, expected: str, what: str, rise: int) -> tuple[str, str]:
        return f"{firm} beats third-quarter estimates as {what} rises", (
            f"{firm} reported third-quarter revenue of ${revenue} billion on Tuesday, above the ${expected} "
            f"billion analysts had expected, as {what} rose {rise} percent. Profit a share came to ${rise / 10}. "
            "The company raised its outlook for the full year and said it would buy back shares worth $2 billion. "
            "Shares rose in extended trading."
        )

    firms = [
        earnings("Veltrix", "4.12", "4.01", "cloud demand", 14),
        earnings("Ombrel", "7.9", "7.7", "ad spending", 9),
        earnings("Tarsk", "1.31", "1.22", "demand for sensors", 23),
        earnings("Lumeo", "12.4", "12.1", "subscriber growth", 6),
    ]
    assert kinds(*(told(n, title, text) for n, (title, text) in enumerate(firms))) == ["new"] + ["related"] * 3


def test_each_match_of_an_evening_is_told_also_when_two_end_alike() -> None:
    def match(home: str, guests: str, goals: str, scorer: str) -> tuple[str, str]:
        return f"{home} {goals} {guests}", (
            f"{home} beat {guests} {goals} in the Primeira Liga on Saturday night. {scorer} scored the winner "
            "after the break. The visitors had a goal ruled out by the video referee. The result lifts "
            f"{home} to fourth in the table before the break, while {guests} stay in the lower half."
        )

    matches = [
        match("Braga", "Estoril", "2-1", "Ricardo Horta"),
        match("Famalicao", "Casa Pia", "1-0", "Gustavo Sa"),
        match("Moreirense", "Arouca", "2-1", "Alanzinho"),
    ]
    said = kinds(*(told(n, title, text, after=HOUR) for n, (title, text) in enumerate(matches)))
    assert {"new", "related"}.issuperset(said)


class TestOnePatternAroundOtherNames:
    """Headlines that say the same, in much the same words, of what the other report never mentions."""

    EARNINGS = (
        "{} reported quarterly revenue of ${} billion on Thursday, compared with the ${} billion that analysts "
        "expected on average, as {} changed by {} percent. The company kept its forecast for the full year. "
        "Shares moved in extended trading."
    )
    OBITUARY = (
        "{}, the {} known for {}, has died, the family said in a statement on Thursday. The cause was not given. "
        "Tributes came from colleagues and admirers around the world."
    )
    ANOTHER = (
        "{}, the {} known for {}, died on Thursday, a spokeswoman for the family said. The cause was not given."
    )

    def test_earnings_of_two_firms_in_two_outlets(self) -> None:
        one = self.EARNINGS.format("Sable Airlines", "4.12", "4.01", "fuel prices", 14)
        other = self.EARNINGS.format("Ombrel Holdings", "7.9", "7.7", "fuel prices", 9)
        assert kinds(
            told(1, "Sable Airlines beats quarterly revenue estimates", one),
            told(2, "Ombrel Holdings tops quarterly revenue estimates", other, source="daily"),
        ) == ["new", "related"]

    def test_so_are_they_without_a_text(self) -> None:
        assert kinds(
            told(1, "Sable Airlines tops quarterly revenue estimates"),
            told(2, "Gildane tops quarterly revenue estimates", source="daily"),
        ) == ["new", "related"]

    @pytest.mark.parametrize("outlet", ["wire", "daily"])
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("Truro weather: Met Office weekend forecast", "Bath weather: Met Office weekend forecast"),
            ("Norwich weather forecast for the weekend ahead", "Dundee weather forecast for the weekend ahead"),
            ("Copper prices rise on dollar outlook", "Coffee prices slip on supply outlook"),
        ],
    )
    def test_two_towns_or_goods_by_headlines_alone(self, first: str, second: str, outlet: str) -> None:
        assert kinds(told(1, first), told(2, second, source=outlet)) == ["new", "related"]

    def test_two_obituaries(self) -> None:
        one, other = ("Ines Moura", "actress", "a police series"), ("Greta Lind", "actress", "a hospital series")
        title = "{}, {} known for {}, dies at {}"
        assert kinds(
            told(1, title.format(*one, 97), self.OBITUARY.format(*one)),
            told(2, title.format(*other, 97), self.ANOTHER.format(*other), source="daily"),
        ) == ["new", "related"]

    def test_one_firms_earnings_in_two_outlets_are_one_event(self) -> None:
        text = self.EARNINGS.format("Sable Airlines", "4.12", "4.01", "fuel prices", 14)
        again = (
            "Carrier Sable Airlines took in $4.12 billion in the third quarter, more than the $4.01 billion "
            "analysts expected, as fuel prices fell 14 percent, it said on Thursday. Its shares rose."
        )
        assert kinds(
            told(1, "Sable Airlines beats quarterly revenue estimates", text),
            told(2, "Cheaper fuel lifts Sable above quarterly estimates", again, source="daily"),
        ) == ["new", "joined"]

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("Strong earthquake hits eastern Turkey", "Quake hits eastern Turkey"),
            ("Strong earthquake hits eastern Turkey, 12 dead", "Quake hits eastern Turkey, 12 dead"),
            (
                "Zelenskiy urges allies to send Ukraine air defence missiles",
                "Zelensky urges allies to send Ukraine air defence missiles",
            ),
            ("Earthquake kills at least 12 in eastern Turkey", "Quake kills at least 12 in eastern Turkey"),
            ("Acme beats quarterly revenue estimates", "Chipmaker Acme tops quarterly revenue estimates"),
        ],
    )
    def test_another_word_for_what_is_named_is_one_event(self, first: str, second: str) -> None:
        assert kinds(told(1, first), told(2, second, source="daily")) == ["new", "joined"]

    def test_a_text_that_knows_the_other_name_makes_it_one_event(self) -> None:
        text = (
            "Ostara Health, whose chief owns Gildane, reported quarterly revenue of $4.12 billion on Thursday, "
            "more than the $4.01 billion that analysts expected on average. Shares of both moved in late trading."
        )
        other = text.replace("Ostara Health, whose chief owns Gildane,", "Gildane, the owner of Ostara Health,")
        assert kinds(
            told(1, "Ostara Health beats quarterly revenue estimates", text),
            told(2, "Gildane tops quarterly revenue estimates", f"{other} It was a good year.", source="daily"),
        ) == ["new", "joined"]
