"""What every command that needs the configuration does first."""

import os

import click

from alertbot import log
from alertbot.settings.load import DEFAULT_PATH, Settings, load
from alertbot.watches.query import parse_watches


def configured() -> Settings:
    """The settings of this process, with logging set up so that no secret reaches a line.

    Raises UsageError. Without a file at the default place a hint goes to standard error.
    """
    settings = load(os.environ, check_watch=parse_watches)
    log.configure(settings.secrets.log, settings.secrets.hidden())
    if settings.path is None:
        click.echo(
            f"alertbot: there is no {DEFAULT_PATH}, so nothing is watched; alertbot init writes one", err=True
        )
    return settings
