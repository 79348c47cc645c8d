"""What became of somebody is news again, in four languages; the first reports of an event are one."""

import pytest

from alertbot.events.developments import signs
from tests.made.verdicts import HOUR, kinds, told

SEQUELS = [
    (
        "Lufthansa pilots begin two-day strike over pensions",
        "Lufthansa strike ends with a deal on pensions",
        "Pilots of Lufthansa in Frankfurt and Munich, pensions and the union Vereinigung Cockpit: 800 flights.",
    ),
    (
        "Girl, 6, missing in forest near Arvika",
        "Missing girl, 6, found alive near Arvika",
        "Police and volunteers in the forest near Arvika in western Sweden, where Elsa was picking lingonberries.",
    ),
    (
        "Maradi and Tessaoua agree ceasefire in Oslo",
        "Ceasefire of Maradi and Tessaoua collapses",
        "Maradi and Tessaoua, the talks in Oslo and the shells that fell along the Komadu river for six weeks.",
    ),
    (
        "Lausvik : le maire Nygaard soupçonné de corruption",
        "Corruption : le maire de Lausvik, Nygaard, interpellé",
        "Anders Nygaard, maire de Lausvik, des permis de construire et une enquête du parquet pour corruption.",
    ),
    (
        "Pipeline-Projekt Nordtrasse steht vor der Entscheidung",
        "Bundesrat: Pipeline-Projekt Nordtrasse genehmigt",
        "Das Pipeline-Projekt Nordtrasse von Emden nach Kassel kostet Milliarden und quert die Lüneburger Heide.",
    ),
    (
        "El ministro Robledo, bajo presión por los contratos de Coquimbo",
        "Dimite el ministro Robledo por los contratos de Coquimbo",
        "El ministro Robledo y los contratos de agua de Coquimbo que investiga la fiscalía de La Serena.",
    ),
]


@pytest.mark.parametrize(("before", "after", "text"), SEQUELS, ids=[after for _, after, _ in SEQUELS])
def test_what_became_of_it_is_told_hours_later(before: str, after: str, text: str) -> None:
    first, later = told(1, before, text), told(2, after, text, source="daily", after=4 * HOUR)
    assert kinds(first, later) == ["new", "update"]


@pytest.mark.parametrize(
    "after", ["Ferry crashes into reef off Zanzibar", "All found safe as ferry hits Zanzibar reef"]
)
def test_first_reports_speak_in_many_ways_of_one_event(after: str) -> None:
    first = told(1, "Ferry with 214 aboard runs aground off Zanzibar reef, police arrest captain")
    assert kinds(first, told(2, after, source="daily", after=HOUR / 2))[1] == "joined"


@pytest.mark.parametrize(
    ("title", "amount"),
    [
        ("Bahn investiert 4,2 Milliarden Euro in Stellwerke", ("EUR", 4.2e9)),
        ("4,2 Mrd. Euro für die Stellwerke", ("EUR", 4.2e9)),
        ("Iberdrola invierte 1.200 millones de euros", ("EUR", 1.2e9)),
        ("El banco paga 3,1 mil millones de dólares", ("USD", 3.1e9)),
        ("Airbus achète pour 3,1 Mds€ de moteurs", ("EUR", 3.1e9)),
        ("Quorra lève 830 M€", ("EUR", 8.3e8)),
        ("Die Miete steigt um 2,5 Prozent", ("%", 2.5)),
        ("Das Rad kostet 12.500 Euro", ("EUR", 12500.0)),
        ("Firm raises $1.234 billion", ("USD", 1.234e9)),
        ("Firm raises $1,234 million", ("USD", 1.234e9)),
    ],
)
def test_amounts_are_read_as_most_of_europe_writes_them_too(title: str, amount: tuple[str, float]) -> None:
    ((unit, value),) = signs(title).amounts
    assert (unit, value) == (amount[0], pytest.approx(amount[1]))


@pytest.mark.parametrize("title", ["Numbers drawn: 7, 18, 22", "Braga 2-1 Estoril", "v2.14.0 released"])
def test_what_counts_nothing_is_no_amount(title: str) -> None:
    assert not signs(title).amounts


def test_a_changed_amount_with_a_decimal_comma_is_told() -> None:
    text = (
        "Die Deutsche Bahn investiert bis 2030 in digitale Stellwerke, wie Vorstandschefin Palla in Berlin sagte."
    )
    first = told(1, "Bahn investiert 4,2 Milliarden Euro in Stellwerke", text)
    changed = told(2, "Bahn investiert 2,4 Milliarden Euro in Stellwerke", text, source="daily")
    assert kinds(first, changed)[1] in ("update", "related")
