"""The next texts of a series: an outlet's same words with other names and numbers, however many there are."""

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
