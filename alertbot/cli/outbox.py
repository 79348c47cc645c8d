"""`alertbot outbox`: what waits to be sent, what was given up, and what to do about it."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from typing import Literal

import click

from alertbot.app import clock
from alertbot.cli.configured import configured
from alertbot.cli.stored import stored
from alertbot.cli.text import printable
from alertbot.errors import UsageError
from alertbot.settings.load import Settings
from alertbot.store.outbox import Kept

Decision = Literal["retry", "drop"]
IDS = click.argument("ids", metavar="[ID]...", nargs=-1)
ALL = click.option("--all", "everything", is_flag=True, help="All that are dead.")


@click.group()
def outbox() -> None:
    """Shows what waits to be sent and what was given up, and acts on the latter."""


@outbox.command("list", epilog="Example: alertbot outbox list --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(as_json: bool) -> None:
    """Lists every delivery that is not sent: its state, for whom, and the provider's last word.

    Dead ones come first: each stays until `alertbot outbox retry` or `drop` decides on it.
    """
    for each in asyncio.run(_all(configured())):
        click.echo(json.dumps(_facts(each), ensure_ascii=False) if as_json else _line(each))


@outbox.command(epilog="Example: alertbot outbox retry --all")
@IDS
@ALL
def retry(ids: tuple[str, ...], everything: bool) -> None:
    """Sends dead deliveries again."""
    click.echo(f"{_decided('retry', ids, everything)} to be sent again")


@outbox.command(epilog="Example: alertbot outbox drop 3f9c2a71d04be586")
@IDS
@ALL
def drop(ids: tuple[str, ...], everything: bool) -> None:
    """Forgets dead deliveries; their stories are not told again."""
    click.echo(f"{_decided('drop', ids, everything)} dropped")


def _decided(what: Decision, ids: Sequence[str], everything: bool) -> str:
    if bool(ids) == everything:
        raise UsageError(f"name the deliveries to {what} as alertbot outbox list shows them, or give --all")
    count = asyncio.run(_decide(configured(), what, ids))
    return "1 delivery" if count == 1 else f"{count} deliveries"


async def _all(settings: Settings) -> tuple[Kept, ...]:
    async with stored(settings) as store:
        return (*await store.outbox.dead(), *await store.outbox.waiting())


async def _decide(settings: Settings, what: Decision, ids: Sequence[str]) -> int:
    """Decides on the dead deliveries `ids`, or on all; raises UsageError for one that is not dead."""
    async with stored(settings) as store:
        dead = {each.delivery.id: each.delivery for each in await store.outbox.dead()}
        unknown = [each for each in ids if each not in dead]
        if unknown:
            raise UsageError(f"there is no dead delivery {unknown[0]}; alertbot outbox list shows those there are")
        chosen = [dead[each] for each in dict.fromkeys(ids)] if ids else list(dead.values())
        return await store.outbox.decide(what, chosen, now=clock())


def _facts(each: Kept) -> dict[str, object]:
    delivery = each.delivery
    held = delivery.not_before.isoformat() if each.state == "held" and delivery.not_before else None
    return {
        "id": delivery.id,
        "state": each.state,
        "why": each.why,
        "until": held,
        "channel": delivery.address.channel,
        "subscriber": delivery.alert.subscriber,
        "headline": delivery.alert.headline,
        "created": delivery.created.isoformat(),
        "attempts": delivery.attempts,
    }


def _line(each: Kept) -> str:
    """The address stays out: one of Apprise is made of secrets."""
    return "  ".join(_parts(each))


def _parts(each: Kept) -> Iterator[str]:
    delivery = each.delivery
    yield delivery.id
    yield f"{each.state:8}"
    yield f"{delivery.created:%Y-%m-%d %H:%M}"
    yield f"{delivery.address.channel} of {delivery.alert.subscriber}"
    yield printable(delivery.alert.headline)
    if each.why:
        yield f"({each.why})"
