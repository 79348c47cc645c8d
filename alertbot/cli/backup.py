"""`alertbot export` and `alertbot import`: all durable user data as one readable file, and back."""

import asyncio
import json
import os
import stat
from pathlib import Path

import click

from alertbot.app import clock
from alertbot.cli.configured import configured
from alertbot.cli.stored import stored
from alertbot.errors import UsageError
from alertbot.settings import provision
from alertbot.settings.load import Settings
from alertbot.store.backup import backup, restore


@click.command("export", epilog="Example: alertbot export backup.json")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
def export(file: Path | None) -> None:
    """Writes every watchlist and every added source to FILE, or to standard output.

    The file names chats and addresses, and holds the key that signs the links in e-mails: who has it can
    unsubscribe others. Keep it as you keep a password; FILE can be read by its owner alone.
    """
    text = json.dumps(asyncio.run(_backup(configured())), indent=2, ensure_ascii=False) + "\n"
    if file is None:
        click.echo(text, nl=False)
        return
    try:
        _write_secret(file, text)
    except OSError as error:
        raise UsageError(f"cannot write {file}: {error.strerror}; choose another place") from error


def _write_secret(file: Path, text: str) -> None:
    """Whatever stood at `file`, nobody else reads what is written there now."""
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as written:
        if stat.S_ISREG(os.fstat(written.fileno()).st_mode):
            os.fchmod(written.fileno(), 0o600)
        written.write(text)


@click.command("import", epilog="Example: alertbot import backup.json")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def import_(file: Path) -> None:
    """Brings back what `alertbot export` wrote; watchlists of the same name are replaced.

    Links in e-mails sent before go on working, and who unsubscribed stays so. Import with the configuration
    that was exported: of the subscribers in it, only what they muted, paused and unsubscribed from comes back.
    """
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
        return await restore(store, text, configured=provision.subscribers(settings.file), now=clock())
