"""The entry point: `alertbot COMMAND`, its exit statuses, and errors as one plain sentence."""

import sys
from collections.abc import Mapping
from importlib import import_module

import click

from alertbot import __version__
from alertbot.errors import AlertbotError, UsageError

COMMANDS: Mapping[str, tuple[str, str]] = {
    "check": ("alertbot.cli.check:check", "Say what is wrong, and what to do about it."),
    "cluster": ("alertbot.cli.cluster:cluster", "Say which event each story is about."),
    "demo": ("alertbot.cli.demo:demo", "Show two days of news in seconds, with no network."),
    "digest": ("alertbot.cli.digest:digest", "Preview or send the daily summary, now."),
    "email": ("alertbot.cli.email:email", "Show which addresses are not written to, and act on it."),
    "explain": ("alertbot.cli.explain:explain", "Say how far a story came for a subscriber, and why."),
    "export": ("alertbot.cli.backup:export", "Write every watchlist and added source to a file."),
    "import": ("alertbot.cli.backup:import_", "Bring back what `export` wrote."),
    "init": ("alertbot.cli.init:init", "Write a commented alertbot.toml to start from."),
    "match": ("alertbot.cli.match:match", "Say which watch hits which story, and where."),
    "outbox": ("alertbot.cli.outbox:outbox", "Show what waits to be sent, and act on it."),
    "run": ("alertbot.cli.run:run", "Run the bot: all its roles, or those named."),
    "sources": ("alertbot.cli.sources:sources", "Show and change the feeds stories come from."),
    "url": ("alertbot.cli.url:url", "Print the canonical form of each URL."),
    "watch": ("alertbot.cli.watch:watch", "Show, try and change the watches of a subscriber."),
}
"""Each command: where it is, and its line in the help. None is imported before it is called: all take a second."""


class Commands(click.Group):
    """A group that imports the command it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="alertbot")
def alertbot() -> None:
    """Watches news feeds and tells people once, quickly and with the reason."""


def main() -> None:
    """Runs one command. Exit status: 0 fine, 1 the work failed, 2 wrong usage or configuration."""
    try:
        alertbot(prog_name="alertbot")
    except AlertbotError as error:
        click.echo(f"alertbot: {error}", err=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
