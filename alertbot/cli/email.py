"""`alertbot email`: which addresses are not written to, and what to do about it."""

import asyncio
import json
import re
import sys
from collections.abc import Iterable
from email import message_from_binary_file
from email.policy import default

import click

from alertbot.alerts.confirming import UNCONFIRMED
from alertbot.alerts.reader import UNSUBSCRIBED, Reader
from alertbot.cli.configured import configured
from alertbot.cli.stored import stored
from alertbot.desk.mailing import SWITCHED_OFF
from alertbot.errors import UsageError
from alertbot.settings.load import Settings
from alertbot.store.readers import Readers

TOKEN = re.compile(r"[\w-]+\.[\w-]+", re.ASCII)
WHO_DECIDES = {
    UNSUBSCRIBED: "its reader unsubscribed, and only they undo it, with the link in any message",
    SWITCHED_OFF: "it was switched off in its chat, where /email turns it on again",
    UNCONFIRMED: "its owner did not agree yet, with the link in the message that asked",
}


@click.group()
def email() -> None:
    """Shows which addresses are not written to, and acts on it."""


@email.command(epilog="Example: alertbot email stopped --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def stopped(as_json: bool) -> None:
    """Lists every address that is not written to, and why: unsubscribed, unconfirmed, or the server's words."""
    for each, why in asyncio.run(_stopped(configured())):
        facts = {"subscriber": each.subscriber, "address": each.address, "why": why}
        click.echo(json.dumps(facts, ensure_ascii=False) if as_json else "  ".join(facts.values()))


@email.command(epilog="Example: alertbot email unsubscribe - < message.eml")
@click.argument("subject", metavar="TOKEN")
def unsubscribe(subject: str) -> None:
    """Unsubscribes who sent a mail with the subject `unsubscribe TOKEN`.

    TOKEN is that token, the whole subject or an unsubscribe link; with - the mail itself is read from
    standard input, as a mail server's alias passes it on.
    """
    if subject == "-":
        subject = str(message_from_binary_file(sys.stdin.buffer, policy=default)["Subject"])
    reader = asyncio.run(_unsubscribe(configured(), subject))
    click.echo(f"{reader.address} gets nothing from {reader.subscriber} any more")


@email.command(epilog="Example: alertbot email resume desk@example.com")
@click.argument("address")
def resume(address: str) -> None:
    """Writes to ADDRESS again, whose mailbox was gone and is back."""
    names = asyncio.run(_resume(configured(), address))
    click.echo(f"{address} is written to again for {', '.join(names)}")


async def _stopped(settings: Settings) -> list[tuple[Reader, str]]:
    async with stored(settings) as store:
        return [
            (Reader(subscriber=who.name, address=each.address.to), each.why)
            for who in await store.subscribers.all()
            for each in who.stopped
        ]


async def _unsubscribe(settings: Settings, said: str) -> Reader:
    async with stored(settings) as store:
        reader = await _named(store.readers, TOKEN.findall(said))
        if reader is None:
            raise UsageError("there is no token of ours in it; give the subject of the mail, as it came")
        await store.readers.stop(reader, UNSUBSCRIBED)
        return reader


async def _named(readers: Readers, tokens: Iterable[str]) -> Reader | None:
    for token in tokens:
        if reader := await readers.reader("unsubscribe", token):
            return reader
    return None


async def _resume(settings: Settings, address: str) -> list[str]:
    """The subscribers that write to `address` again; raises UsageError when that is not ours to decide."""
    suspended = {reader: why for reader, why in await _stopped(settings) if reader.address == address}
    if not suspended:
        raise UsageError(f"{address} is written to already; alertbot email stopped lists those that are not")
    ours = [reader for reader, why in suspended.items() if why not in WHO_DECIDES]
    if not ours:
        raise UsageError(f"{address} cannot be resumed: {WHO_DECIDES[next(iter(suspended.values()))]}")
    async with stored(settings) as store:
        for reader in ours:
            await store.readers.resume(reader)
    return [reader.subscriber for reader in ours]
