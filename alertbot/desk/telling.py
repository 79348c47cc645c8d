"""How and when someone is told: the daily summary, the time zone, who may change it. No IO."""

from dataclasses import replace

from alertbot.alerts.subscriber import Mode, Subscriber
from alertbot.desk import command as c
from alertbot.desk.facts import Decision, Facts
from alertbot.desk.pieces import answer, one_button
from alertbot.desk.reply import Paragraph, bold, line, typed
from alertbot.desk.when import MORNING, read_clock
from alertbot.desk.zones import zone_of


def digest(command: c.Digest, facts: Facts) -> Decision:
    """A time alone asks for the summary beside the alerts; `only` and `both` choose."""
    at = read_clock(command.at) if command.at else facts.subscriber.digest_at or MORNING
    mode: Mode = command.mode or ("digest" if facts.subscriber.mode == "digest" else "both")
    none = mode == "instant"
    subscriber = replace(
        facts.subscriber, mode=mode, digest_at=None if none else at, digest_empty=command.always and not none
    )
    return answer(_digest_line(subscriber, facts), subscriber=subscriber, replaces=True)


def show_digest(command: c.ShowDigest, facts: Facts) -> Decision:
    at = facts.subscriber.digest_at or MORNING
    words, clock = facts.words, f"{at:%H:%M}"
    rows = (
        one_button(words.say("Alerts and a summary at {at}", at=clock), c.Digest(at=clock, mode="both")),
        one_button(words.say("Only a summary at {at}", at=clock), c.Digest(at=clock, mode="digest")),
        one_button(words.say("Only alerts"), c.Digest(mode="instant")),
    )
    return answer(_digest_line(facts.subscriber, facts), *rows)


def timezone(command: c.SetTimezone, facts: Facts) -> Decision:
    zone = zone_of(command.text, facts.words)
    if zone is None:
        text = line(
            facts.words,
            "I do not know the time zone {name}; send a capital, such as {example}, an offset, or your location.",
            name=bold(command.text),
            example=typed("timezone Paris"),
        )
        return answer(text)
    clock = facts.words.moment(facts.now, timezone=zone, now=facts.now)
    text = line(facts.words, "Your time zone is {zone}, where it is {clock} now.", zone=bold(zone), clock=clock)
    return answer(text, subscriber=replace(facts.subscriber, timezone=zone))


def show_timezone(command: c.ShowTimezone, facts: Facts) -> Decision:
    zone = facts.subscriber.timezone
    clock = facts.words.moment(facts.now, timezone=zone, now=facts.now)
    text = line(
        facts.words,
        "Your time zone is {zone}, where it is {clock} now. Change it with {example}.",
        zone=bold(zone),
        clock=clock,
        example=typed("timezone Paris"),
    )
    return answer(text)


def previews(command: c.LinkPreviews, facts: Facts) -> Decision:
    """Whether alerts come with a preview of their article, where a channel has such."""
    words = facts.words
    on = facts.subscriber.previews if command.on is None else command.on
    text = (
        line(
            words, "Alerts in Telegram show a preview of their article. {off} ends it.", off=typed("previews off")
        )
        if on
        else line(
            words,
            "Alerts come without a preview of their article. {on} shows one in Telegram.",
            on=typed("previews on"),
        )
    )
    return answer(text, subscriber=None if command.on is None else replace(facts.subscriber, previews=on))


def admins(command: c.AdminsOnly, facts: Facts) -> Decision:
    """Whether all members of a group may change its watches; only its admins may say so."""
    words = facts.words
    if not facts.in_group:
        return answer(line(words, "This is for groups."))
    if command.on is None or not facts.is_admin or facts.subscriber.provisioned:
        return answer(_who_may(facts.subscriber.admins_only, facts))
    subscriber = replace(facts.subscriber, admins_only=command.on)
    return answer(_who_may(command.on, facts), subscriber=subscriber)


def _who_may(admins_only: bool, facts: Facts) -> Paragraph:
    if admins_only:
        return line(
            facts.words,
            "Only admins of this group may change its watches. {off} lets everyone.",
            off=typed("admins off"),
        )
    return line(
        facts.words,
        "Everyone in this group may change its watches. {on} leaves it to admins.",
        on=typed("admins on"),
    )


def _digest_line(subscriber: Subscriber, facts: Facts) -> Paragraph:
    clock, zone = facts.words.clock(subscriber.digest_at or MORNING), subscriber.timezone
    match subscriber.mode:
        case "instant":
            return line(facts.words, "Alerts come at once, and there is no daily summary.")
        case "digest" if subscriber.digest_empty:
            return line(
                facts.words,
                "One summary a day at {clock} ({zone}), also without news, and no alerts between.",
                clock=clock,
                zone=zone,
            )
        case "digest":
            return line(
                facts.words,
                "One summary a day at {clock} ({zone}), and no alerts between.",
                clock=clock,
                zone=zone,
            )
        case "both" if subscriber.digest_empty:
            return line(
                facts.words,
                "Alerts come at once, and a summary every day at {clock} ({zone}), also without news.",
                clock=clock,
                zone=zone,
            )
        case "both":
            return line(
                facts.words,
                "Alerts come at once, and a summary every day at {clock} ({zone}).",
                clock=clock,
                zone=zone,
            )
