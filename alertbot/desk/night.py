"""Quiet hours: when they are, and whether they hold or silence. Commands and facts in, decisions out. No IO."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time

from alertbot.alerts.quiet import SILENT, QuietHours
from alertbot.alerts.subscriber import Subscriber
from alertbot.desk import command as c
from alertbot.desk.facts import Decision, Facts
from alertbot.desk.pieces import answer, one_button
from alertbot.desk.reply import Paragraph, Row, line, typed

NIGHT = QuietHours(start=time(22), end=time(7))


def quiet(command: c.Quiet, facts: Facts) -> Decision:
    """Sets the hours; silent ones stay silent unless something else is said."""
    if command.hours is None:
        text = line(facts.words, "No quiet hours: alerts come at any time.")
        return answer(text, subscriber=replace(facts.subscriber, quiet_hours=None), replaces=True)
    was = facts.subscriber.quiet_hours
    silent = (was is not None and was.silent) if command.silent is None else command.silent
    return _set(replace(command.hours, silent=silent), facts)


def quiet_how(command: c.QuietHow, facts: Facts) -> Decision:
    """Keeps the hours, or takes the usual night where there are none."""
    return _set(replace(facts.subscriber.quiet_hours or NIGHT, silent=command.silent), facts)


def show_quiet(command: c.ShowQuiet, facts: Facts) -> Decision:
    hours = facts.subscriber.quiet_hours
    night = one_button(f"{NIGHT.start:%H:%M}–{NIGHT.end:%H:%M}", c.Quiet(hours=NIGHT))
    example = typed("quiet 22-7")
    if hours is None:
        text = line(facts.words, "Alerts come at any time. Set quiet hours with {example}.", example=example)
        return answer(text, night)
    change = line(facts.words, "Change it with {example}.", example=example)
    reply = answer(_said(hours, facts.subscriber, facts), *_rows(hours, facts.subscriber, facts)).reply
    return Decision(reply=replace(reply, paragraphs=(*reply.paragraphs, change)))


def _set(hours: QuietHours, facts: Facts) -> Decision:
    subscriber = replace(facts.subscriber, quiet_hours=hours)
    text = _said(hours, subscriber, facts)
    return answer(text, *_rows(hours, subscriber, facts), subscriber=subscriber, replaces=True)


def _said(hours: QuietHours, subscriber: Subscriber, facts: Facts) -> Paragraph:
    """What happens in `hours` wherever the subscriber is told."""
    words = facts.words
    channels = {address.channel for address in subscriber.addresses}
    times = {"start": words.clock(hours.start), "end": words.clock(hours.end), "timezone": subscriber.timezone}
    if not hours.silent:
        return line(
            words, "Quiet from {start} to {end} ({timezone}). What happens meanwhile waits until {end}.", **times
        )
    if channels <= SILENT:
        return line(words, "From {start} to {end} ({timezone}) alerts come without a sound.", **times)
    if channels & SILENT:
        return line(
            words,
            "From {start} to {end} ({timezone}) alerts come without a sound in Telegram; "
            "elsewhere they wait until {end}.",
            **times,
        )
    return line(
        words,
        "Quiet from {start} to {end} ({timezone}). Only Telegram can be silent: "
        "what happens meanwhile waits until {end}.",
        **times,
    )


def _rows(hours: QuietHours, subscriber: Subscriber, facts: Facts) -> Iterator[Row]:
    words = facts.words
    if hours.silent:
        yield one_button(words.say("Hold until morning instead"), c.QuietHow(silent=False))
    elif any(address.channel in SILENT for address in subscriber.addresses):
        yield one_button(words.say("Silently instead"), c.QuietHow(silent=True))
    yield one_button(words.say("No quiet hours"), c.Quiet(hours=None))
