"""The locked requirements: what pip asks of them in a fresh environment, with hashes."""

import re
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCK = re.compile(r"^([\w.-]+)(?:\[([\w,-]+)\])?==", re.MULTILINE)
ASKED = re.compile(r"^([\w.-]+)\s*\[([\w,.-]+)\]")


def locked(name: str) -> dict[str, set[str]]:
    """The packages of a lock, each with its extras as they are written."""
    found = LOCK.findall((ROOT / name).read_text(encoding="utf-8"))
    return {_plain(package): set(filter(None, extras.split(","))) for package, extras in found}


def _plain(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def asked(packages: set[str]) -> set[tuple[str, str]]:
    """The extras that installed `packages` always ask of others."""
    needs = [
        need
        for each in distributions()
        if _plain(each.name) in packages
        for need in each.requires or ()
        if "extra ==" not in need
    ]
    wanted = [found.groups() for need in needs if (found := ASKED.match(need))]
    return {(_plain(package), extra) for package, extras in wanted for extra in extras.split(",")}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_names_the_extras_that_its_packages_ask_for(name: str) -> None:
    # Without them pip takes the newest release for `coverage[toml]`, and fails on it for want of a hash.
    lock = locked(name)
    needed = asked(set(lock))
    assert ("lxml", "html_clean") in needed
    assert {(package, extra) for package, extra in needed if extra not in lock.get(package, ())} == set()
