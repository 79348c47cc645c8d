"""The buttons under an alert, and why it came. Commands and facts in, decisions out. No IO.

What is muted or snoozed here is so for the whole chat the alert is in.
"""

from collections.abc import Iterator

from alertbot.alerts.alert import Alert
from alertbot.desk import command as c
from alertbot.desk.accounting import told
from alertbot.desk.action import TIMES, encode
from alertbot.desk.facts import Decision, Facts
from alertbot.desk.manner import Telling
from alertbot.desk.pieces import answer, one_button
from alertbot.desk.quieting import time_labels, with_muted_source
from alertbot.desk.reply import Button, Paragraph, Reply, Row, bold, line, link, quoted, typed
from alertbot.desk.watchlist import named
from alertbot.desk.when import When
from alertbot.language import Language

MOST_WATCHES_SHOWN = 3


def buttons(delivery: str, words: Language) -> tuple[Row, ...]:
    """What stands under an alert."""
    return (
        (
            Button(label=words.say("Snooze"), action=encode(c.ShowSnooze(delivery=delivery))),
            Button(label=words.say("Mute"), action=encode(c.ShowAlertMute(delivery=delivery))),
        ),
        (
            Button(label=words.say("Not relevant"), action=encode(c.NotRelevant(delivery=delivery))),
            Button(label=words.say("Why?"), action=encode(c.Why(delivery=delivery))),
        ),
    )


def show(command: c.ShowAlert, facts: Facts) -> Decision:
    return Decision(reply=Reply(rows=buttons(command.delivery, facts.words), replaces=True))


def show_snooze(command: c.ShowSnooze, facts: Facts) -> Decision:
    """How long everything may wait."""
    labels = time_labels(facts.words)
    row = tuple(
        Button(label=labels[name], action=encode(c.Pause(when=_time(name)))) for name in ("1h", "am", "7d")
    )
    return Decision(reply=Reply(rows=(row, _back(command.delivery, facts.words)), replaces=True))


def show_mute(command: c.ShowAlertMute, facts: Facts) -> Decision:
    """The outlet of the alert, or one of the watches that hit."""
    if facts.alert is None:
        return _forgotten(facts)
    words = facts.words
    rows = [one_button(f"🔇 {facts.alert.outlet}", c.MuteOutlet(delivery=command.delivery))]
    for query in facts.alert.watches[:MOST_WATCHES_SHOWN]:
        watch = named(facts.subscriber, query)
        if watch:
            rows.append(one_button(f"🔇 {query}", c.ShowMute(watch=watch.id)))
    return Decision(reply=Reply(rows=(*rows, _back(command.delivery, words)), replaces=True))


def mute_outlet(command: c.MuteOutlet, facts: Facts) -> Decision:
    if facts.alert is None:
        return _forgotten(facts)
    outlet = facts.alert.outlet
    subscriber = with_muted_source(facts.subscriber, outlet, When(), facts)
    text = line(
        facts.words,
        "Nothing from {outlet} any more. {unmute} lets it speak again.",
        outlet=bold(outlet),
        unmute=typed(f"unmute {outlet}"),
    )
    return answer(text, subscriber=subscriber)


def not_relevant(command: c.NotRelevant, facts: Facts) -> Decision:
    """What would keep such an alert away: narrowing the watches that hit, or muting."""
    if facts.alert is None:
        return _forgotten(facts)
    words = facts.words
    rows: list[Row] = []
    for query in facts.alert.watches[:MOST_WATCHES_SHOWN]:
        watch = named(facts.subscriber, query)
        if watch and not facts.subscriber.provisioned:
            rows.append(one_button(words.say("Narrow {watch}", watch=query), c.ShowRefinements(watch=watch.id)))
        if watch:
            rows.append(one_button(words.say("Mute {watch}", watch=query), c.ShowMute(watch=watch.id)))
    rows.append(
        one_button(words.say("Mute {outlet}", outlet=facts.alert.outlet), c.MuteOutlet(delivery=command.delivery))
    )
    text = line(words, "Thank you. What should change?")
    return answer(text, *rows)


def why(command: c.Why, facts: Facts) -> Decision:
    """The way of a story to this chat, or the evidence of an alert that came."""
    if facts.account is not None and (command.url or facts.account.sought.judged is not None):
        telling = Telling(words=facts.words, now=facts.now, timezone=facts.subscriber.timezone)
        return Decision(reply=Reply(paragraphs=told(facts.account, telling)))
    if facts.alert is not None:
        return Decision(reply=Reply(paragraphs=tuple(_evidence(facts.alert, facts))))
    if command.delivery:
        return answer(line(facts.words, "That alert is too old; I do not know it any more."))
    text = line(
        facts.words,
        "Reply {why} to an alert, or send {example}.",
        why=typed("why"),
        example=typed("why https://…"),
    )
    return answer(text)


def _evidence(alert: Alert, facts: Facts) -> Iterator[Paragraph]:
    words = facts.words
    yield Paragraph(pieces=(link(alert.headline or alert.url, alert.url),))
    for query in alert.watches:
        yield line(words, "Your watch {watch} matched.", watch=bold(query))
    if alert.headline_marks:
        yield quoted(alert.headline, alert.headline_marks)
    for passage in alert.passages:
        yield quoted(passage.text, passage.marks)
    yield line(
        words,
        "{outlet} published it {age}.",
        outlet=alert.outlet,
        age=words.age(facts.now - alert.published),
    )


def _time(name: str) -> When:
    return TIMES[name] or When()


def _back(delivery: str, words: Language) -> Row:
    return one_button(words.say("‹ Back"), c.ShowAlert(delivery=delivery))


def _forgotten(facts: Facts) -> Decision:
    return Decision(reply=Reply(brief=facts.words.say("That alert is too old; I do not know it any more.")))
