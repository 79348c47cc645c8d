"""Every command that README and docs tell a reader to type is run, here or for a reason elsewhere."""

import importlib.util
import shlex
from pathlib import Path

import click
import pytest

from alertbot.cli.main import alertbot
from tests.docs.pages import PAGES, ROOT, Command, answers, blocks, commands, inline
from tests.docs.world import world

ROOTLESS = "it changes the whole machine; test_deploy holds the unit against the program"
DOCKER = "it needs Docker; test_deploy holds the files against the program"
ELSEWHERE = {
    ".ci/test": "it is what runs this test",
    ".venv/bin/python -m alertbot demo": "tests/fundamentals/test_demo.py runs it and reads what it shows",
    "python3 -m venv /opt/alertbot/.venv": ROOTLESS,
    "/opt/alertbot/.venv/bin/pip install --require-hashes -r requirements.txt": ROOTLESS,
    "cp -r alertbot /opt/alertbot/": ROOTLESS,
    "useradd --system alertbot": ROOTLESS,
    "mkdir -p /etc/alertbot && cp config/alertbot.toml /etc/alertbot/": ROOTLESS,
    "install -m 600 /dev/null /etc/alertbot/alertbot.env": ROOTLESS,
    "cp docs/deploy/alertbot.service /etc/systemd/system/ && systemctl enable --now alertbot": ROOTLESS,
    "journalctl -u alertbot -f": ROOTLESS,
    "systemd-run --pipe --wait": ROOTLESS,
    "printf 'SLACK_BOT_TOKEN=…\\n' > docs/deploy/alertbot.env": DOCKER,
    "docker compose -f docs/deploy/compose.yaml": DOCKER,
    "docker build -f docs/deploy/Containerfile": DOCKER,
    "docker run --env-file docs/deploy/alertbot.env": DOCKER,
}
"""How commands begin that are not run here, each with its reason."""

TUTORIALS = ("add-a-channel", "add-a-source-kind")
"""Their commands are run where their code is written: see test_tutorials."""

WITH_COMMANDS = [page for page in PAGES if commands(page) and page.stem not in TUTORIALS]


def here(page: Path) -> list[Command]:
    return [each for each in commands(page) if not each.text.startswith(tuple(ELSEWHERE))]


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.stem)
async def test_every_command_of_a_page_works(page: Path, tmp_path: Path, zygote: Path) -> None:
    async with world(tmp_path, zygote) as made:
        for ran in await made.run(here(page)):
            promised = tuple(made.here(line) for line in ran.command.answer or ())
            refused = any(line.startswith("alertbot: ") for line in promised)
            assert (ran.status != 0) is refused, f"{ran.command}\n{ran.out}{ran.err}"
            if promised:
                assert answers(ran.err if refused else ran.out, promised), f"{ran.command}\n{ran.out}{ran.err}"


def test_what_is_not_run_here_is_still_in_the_pages() -> None:
    typed = [each.text for page in PAGES for each in commands(page)]
    assert [each for each in ELSEWHERE if not any(text.startswith(each) for text in typed)] == []


def test_every_command_in_a_sentence_exists_with_its_options() -> None:
    for page in PAGES:
        for typed in inline(page):
            program, *words = shlex.split(typed.replace("…", ""))
            if program == "python":
                assert importlib.util.find_spec(words[1]), f"{page.name}: {typed}"
            else:
                assert _is_known(words), f"{page.name}: {typed}"


def _is_known(words: list[str]) -> bool:
    """Whether a command of that name takes these options."""
    command: click.Command | None = alertbot
    context = click.Context(alertbot)
    rest = list(words)
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        command = command.get_command(context, rest.pop(0))
    options = {option for each in (command.params if command else ()) for option in each.opts} | {"--help"}
    return command is not None and {word for word in rest if word.startswith("--")} <= options


LANGUAGES = {"sh", "console", "toml", "python", "diff", "json", "yaml", "xml"}


def test_no_block_hides_a_command_under_another_language() -> None:
    """A block without a language is a drawing or a table of figures."""
    for page in PAGES:
        for block in blocks(page):
            assert block.language in LANGUAGES | {""}, f"{block.page}:{block.line}"
            if block.language not in ("sh", "console"):
                typed = [line for line in block.text.splitlines() if line.startswith(("$ ", "alertbot "))]
                assert typed == [], f"{block.page}:{block.line}"


def test_the_index_leads_to_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES if page.name != "README.md" and f"({page.name})" not in index] == []
