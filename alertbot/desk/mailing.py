"""An e-mail address beside a chat: added, shown, turned off. Commands and facts in, decisions out. No IO.

An address that is added waits until its owner agrees, see `alerts.confirming`; what its owner refused
nobody here can take back.
"""

import re
from dataclasses import replace

from alertbot.alerts.alert import Address
from alertbot.alerts.confirming import UNCONFIRMED
from alertbot.alerts.reader import UNSUBSCRIBED
from alertbot.alerts.subscriber import Subscriber, why_stopped, with_stopped
from alertbot.desk import command as c
from alertbot.desk import welcome
from alertbot.desk.facts import Decision, Facts
from alertbot.desk.pieces import answer
from alertbot.desk.reply import Paragraph, Reply, bold, line, typed

ADDRESS = re.compile(r'[^\s@<>(),;:"\\]{1,64}@[^\s@<>(),;:"\\]+\.[^\s@<>(),;:"\\.]{2,}')
LONGEST = 254
MOST_ADDRESSES = 3
"""Addresses a chat ever had, also those that never agreed: each of them got a mail because of it."""

SWITCHED_OFF = "switched off in the chat"


def add_email(command: c.AddEmail, facts: Facts) -> Decision:
    """Adds an address, or writes again to one that was turned off here."""
    if not facts.email:
        return welcome.unknown(c.Unknown(verb="email"), facts)
    if not ADDRESS.fullmatch(command.address) or len(command.address) > LONGEST:
        return welcome.malformed(c.Malformed(verb="email", text=command.address), facts)
    address = Address(channel="email", to=command.address)
    return _known(address, facts) or _added(address, facts)


def email_off(command: c.EmailOff, facts: Facts) -> Decision:
    """Nothing goes by mail any more. An address that never agreed goes; one that did can be turned on again."""
    if not facts.email:
        return welcome.unknown(c.Unknown(verb="email"), facts)
    if not _addresses(facts.subscriber):
        return answer(line(facts.words, "Nothing is sent by e-mail."))
    subscriber = facts.subscriber
    for address in _addresses(subscriber):
        if not why_stopped(subscriber, address):
            subscriber = with_stopped(subscriber, address, SWITCHED_OFF)
    kept = tuple(each for each in subscriber.addresses if why_stopped(subscriber, each) != UNCONFIRMED)
    text = line(facts.words, "Nothing is sent by e-mail any more.")
    return answer(text, subscriber=replace(subscriber, addresses=kept))


def show_email(command: c.ShowEmail, facts: Facts) -> Decision:
    if not facts.email:
        return welcome.unknown(c.Unknown(verb="email"), facts)
    example = typed("email me@example.org")
    told = [_state(address, facts) for address in _addresses(facts.subscriber)]
    if not told:
        return answer(line(facts.words, "Send {example} to get this by e-mail too.", example=example))
    off = line(facts.words, "{off} ends it.", off=typed("email off"))
    return Decision(reply=Reply(paragraphs=(*told, off)))


def _known(address: Address, facts: Facts) -> Decision | None:
    """What is said about an address that was added before; None for a new one."""
    subscriber = facts.subscriber
    why = why_stopped(subscriber, address)
    if why == SWITCHED_OFF:
        again = with_stopped(subscriber, address, "")
        text = line(facts.words, "This goes to {address} again.", address=bold(address.to))
        return answer(text, subscriber=replace(again, addresses=_with(subscriber, address)))
    if why == UNCONFIRMED and address not in subscriber.addresses:
        back = replace(subscriber, addresses=_with(subscriber, address))
        return answer(_state(address, facts, why), subscriber=back)
    return answer(_state(address, facts)) if why or address in subscriber.addresses else None


def _added(address: Address, facts: Facts) -> Decision:
    subscriber = facts.subscriber
    ever = {*_addresses(subscriber), *(each.address for each in subscriber.stopped)}
    if len([each for each in ever if each.channel == "email"]) >= MOST_ADDRESSES:
        text = line(facts.words, "A chat may have {most} e-mail addresses.", most=str(MOST_ADDRESSES))
        return answer(text)
    return answer(
        _state(address, facts, UNCONFIRMED), subscriber=replace(subscriber, addresses=_with(subscriber, address))
    )


def _state(address: Address, facts: Facts, why: str = "") -> Paragraph:
    """How it stands with an address, and what would change that."""
    words, named = facts.words, bold(address.to)
    why = why or why_stopped(facts.subscriber, address)
    match why:
        case "":
            return line(words, "This also goes to {address}.", address=named)
        case _ if why == UNCONFIRMED:
            return line(
                words,
                "A mail asks {address} whether it wants this; it begins when its owner follows the link there.",
                address=named,
            )
        case _ if why == UNSUBSCRIBED:
            return line(
                words,
                "The owner of {address} unsubscribed, and only they undo it, with the link in any mail.",
                address=named,
            )
        case _ if why == SWITCHED_OFF:
            return line(
                words,
                "{address} is turned off; {on} turns it on.",
                address=named,
                on=typed(f"email {address.to}"),
            )
        case _:
            return line(words, "Nothing can be sent to {address}; the operator knows why.", address=named)


def _addresses(subscriber: Subscriber) -> tuple[Address, ...]:
    return tuple(each for each in subscriber.addresses if each.channel == "email")


def _with(subscriber: Subscriber, address: Address) -> tuple[Address, ...]:
    return tuple(dict.fromkeys((*subscriber.addresses, address)))
