"""The process that runs the pages' commands."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import ROOT


@pytest.fixture(scope="session")
def zygote() -> Iterator[Path]:
    """The socket of a server that runs `alertbot` commands without their start."""
    with tempfile.TemporaryDirectory(prefix="ab") as folder:
        path = Path(folder) / "s"
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/docs/zygote.py"), str(path)],
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield path
        process.terminate()
        process.wait()
        process.stdout.close()
