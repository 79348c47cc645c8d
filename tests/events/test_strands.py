"""A second event that was folded into the first one is told when two reports agree on it."""

from collections import defaultdict

from alertbot.events.strands import MOST_STRANDS, SHAPING, Strand, agreeing, weave
from tests.made.verdicts import judged, told

COMMON_GROUND = dict.fromkeys(range(5), 1.0)
FIRST = COMMON_GROUND | dict.fromkeys(range(100, 115), 1.0)
OTHER = COMMON_GROUND | dict.fromkeys(range(200, 215), 1.0)
OTHER_TOO = COMMON_GROUND | dict.fromkeys(range(203, 218), 1.0)
BETWEEN = COMMON_GROUND | dict.fromkeys(range(100, 105), 1.0) | dict.fromkeys(range(200, 213), 1.0)

ESCORTED = (
    "Teralian sailors caught 23 pirates in the Gulf of Sorn on Saturday after the freighter Gibe called "
    "for help, the navy said. The destroyer Mystral sent a helicopter, and two boats with rifles and "
    "ladders were seized."
)
ESCORTED_TOO = (
    "The destroyer Mystral of the Teralian navy seized two boats and 23 pirates in the Gulf of Sorn on "
    "Saturday. The freighter Gibe had called for help, and a helicopter came in time, the navy said."
)
BOARDED = (
    "The patrol ship Sukano stopped 26 pirates in the Gulf of Sorn on Thursday. Five skiffs had rushed at "
    "a convoy of tankers near Port Amaral, Commander Ruiz said, and 1,300 rounds, 12 magazines and 32 "
    "barrels of fuel were confiscated. The prisoners go to Marzan."
)
BOARDED_TOO = (
    "Commander Ruiz of the Teralian navy said that five skiffs rushed at a convoy of tankers near Port "
    "Amaral. The Sukano fired warning shots on Thursday; 26 pirates, 32 barrels of fuel, 12 magazines and "
    "1,300 rounds were found and all prisoners brought to Marzan."
)


SAME = defaultdict[int, float](lambda: 1.0)


def strands(*reports: tuple[dict[int, float], bool]) -> list[Strand]:
    woven: list[Strand] = []
    for terms, alerted in reports:
        weave(woven, terms, told=alerted, rarity=SAME)
    return woven


class TestAgreeing:
    def test_one_odd_report_is_not_enough(self) -> None:
        assert agreeing(strands((FIRST, True)), OTHER, SAME) == 0

    def test_a_second_report_that_agrees_with_it_is(self) -> None:
        assert agreeing(strands((FIRST, True), (OTHER, False)), OTHER_TOO, SAME) == 2

    def test_once_it_was_told_it_is_known(self) -> None:
        assert agreeing(strands((FIRST, True), (OTHER, False), (OTHER_TOO, True)), OTHER, SAME) == 0

    def test_a_report_near_to_what_was_told_is_no_news(self) -> None:
        assert agreeing(strands((FIRST, True), (OTHER, False)), BETWEEN, SAME) == 0

    def test_nothing_agrees_where_nothing_was_said(self) -> None:
        assert agreeing([], OTHER, SAME) == agreeing(strands((FIRST, True), (OTHER, False)), {}, SAME) == 0


class TestBounds:
    def test_the_smallest_of_too_many_strands_goes(self) -> None:
        odd = [(dict.fromkeys(range(n * 50, n * 50 + 20), 1.0), False) for n in range(5, 5 + 2 * MOST_STRANDS)]
        woven = strands((FIRST, True), (FIRST, True), *odd)
        assert len(woven) == MOST_STRANDS
        assert woven[0].sums.keys() == FIRST.keys()

    def test_a_strand_takes_up_the_words_of_its_first_reports_only(self) -> None:
        (strand,) = strands(*[(FIRST | {1000 + n: 0.1}, True) for n in range(2 * SHAPING)])
        assert (strand.stories, 1000 + SHAPING in strand.sums) == (2 * SHAPING, False)


class TestJudged:
    def test_the_second_report_of_an_event_that_was_folded_by_mistake_alerts(self) -> None:
        reports = (
            ("Teralian navy catches pirates in the Gulf of Sorn", ESCORTED),
            ("Pirates seized by destroyer in the Gulf of Sorn", ESCORTED_TOO),
            ("Teralian navy catches pirates in Gulf of Sorn again", BOARDED),
            ("Convoy saved from pirates in the Gulf of Sorn", BOARDED_TOO),
            ("Teralian patrol ship Sukano saves convoy of tankers from pirates", BOARDED),
        )
        verdicts = judged(told(n, title, text, source=f"outlet{n}") for n, (title, text) in enumerate(reports))
        assert [each.normal.kind for each in verdicts] == ["new", "joined", "joined", "update", "joined"]
        assert verdicts[3].reason.startswith("2 reports agree on what no alert told; ")
