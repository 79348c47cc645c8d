"""The faults of the code, of docs/check.md, and those that tests plant are the same ones."""

import re
from pathlib import Path

from alertbot.doctor.catalogue import CATALOGUE, ROOMS

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent


def test_every_name_is_there_once() -> None:
    names = [fault.name for fault in CATALOGUE]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)


def test_the_page_lists_what_the_code_finds_word_for_word() -> None:
    page = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert rows == [f"| `{each.name}` | {each.state} | {each.means} | {each.mend} |" for each in CATALOGUE]


def test_every_module_that_finds_faults_is_in_the_catalogue() -> None:
    folder = ROOT / "alertbot" / "doctor"
    finding = {path.stem for path in folder.glob("*.py") if "\nFAULTS = " in path.read_text(encoding="utf-8")}
    assert {room.__name__.rpartition(".")[2] for room in ROOMS} == finding


def test_every_fault_is_planted_by_a_test() -> None:
    tests = [path for path in HERE.glob("test_*.py") if path != Path(__file__)]
    planted = set(
        re.findall(r'"([a-z]+(?:-[a-z]+)*)"', "".join(path.read_text(encoding="utf-8") for path in tests))
    )
    assert {fault.name for fault in CATALOGUE} - planted == set()
