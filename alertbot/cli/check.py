"""`alertbot check`: the doctor."""

import asyncio
import json
import sys
from dataclasses import asdict

import click

from alertbot.app import clock
from alertbot.cli.configured import configured
from alertbot.doctor.finding import Finding, fine, warning
from alertbot.doctor.parts import look_at_channels, look_at_sources
from alertbot.doctor.redis import look_at_redis
from alertbot.doctor.table import table
from alertbot.errors import StoreError
from alertbot.settings import provision
from alertbot.settings.load import Settings
from alertbot.sources.fetch import Fetcher
from alertbot.sources.poll import Poller
from alertbot.store.server import opened


@click.command(epilog="Example: alertbot check --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: about, state and said.")
def check(as_json: bool) -> None:
    """Looks at the configuration, Redis, each token and each source, and says the mend for each fault.

    Exit status 1 when there is a fault; warnings alone are fine.
    """
    findings = asyncio.run(_look(configured()))
    for each in findings if as_json else ():
        click.echo(json.dumps(asdict(each), ensure_ascii=False))
    if not as_json:
        click.echo("\n".join(table(findings)))
    sys.exit(any(each.state == "fault" for each in findings))


async def _look(settings: Settings) -> list[Finding]:
    wanted = [to.channel for each in provision.subscribers(settings.file) for to in each.addresses]
    store, channels, sources = await asyncio.gather(
        _server(settings), look_at_channels(settings.secrets, wanted), _sources(settings)
    )
    return [*_configuration(settings), *store, *channels, *sources]


def _configuration(settings: Settings) -> list[Finding]:
    file = settings.file
    if settings.path is None:
        return [warning("configuration", "there is none, so nothing is watched; alertbot init writes one")]
    counted = f"{len(file.sources)} sources, {len(file.subscribers)} subscribers"
    return [fine("configuration", f"{settings.path}: {counted}")]


async def _server(settings: Settings) -> list[Finding]:
    try:
        async with opened(settings.secrets.redis_url, settings.secrets.data_dir) as store:
            return await look_at_redis(store, clock())
    except StoreError as error:
        return [Finding(about="redis", state="fault", said=str(error))]


async def _sources(settings: Settings) -> list[Finding]:
    async with Fetcher(allow_networks=settings.file.fetch.allow_networks) as fetcher, Poller(fetcher) as poller:
        return await look_at_sources(poller, provision.sources(settings.file), clock())
