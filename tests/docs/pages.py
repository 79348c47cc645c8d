"""What README and docs tell their readers to type. Markdown in, blocks and commands out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w*)\n(?P<text>.*?)^(?P=indent)```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"(?<!`)`(?:\.venv/bin/python -m )?((?:alertbot|python -m benchmarks\.)[^`\n]*)`(?!`)")
COMMENT = re.compile(r"\s+# .*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block: where it begins, and its text without the indentation of the list it is in."""

    page: str
    line: int
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command as a reader types it, and the lines the page says it answers; None: it says nothing."""

    page: str
    line: int
    text: str
    answer: tuple[str, ...] | None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.text}"


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        indent = len(found["indent"])
        lines = [line[indent:] for line in found["text"].splitlines()]
        yield Block(
            page=page.relative_to(ROOT).as_posix(),
            line=text.count("\n", 0, found.start()) + 2,
            language=found["language"],
            text="\n".join(lines),
        )


def commands(page: Path) -> list[Command]:
    """The commands of the page, in order: each line of `sh`, each line after a `$` of `console`."""
    found: list[Command] = []
    for block in blocks(page):
        if block.language == "sh":
            found += _script(block)
        if block.language == "console":
            found += _session(block)
    return found


def _script(block: Block) -> Iterator[Command]:
    lines = block.text.splitlines()
    for at, line in enumerate(lines):
        if line.strip() and not line.startswith("#"):
            yield Command(page=block.page, line=block.line + at, text=COMMENT.sub("", line), answer=None)


def _session(block: Block) -> Iterator[Command]:
    lines = block.text.splitlines()
    starts = [at for at, line in enumerate(lines) if line.startswith("$ ")]
    for at, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield Command(
            page=block.page,
            line=block.line + at,
            text=COMMENT.sub("", lines[at][2:]),
            answer=tuple(lines[at + 1 : end]),
        )


def inline(page: Path) -> list[str]:
    """The commands that stand in the page's sentences."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return [found[1] for found in INLINE.finditer(text)]


def answers(said: str, promised: tuple[str, ...]) -> bool:
    """Whether what was said is what the page promised.

    `…` stands for anything, also for several lines; how wide a column is does not matter.
    """
    pattern = _narrow("\n".join(promised))
    parts = [re.escape(part) for part in pattern.split("…")]
    return re.fullmatch(".*?".join(parts), _narrow(said), re.DOTALL) is not None


def _narrow(text: str) -> str:
    return re.sub(r" +", " ", text.strip())
