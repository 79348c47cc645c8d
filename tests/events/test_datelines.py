"""Where and when a text was written says nothing about what it tells."""

import pytest

from alertbot.events.datelines import undated
from tests.made.verdicts import HOUR, kinds, told

BEFORE = [
    "NEW YORK, Nov. 27, 2026 /PRNewswire/ -- ",
    "NEW YORK, Nov. 27, 2026 (GLOBE NEWSWIRE) -- ",
    "PARIS, Nov 27 (Reuters) - ",
    "Paris, 27 nov 2026 (AFP) - ",
    "Madrid, 27 nov (EFE).- ",
    "Berlin (dpa) - ",
    "TOKYO, Nov. 27, Kyodo - ",
    "LISBON, Portugal (AP) — ",
    "WASHINGTON: ",
    "Nov 27 (Reuters) - ",
    "Friday, November 27, 2026 at 10:15 a.m. EST. ",
    "Published on November 27, 2026 | ",
    "Publié le 27 novembre 2026 à 10h15 - ",
    "Freitag, 27. November 2026, 10:15 Uhr - ",
    "Updated Nov. 27, 2026 OSLO (AP) - ",
]
RELEASES = [
    (
        "Zenlo names Ana Prior CFO",
        "Zenlo, a maker of valves, today named Ana Prior chief financial officer with effect from January, when "
        "Tom Hale retires after nineteen years with the company. Prior comes from Kessler.",
    ),
    (
        "Kubrick Foods recalls oat biscuits",
        "Kubrick Foods today recalled two batches of oat biscuits because of undeclared milk, which may harm "
        "people with an allergy, after a complaint from a customer in Ohio. They get their money back.",
    ),
    (
        "Ilex Software launches payroll assistant",
        "Ilex Software today launched an assistant for payroll departments that finds errors before salaries are "
        "paid. It is free for customers with fewer than fifty employees. Ilex serves 22,000 firms.",
    ),
]


@pytest.mark.parametrize("before", BEFORE)
def test_it_is_taken_off(before: str) -> None:
    assert undated(f"{before}Zenlo, a maker of valves, said so.") == "Zenlo, a maker of valves, said so."


@pytest.mark.parametrize(
    "text",
    [
        "A strike in Lisbon - the third - goes on.",
        "The war - in its third year - goes on.",
        "Mistral AI raises 830 million dollars.",
        "May 12 was a warm day.",
        "27 people were hurt.",
        "",
    ],
)
def test_a_sentence_stays(text: str) -> None:
    assert undated(text) == text


@pytest.mark.parametrize(
    "text", ["A" * 5000, "NEW YORK, " * 500, "Nov 1 " * 900, "published " * 500, "((((" * 999]
)
def test_what_only_begins_like_one_stays_too(text: str) -> None:
    assert text.endswith(undated(text)[-1000:])
    assert len(undated(text)) > len(text) - 200


@pytest.mark.parametrize("before", [*BEFORE[:8], *BEFORE[10:]])
def test_texts_of_one_day_and_city_are_told_apart(before: str) -> None:
    stories = [told(n, title, f"{before}{text}", after=HOUR / 4) for n, (title, text) in enumerate(RELEASES)]
    assert kinds(*stories) == ["new"] * 3
