"""The files for deploying name what exists."""

import re
from pathlib import Path

from alertbot.app import ROLES

ROOT = Path(__file__).parents[1]


def test_the_procfile_has_a_line_for_every_role() -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    assert {line.split(":")[0] for line in lines} == set(ROLES)
    assert all(line.endswith(f" -m alertbot run {line.split(':')[0]}") for line in lines)


def test_compose_runs_only_roles_that_exist() -> None:
    text = (ROOT / "docs" / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"command: \[run, (\w+)\]", text))
    assert {"scheduler", "matcher", "notifier", "web"} <= named <= set(ROLES)


def test_every_link_between_the_pages_leads_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
