"""Silence for a while: muting and pausing. Commands and facts in, decisions out. No IO."""

from dataclasses import replace

from alertbot.alerts.subscriber import MutedSource, Subscriber, Watch
from alertbot.desk import command as c
from alertbot.desk.action import TIMES, encode
from alertbot.desk.facts import Decision, Facts
from alertbot.desk.pieces import answer, gone, one_button, until
from alertbot.desk.reply import Button, Row, bold, line
from alertbot.desk.watchlist import changed, find, named
from alertbot.desk.when import When
from alertbot.language import Language


def mute(command: c.Mute, facts: Facts) -> Decision:
    """A watch by its text or number, else an outlet by its name."""
    watch = named(facts.subscriber, command.which)
    if watch is not None:
        return _muted(watch, command.when, facts)
    subscriber = with_muted_source(facts.subscriber, command.which, command.when, facts)
    text = line(
        facts.words,
        "Nothing from {outlet} {until}.",
        outlet=bold(command.which),
        until=until(command.when.end(facts.now, facts.subscriber.timezone), facts),
    )
    return answer(text, subscriber=subscriber)


def with_muted_source(subscriber: Subscriber, outlet: str, when: When, facts: Facts) -> Subscriber:
    """The subscriber with the outlet muted; muting again only changes the end."""
    end = when.end(facts.now, subscriber.timezone) if when != When() else None
    others = tuple(each for each in subscriber.muted_sources if each.outlet.casefold() != outlet.casefold())
    return replace(subscriber, muted_sources=(*others, MutedSource(outlet=outlet, until=end)))


def mute_watch(command: c.MuteWatch, facts: Facts) -> Decision:
    watch = find(facts.subscriber, command.watch)
    if watch is None:
        return gone(facts)
    return _muted(watch, command.when, facts) if command.when else _unmuted(watch, facts)


def show_mute(command: c.ShowMute, facts: Facts) -> Decision:
    watch = find(facts.subscriber, command.watch)
    if watch is None:
        return gone(facts)
    labels = time_labels(facts.words)
    rows = [
        tuple(
            Button(label=labels[name], action=encode(c.MuteWatch(watch=watch.id, when=TIMES[name])))
            for name in row
        )
        for row in (("1h", "am"), ("7d", "ever"))
    ]
    back = one_button(facts.words.say("‹ Back"), c.ShowWatch(watch=watch.id))
    text = line(facts.words, "Snooze {watch} for how long?", watch=bold(watch.query))
    return answer(text, *rows, back, replaces=True)


def unmute(command: c.Unmute, facts: Facts) -> Decision:
    watch = named(facts.subscriber, command.which)
    if watch is not None:
        return _unmuted(watch, facts)
    name = command.which.casefold()
    kept = tuple(each for each in facts.subscriber.muted_sources if each.outlet.casefold() != name)
    if kept == facts.subscriber.muted_sources:
        return answer(line(facts.words, "Nothing called {name} is muted.", name=bold(command.which)))
    text = line(facts.words, "{name} may speak again.", name=bold(command.which))
    return answer(text, subscriber=replace(facts.subscriber, muted_sources=kept))


def pause(command: c.Pause, facts: Facts) -> Decision:
    """Holds alerts; what waited is told when the pause ends."""
    end = command.when.end(facts.now, facts.subscriber.timezone)
    text = line(
        facts.words,
        "Paused {until}. What happens meanwhile waits for you.",
        until=until(end, facts),
    )
    resume_it = one_button(facts.words.say("Resume"), c.Resume())
    return answer(text, resume_it, subscriber=replace(facts.subscriber, paused_until=end))


def resume(command: c.Resume, facts: Facts) -> Decision:
    paused = facts.subscriber.paused_until is not None and facts.subscriber.paused_until > facts.now
    text = line(facts.words, "Alerts come again.") if paused else line(facts.words, "Nothing was paused.")
    return answer(text, subscriber=replace(facts.subscriber, paused_until=None), replaces=True)


def time_labels(words: Language) -> dict[str, str]:
    """What the buttons for the times of `action.TIMES` say."""
    return {
        "1h": words.say("1 hour"),
        "1d": words.say("1 day"),
        "7d": words.say("1 week"),
        "am": words.say("Until tomorrow"),
        "ever": words.say("For good"),
    }


def _muted(watch: Watch, when: When, facts: Facts) -> Decision:
    end = when.end(facts.now, facts.subscriber.timezone)
    text = line(facts.words, "{watch} is muted {until}.", watch=bold(watch.query), until=until(end, facts))
    undo = one_button(facts.words.say("Unmute"), c.MuteWatch(watch=watch.id, when=None))
    return answer(text, undo, subscriber=changed(facts.subscriber, replace(watch, muted_until=end)), replaces=True)


def _unmuted(watch: Watch, facts: Facts) -> Decision:
    text = line(facts.words, "{name} may speak again.", name=bold(watch.query))
    subscriber = changed(facts.subscriber, replace(watch, muted_until=None))
    row: Row = one_button(facts.words.say("Open"), c.ShowWatch(watch=watch.id))
    return answer(text, row, subscriber=subscriber, replaces=True)
