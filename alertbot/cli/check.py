"""`alertbot check`: the doctor."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict

import click

from alertbot.app import clock
from alertbot.cli.configured import configured
from alertbot.doctor.configuration import configuration, unreadable
from alertbot.doctor.finding import Finding
from alertbot.doctor.look import look
from alertbot.doctor.people import NOBODY
from alertbot.doctor.sources import NONE as NO_SOURCES
from alertbot.doctor.table import table
from alertbot.errors import UsageError
from alertbot.settings.environment import read_secrets
from alertbot.settings.file import File
from alertbot.settings.load import Settings


@click.command(epilog="Example: alertbot check --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: name, about, state, said, mend.")
def check(as_json: bool) -> None:
    """Looks at everything the bot needs, and says the mend for each fault.

    At the configuration, this machine, Redis, each token, the places alerts go to, the mail server, the
    public URL, every subscriber and every source. docs/check.md lists the faults by name.

    Exit status 1 when there is a fault, 2 when the configuration is at fault; warnings alone are fine.
    """
    try:
        settings = configured()
    except UsageError as error:
        _show([*unreadable(error), *_beside()], as_json)
        raise
    found = [*configuration(settings), *_looked(settings)]
    _show(found, as_json)
    sys.exit(any(each.state == "fault" for each in found))


def _looked(settings: Settings) -> list[Finding]:
    if sys.stderr.isatty():
        click.echo("looking, at most a minute …", err=True)
    return asyncio.run(look(settings, os.environ, clock))


def _beside() -> list[Finding]:
    """What can be looked at although the file is at fault; nothing when the environment is."""
    try:
        secrets = read_secrets(os.environ)
    except UsageError:
        return []
    found = _looked(Settings(file=File(), secrets=secrets, path=None))
    return [each for each in found if each.name not in (NO_SOURCES.name, NOBODY.name)]


def _show(findings: Sequence[Finding], as_json: bool) -> None:
    for each in findings if as_json else ():
        click.echo(json.dumps(asdict(each), ensure_ascii=False))
    if not as_json:
        click.echo("\n".join(table(findings)))
