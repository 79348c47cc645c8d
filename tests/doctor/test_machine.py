"""A full disk, a folder that cannot be written, secrets that everybody can read."""

from pathlib import Path

import pytest

from alertbot.doctor.finding import Finding
from alertbot.doctor.machine import MOUNTED, Space, look_at_disk, look_at_files

MB = 2**20


def names(found: list[Finding]) -> list[str]:
    return [each.name for each in found]


@pytest.mark.parametrize(
    ("free_mb", "name"), [(0, "disk-full"), (49, "disk-full"), (300, "disk-nearly-full"), (5_000, "")]
)
def test_a_disk_without_room_is_found(tmp_path: Path, free_mb: int, name: str) -> None:
    found = look_at_disk(tmp_path / "not" / "yet", lambda _: Space(10**12, 0, free_mb * MB))
    assert names(found) == [name]


def test_the_disk_of_this_test_is_read() -> None:
    (found,) = look_at_disk(Path("data"))
    assert "free" in found.said


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_data_folder_that_cannot_be_one_is_found(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert names(look_at_disk(tmp_path / place)) == ["data-folder"]


def test_a_secret_everybody_can_read_is_found_without_its_content(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("xoxb-secret", encoding="utf-8")
    path.chmod(0o644)
    environ = {"SLACK_BOT_TOKEN_FILE": str(path)}
    (found,) = look_at_files(environ, None, config_is_secret=False)
    assert (found.name, found.about) == ("secret-readable", "SLACK_BOT_TOKEN_FILE")
    assert "xoxb" not in found.said
    path.chmod(0o640)
    assert look_at_files(environ, None, config_is_secret=False) == []


def test_a_configuration_with_secrets_in_it_is_looked_at_too(tmp_path: Path) -> None:
    path = tmp_path / "alertbot.toml"
    path.write_text("", encoding="utf-8")
    path.chmod(0o644)
    assert names(look_at_files({}, path, config_is_secret=True)) == ["secret-readable"]
    assert look_at_files({}, path, config_is_secret=False) == []


def test_what_a_container_mounts_is_not_held_against_it() -> None:
    environ = {"SLACK_BOT_TOKEN_FILE": str(MOUNTED / "slack"), "SMTP_URL_FILE": "/nowhere/at/all"}
    assert look_at_files(environ, None, config_is_secret=False) == []
