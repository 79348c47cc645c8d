"""`alertbot demo`: the whole bot on a bundled sample."""

import asyncio
import logging
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from alertbot import log
from alertbot.channels.channel import Channel
from alertbot.demo.folder import Terminal, folders
from alertbot.demo.run import WATCHES, demonstrate
from alertbot.errors import UsageError


@click.command(epilog="Example: alertbot demo --out demo-out")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="demo-out",
    show_default=True,
    help="Where the Slack, Telegram and e-mail renderings are written.",
)
def demo(out: Path) -> None:
    """Shows two days of news in seconds: the real roles, no network, no tokens.

    Five outlets that do not exist publish a bundled sample on this machine. What the bot would
    send appears here and, as Slack, Telegram and e-mail messages, in a folder.
    """
    log.configure("console", (), level=logging.ERROR)
    began = time.monotonic()
    say = click.echo
    say(f"Somebody watches: {', '.join(WATCHES)}\n")
    try:
        channels: dict[str, Channel] = {
            "console": Terminal(say, lambda text: click.style(text, bold=True)),
            **folders(out),
        }
    except OSError as error:
        raise UsageError(f"cannot write to {out}: {error.strerror}; choose another folder with --out") from error
    asyncio.run(demonstrate(channels, now=datetime.now(UTC), say=say))
    say(f"\nThat took {time.monotonic() - began:.1f} s. The messages are in {out}/slack, telegram and email.")


def _bold(text: str) -> str:
    return click.style(text, bold=True)
