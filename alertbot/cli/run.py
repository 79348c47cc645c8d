"""`alertbot run`: the bot itself."""

import asyncio
import gc
import signal

import click

from alertbot import app
from alertbot.cli.configured import configured
from alertbot.errors import UsageError
from alertbot.settings.load import Settings


@click.command(epilog="Example: alertbot run scheduler matcher")
@click.argument("roles", metavar="[ROLE]...", nargs=-1)
def run(roles: tuple[str, ...]) -> None:
    """Runs the bot: every role in one process, or only the ROLEs named.

    Roles: scheduler, matcher, notifier, telegram, slack, web. Start as many of each as you like, on any
    machine, on the same Redis. SIGTERM and Ctrl-C finish what is under way and exit with 0.
    """
    unknown = [role for role in roles if role not in app.ROLES]
    if unknown:
        raise UsageError(f"there is no role {unknown[0]}; the roles are {', '.join(app.ROLES)}")
    settings = configured()
    gc.collect()
    gc.freeze()  # what was imported stays; each full collection would go through it again
    asyncio.run(_run(settings, tuple(dict.fromkeys(roles)) or app.roles_of(settings)))


async def _run(settings: Settings, roles: tuple[str, ...]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    await app.run(settings, roles, stop)
