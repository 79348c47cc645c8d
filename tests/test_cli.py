"""The command line: exit statuses, and errors as one plain sentence on standard error."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from alertbot.cli.main import COMMANDS
from alertbot.cli.main import alertbot as group


def alertbot(*arguments: str, cwd: Path, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """Runs the real command as a user does, in `cwd`, with nothing configured but `environ`."""
    root = str(Path(__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-m", "alertbot", *arguments],
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": root, "ALERTBOT_DATA_DIR": str(cwd / "data"), **environ},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_help_shows_the_commands_and_an_example(tmp_path: Path) -> None:
    shown = alertbot("--help", cwd=tmp_path)
    assert shown.returncode == 0
    assert "init" in shown.stdout
    assert "Example: alertbot url" in alertbot("url", "--help", cwd=tmp_path).stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_named_in_the_help_is_there_under_that_name(name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    assert command.name == name


def test_help_imports_no_part_of_the_bot(tmp_path: Path) -> None:
    code = "import sys, alertbot.cli.main; print([m for m in ('alertbot.app', 'redis') if m in sys.modules])"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert seen.stdout == "[]\n"


def test_urls_come_from_arguments_or_standard_input(tmp_path: Path) -> None:
    url, canonical = "http://www.example.com/story?utm_source=rss", "https://example.com/story"
    given = alertbot("url", url, "--json", cwd=tmp_path)
    assert given.stdout == f'{{"url": "{url}", "canonical": "{canonical}"}}\n'
    assert alertbot("url", cwd=tmp_path, stdin=f"\ufeff{url}\r\n\n").stdout == f"{canonical}\n"


def test_init_writes_a_configuration_once(tmp_path: Path) -> None:
    first = alertbot("init", cwd=tmp_path)
    assert first.returncode == 0
    written = (tmp_path / "config" / "alertbot.toml").read_text(encoding="utf-8")
    again = alertbot("init", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == "alertbot: config/alertbot.toml exists already and was left as it is\n"
    assert (tmp_path / "config" / "alertbot.toml").read_text(encoding="utf-8") == written


def test_the_configuration_that_is_bundled_is_the_one_init_writes() -> None:
    root = Path(__file__).parents[1]
    assert (root / "config" / "alertbot.toml").read_bytes() == (root / "alertbot/cli/starter.toml").read_bytes()


@pytest.mark.parametrize("wrong", [["nonsense"], ["url", "--nonsense"]])
def test_wrong_usage_is_one_sentence_and_exit_2(tmp_path: Path, wrong: list[str]) -> None:
    refused = alertbot(*wrong, cwd=tmp_path)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
