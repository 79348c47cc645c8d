"""The entry point: `alertbot COMMAND`, its exit statuses, and errors as one plain sentence."""

import sys

import click

from alertbot import __version__
from alertbot.cli.backup import export, import_
from alertbot.cli.check import check
from alertbot.cli.cluster import cluster
from alertbot.cli.demo import demo
from alertbot.cli.digest import digest
from alertbot.cli.init import init
from alertbot.cli.match import match
from alertbot.cli.outbox import outbox
from alertbot.cli.run import run
from alertbot.cli.sources import sources
from alertbot.cli.url import url
from alertbot.cli.watch import watch
from alertbot.errors import AlertbotError, UsageError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="alertbot")
def alertbot() -> None:
    """Watches news feeds and tells people once, quickly and with the reason."""


for command in (
    *(run, init, demo, check, sources, watch, match, cluster, url),
    *(digest, outbox, export, import_),
):
    alertbot.add_command(command)


def main() -> None:
    """Runs one command. Exit status: 0 fine, 1 the work failed, 2 wrong usage or configuration."""
    try:
        alertbot(prog_name="alertbot")
    except AlertbotError as error:
        click.echo(f"alertbot: {error}", err=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
