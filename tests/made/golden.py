"""Expected output kept in files: it changes only with `pytest --write-goldens`, and is reviewed as a diff."""

from pathlib import Path

import pytest

GOLDENS = Path(__file__).parent.parent / "golden"


def assert_golden(request: pytest.FixtureRequest, name: str, actual: str) -> None:
    """`actual` is what `tests/golden/<name>` holds; with the flag it becomes that."""
    path = GOLDENS / name
    if request.config.getoption("--write-goldens"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(actual, encoding="utf-8", newline="")
    assert path.is_file(), f"{path} is missing; pytest --write-goldens writes it"
    assert actual == path.read_bytes().decode()
