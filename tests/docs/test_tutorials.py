"""What the developers' pages say to write is written, what they say to change is changed, and it works."""

import asyncio
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Block, answers, blocks, commands

PAGES = (ROOT / "docs" / "add-a-channel.md", ROOT / "docs" / "add-a-source-kind.md")
NAMED = re.compile(r"(?:# |<!-- )(?P<path>[\w./-]+)(?: -->)?\n")
SKIPPED = shutil.ignore_patterns("__pycache__", "golden")


def follow(block: Block, project: Path) -> None:
    """Writes the file a block begins with the name of, or makes its change."""
    if block.language == "diff":
        head, *lines = block.text.splitlines()
        path = project / head.removeprefix("--- ")
        old = "\n".join(line[1:] for line in lines if line[0] in " -")
        new = "\n".join(line[1:] for line in lines if line[0] in " +")
        text = path.read_text("utf-8")
        assert text.count(f"{old}\n") == 1, f"{block.page}:{block.line}: {path.name} has other lines by now"
        path.write_text(text.replace(old, new), "utf-8")
    elif block.language in ("python", "xml", "toml"):
        named = NAMED.match(block.text)
        assert named, f"{block.page}:{block.line}: which file is this?"
        start = 0 if block.language == "python" else named.end()
        (project / named["path"]).write_text(block.text[start:] + "\n", "utf-8")


async def run(command: str, project: Path) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *("bash", "-c", command),
        cwd=project,
        env={
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "PYTHONPATH": str(project),
            "PYTHONDONTWRITEBYTECODE": "1",
            "ALERTBOT_DATA_DIR": str(project / "data"),
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(150):
        out, _ = await process.communicate()
    return process.returncode or 0, out.decode()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
async def test_a_tutorial_works_as_it_is_written(page: Path, tmp_path: Path) -> None:
    for name in ("alertbot", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=SKIPPED)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "config").mkdir()
    for block in blocks(page):
        follow(block, tmp_path)
    for command in commands(page):
        status, out = await run(command.text, tmp_path)
        assert status == 0, f"{command}\n{out}"
        assert command.answer is None or answers(out, command.answer), f"{command}\n{out}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
async def test_a_tutorial_s_code_is_as_tidy_as_ours(page: Path, tmp_path: Path) -> None:
    for block in blocks(page):
        if block.language == "python":
            path = tmp_path / Path(block.text.splitlines()[0].removeprefix("# ")).name
            path.write_text(block.text + "\n", "utf-8")
    options = ("check", "--config", str(ROOT / "pyproject.toml"), "--ignore", "S101", str(tmp_path))
    ruff = Path(sys.executable).parent / "ruff"
    process = await asyncio.create_subprocess_exec(ruff, *options, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert process.returncode == 0, out.decode()
