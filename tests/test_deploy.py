"""The files for deploying name what exists, and say what the page says of them."""

import re
import shlex
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import yaml

from alertbot.app import ROLES
from alertbot.cli.main import COMMANDS
from alertbot.settings.environment import VARIABLES

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "docs" / "deploy"
KNOWN = {*VARIABLES, "ALERTBOT_CONFIG"}


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def containerfile() -> list[tuple[str, str]]:
    """Its instructions, each with its words; a line that ends with a backslash goes on."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in text.splitlines() if line)]


def unit() -> ConfigParser:
    parsed = ConfigParser(interpolation=None, strict=True)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read(DEPLOY / "alertbot.service", encoding="utf-8")
    return parsed


def test_the_procfile_has_a_line_for_every_role() -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    assert {line.split(":")[0] for line in lines} == set(ROLES)
    assert all(line.endswith(f" -m alertbot run {line.split(':')[0]}") for line in lines)


def test_compose_runs_every_role_once_on_a_server_that_keeps_everything() -> None:
    services = dict(compose()["services"])
    valkey = services.pop("valkey")
    assert {name: each["command"] for name, each in services.items()} == {role: ["run", role] for role in ROLES}
    assert {"--appendonly", "noeviction"} <= set(valkey["command"])
    assert valkey["volumes"] == ["valkey:/data"]
    assert "valkey" in compose()["volumes"]


def test_compose_sets_variables_that_exist_and_builds_what_is_there() -> None:
    for name, each in compose()["services"].items():
        assert set(each.get("environment", {})) <= KNOWN, name
        for folder in (part.partition(":")[0] for part in each.get("volumes", ()) if part.startswith(".")):
            assert (DEPLOY / folder).is_dir(), folder
    build = compose()["services"]["web"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
    assert compose()["services"]["web"]["environment"]["REDIS_URL"] == "redis://valkey:6379/0"


def test_the_containerfile_copies_what_is_there_and_runs_the_bot_as_nobody_special() -> None:
    steps = containerfile()
    for word, rest in steps:
        if word == "COPY":
            *given, _ = shlex.split(rest)
            assert all((ROOT / each).exists() for each in given), rest
        if word == "ENV":
            assert {part.partition("=")[0] for part in shlex.split(rest)} <= KNOWN
    assert ("USER", "alertbot") in steps
    assert dict(steps)["ENTRYPOINT"] == '["python", "-m", "alertbot"]'
    assert dict(steps)["VOLUME"] in dict(steps)["ENV"]


def test_the_unit_runs_what_the_page_installs_and_keeps_it_in() -> None:
    service, page = unit()["Service"], (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    program, *words = shlex.split(service["ExecStart"])
    assert words == ["-m", "alertbot", "run"]
    assert f"python3 -m venv {Path(program).parents[1]}" in page
    assert f"cp -r alertbot {service['WorkingDirectory']}/" in page
    assert service["EnvironmentFile"].removeprefix("-") in page
    set_there = dict(part.split("=") for part in shlex.split(service["Environment"]))
    assert set(set_there) <= KNOWN
    assert set_there["ALERTBOT_DATA_DIR"] == f"/var/lib/{service['StateDirectory']}"
    assert f"useradd --system {service['User']}" in page
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "yes")


def test_the_page_calls_commands_of_containers_that_exist() -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    called = re.findall(r"run --rm (\w+) (\w+)", page)
    assert called
    assert all(role in ROLES and command in COMMANDS for role, command in called)


def test_every_link_between_the_pages_leads_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
