"""`alertbot digest`: the daily summary, now."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import click
from pydantic import TypeAdapter
from redis.exceptions import RedisError

from alertbot.alerts.alert import Address, Delivery, Digest
from alertbot.alerts.outcome import Outcome, Sent
from alertbot.alerts.subscriber import Subscriber, told_at
from alertbot.app import clock
from alertbot.channels.channel import Channel
from alertbot.channels.email import Email, message_of, sender_of
from alertbot.channels.registry import open_channels
from alertbot.cli.configured import configured
from alertbot.errors import StoreError, UsageError
from alertbot.roles.lookback import look_back
from alertbot.roles.summaries import deliveries_of, summary_of
from alertbot.settings import provision
from alertbot.settings.load import Settings
from alertbot.store.server import opened
from alertbot.store.store import Store

ENDINGS = (".eml", ".html", ".txt")
NOBODY = Address(channel="email", to="reader@example.com")
"""Who a preview is addressed to when the subscriber has no e-mail address."""

who = click.option("--subscriber", "name", required=True, metavar="NAME", help="Whose summary.")
where = click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the message here: .eml is the whole message, .html and .txt are its two bodies.",
)


@click.group(epilog="Example: alertbot digest preview --subscriber ai-desk --out digest.html")
def digest() -> None:
    """The daily summary, now. What waits for the one at its hour goes on waiting."""


@digest.command(epilog="Example: alertbot digest preview --subscriber ai-desk --out digest.eml")
@who
@where
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object.")
def preview(name: str, out: Path | None, as_json: bool) -> None:
    """Shows the summary as it would be sent now, and sends nothing."""
    _check_ending(out)
    settings = configured()
    deliveries, message = asyncio.run(_preview(settings, name))
    if out is not None:
        _write(out, message)
    if as_json:
        click.echo(TypeAdapter(Digest).dump_json(_digest_of(deliveries)).decode())
    elif out is None:
        click.echo(_body(message, "plain"), nl=False)


@digest.command(epilog="Example: alertbot digest send --subscriber ai-desk")
@who
@where
def send(name: str, out: Path | None) -> None:
    """Sends the summary now to every address of the subscriber, also when there is nothing new."""
    _check_ending(out)
    settings = configured()
    message, sent, refused = asyncio.run(_send(settings, name))
    if out is not None:
        _write(out, message)
    if sent:
        click.echo(f"sent to {name} by {', '.join(sent)}", err=True)
    for each in refused:
        click.echo(f"alertbot: {each}", err=True)
    sys.exit(1 if refused else 0)


async def _preview(settings: Settings, name: str) -> tuple[Sequence[Delivery], EmailMessage]:
    async with opened(settings.secrets.redis_url, settings.secrets.data_dir) as store:
        await store.forms.prepare()
        deliveries = await _deliveries(settings, store, name)
        return deliveries, await _message(settings, store, deliveries)


async def _send(settings: Settings, name: str) -> tuple[EmailMessage, list[str], list[str]]:
    """The message, the channels it went out on, and a sentence for every address that did not get it."""
    async with opened(settings.secrets.redis_url, settings.secrets.data_dir) as store, AsyncExitStack() as stack:
        channels = open_channels(settings.secrets)
        for channel in channels.values():
            stack.push_async_callback(channel.close)
            if isinstance(channel, Email):
                channel.ask(store.readers)
        await store.forms.prepare()
        deliveries = await _deliveries(settings, store, name)
        sent, refused = [], []
        for delivery in deliveries:
            if why := await _refusal(delivery, channels):
                refused.append(why)
            else:
                sent.append(delivery.address.channel)
                await store.digests.keep(delivery)
        return await _message(settings, store, deliveries), sent, refused


async def _refusal(delivery: Delivery, channels: Mapping[str, Channel]) -> str:
    """Sends `delivery`; a sentence when it was not taken."""
    to = delivery.address
    if to == NOBODY:
        return f"{delivery.alert.subscriber} has no address that may be written to"
    if to.channel not in channels:
        return f"{to.channel} is not configured; alertbot check says what it needs"
    outcome = await _sent(channels[to.channel], delivery)
    return "" if isinstance(outcome, Sent) else f"{to.channel} did not take the summary: {outcome.why}"


async def _sent(channel: Channel, delivery: Delivery) -> Outcome:
    """Sends every message the summary needs there; the outcome of the last one, or of one that failed."""
    outcome = await channel.send(delivery, now=clock())
    while isinstance(outcome, Sent) and outcome.more:
        first = delivery.first_message or outcome.message_id
        delivery = replace(delivery, page=delivery.page + 1, first_message=first)
        outcome = await channel.send(delivery, now=clock())
    return outcome


async def _deliveries(settings: Settings, store: Store, name: str) -> Sequence[Delivery]:
    """The summary of this moment for every address; for one who has none it is addressed to nobody."""
    try:
        subscriber = await _subscriber(settings, store, name)
        now = clock()
        if subscriber.mode == "instant":
            waiting = await look_back(store.recent, subscriber, now=now, max_age=settings.file.bot.max_age)
        else:
            waiting = await store.digests.waiting(name)
    except RedisError as error:
        raise StoreError(f"Redis cannot be used: {error}; alertbot check says more") from error
    composed = summary_of(subscriber, waiting, moment=now)
    somewhere = subscriber if told_at(subscriber) else replace(subscriber, addresses=(NOBODY,), stopped=())
    return deliveries_of(somewhere, composed, waiting, moment=now, now=now)


async def _subscriber(settings: Settings, store: Store, name: str) -> Subscriber:
    provisioned = {each.name: each for each in provision.subscribers(settings.file)}
    found = await store.subscribers.get(name) or provisioned.get(name)
    if found is None:
        known = sorted({*provisioned, *(each.name for each in await store.subscribers.all())})
        raise UsageError(f"there is no subscriber {name}; {_listed(known)}")
    return found


async def _message(settings: Settings, store: Store, deliveries: Sequence[Delivery]) -> EmailMessage:
    """The e-mail of the summary, also for one who is told elsewhere."""
    mail = next((each for each in deliveries if each.address.channel == "email"), None)
    if mail is None:
        mail = replace(deliveries[0], address=NOBODY)
    sender = sender_of(settings.secrets, settings.secrets.email_from or "alertbot@example.com")
    return await message_of(mail, sender=sender, readers=store.readers, now=clock())


def _digest_of(deliveries: Sequence[Delivery]) -> Digest:
    composed = deliveries[0].digest
    assert composed is not None  # noqa: S101  (these deliveries are summaries)
    return composed


def _check_ending(out: Path | None) -> None:
    if out is not None and out.suffix.lower() not in ENDINGS:
        raise UsageError(f"{out} must end in .eml, .html or .txt, which says what is written")
    if out is not None and not out.parent.is_dir():
        raise UsageError(f"there is no folder {out.parent}; make it, or name a file elsewhere")


def _write(out: Path, message: EmailMessage) -> None:
    match out.suffix.lower():
        case ".eml":
            out.write_bytes(message.as_bytes())
        case ".html":
            out.write_text(_body(message, "html"), encoding="utf-8")
        case _:
            out.write_text(_body(message, "plain"), encoding="utf-8")


def _body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    return "" if part is None else str(part.get_content()).replace("\r\n", "\n")


def _listed(names: Sequence[str]) -> str:
    return f"the subscribers are {', '.join(names)}" if names else "there are none yet"
