"""`alertbot export` and `alertbot import`: all durable user data as one readable file, and back."""

import asyncio
import json
from pathlib import Path

import click

from alertbot.app import clock
from alertbot.cli.configured import configured
from alertbot.cli.stored import stored
from alertbot.errors import UsageError
from alertbot.settings.load import Settings
from alertbot.store.backup import backup, restore


@click.command("export", epilog="Example: alertbot export backup.json")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
def export(file: Path | None) -> None:
    """Writes every watchlist and every added source to FILE, or to standard output.

    The file names chats and addresses; keep it as you keep a password.
    """
    text = json.dumps(asyncio.run(_backup(configured())), indent=2, ensure_ascii=False) + "\n"
    if file is None:
        click.echo(text, nl=False)
        return
    try:
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {file}: {error.strerror}; choose another place") from error


@click.command("import", epilog="Example: alertbot import backup.json")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def import_(file: Path) -> None:
    """Brings back what `alertbot export` wrote; watchlists of the same name are replaced."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {file}; give a file that alertbot export wrote") from error
    people, sources = asyncio.run(_restore(configured(), text))
    click.echo(f"{people} watchlists and {sources} new sources are back")


async def _backup(settings: Settings) -> dict[str, object]:
    async with stored(settings) as store:
        return await backup(store)


async def _restore(settings: Settings, text: str) -> tuple[int, int]:
    async with stored(settings) as store:
        return await restore(store, text, now=clock())
