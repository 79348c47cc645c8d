"""`alertbot init`: a configuration to start from."""

from importlib.resources import files
from pathlib import Path

import click

from alertbot.errors import UsageError

NAME = "alertbot.toml"


@click.command(epilog="Example: alertbot init config")
@click.argument("directory", metavar="[DIR]", type=click.Path(path_type=Path), default="config")
def init(directory: Path) -> None:
    """Writes a commented alertbot.toml into DIR (default: config), never over an existing one."""
    path = directory / NAME
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(starter())
    except FileExistsError as error:
        raise UsageError(f"{path} exists already and was left as it is") from error
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}; choose another folder") from error
    click.echo(f"wrote {path}; name your sources and watches in it, then: alertbot run")


def starter() -> str:
    """The commented configuration that is written."""
    return files("alertbot.cli").joinpath("starter.toml").read_text(encoding="utf-8")
