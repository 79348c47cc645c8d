"""One command and the facts about who asks in, one decision out. No IO.

The only place that knows every command. Who may not change anything is told so here, before the
command is looked at.
"""

from collections.abc import Callable, Mapping

from alertbot.desk import (
    alerting,
    mailing,
    mine,
    night,
    page,
    quieting,
    showing,
    sources,
    telling,
    watching,
    welcome,
)
from alertbot.desk import command as c
from alertbot.desk.command import Command
from alertbot.desk.facts import Decision, Facts, Needs
from alertbot.desk.narrow import refined
from alertbot.errors import QueryError
from alertbot.watches.query import parse_watches

MOST_PREVIEWS = 3
"""Watches of one message that are previewed; more are counted only."""

Decide = Callable[..., Decision]

CHANGES: dict[type, Decide] = {
    c.AddWatches: watching.add,
    c.TakeShared: mine.take_shared,
    c.Cancel: watching.cancel,
    c.Refine: watching.refine,
    c.Edit: watching.edit,
    c.Remove: watching.remove,
    c.RemoveWatch: watching.remove_watch,
    c.Undo: watching.undo,
    c.Mute: quieting.mute,
    c.MuteWatch: quieting.mute_watch,
    c.Unmute: quieting.unmute,
    c.Pause: quieting.pause,
    c.Resume: quieting.resume,
    c.Quiet: night.quiet,
    c.QuietHow: night.quiet_how,
    c.Digest: telling.digest,
    c.AddEmail: mailing.add_email,
    c.EmailOff: mailing.email_off,
    c.LinkPreviews: telling.previews,
    c.SetTimezone: telling.timezone,
    c.MuteOutlet: alerting.mute_outlet,
    c.Import: mine.take_in,
    c.Forget: mine.forget,
}
"""What changes a subscriber, or is of no use to who may not."""

PRESSED = (c.Pause, c.Resume, c.Mute, c.MuteWatch, c.Unmute, c.MuteOutlet)
"""What also those may who read a provisioned watchlist: the buttons of an alert work for everyone."""

ANSWERS: dict[type, Decide] = {
    c.Start: welcome.start,
    c.Help: welcome.help_,
    c.Privacy: welcome.privacy,
    c.Offer: watching.offer,
    c.Keep: watching.keep,
    c.ShowList: showing.show_list,
    c.ShowWatch: showing.show_watch,
    c.ShowExamples: showing.show_examples,
    c.ShowRefinements: showing.show_refinements,
    c.AskEdit: showing.ask_edit,
    c.ShowMute: quieting.show_mute,
    c.ShowQuiet: night.show_quiet,
    c.ShowDigest: telling.show_digest,
    c.ShowEmail: mailing.show_email,
    c.ShowTimezone: telling.show_timezone,
    c.ShowSources: sources.show,
    c.AddSource: sources.add,
    c.Why: alerting.why,
    c.Status: page.status,
    c.ShowAlert: alerting.show,
    c.ShowSnooze: alerting.show_snooze,
    c.ShowAlertMute: alerting.show_mute,
    c.NotRelevant: alerting.not_relevant,
    c.Share: mine.share,
    c.Export: mine.export,
    c.AdminsOnly: telling.admins,
    c.Unknown: welcome.unknown,
    c.Malformed: welcome.malformed,
    c.Stale: welcome.stale,
}
"""What only answers; these look after themselves where they change something all the same."""


def decide(command: Command, facts: Facts) -> Decision:
    """What `command` leads to. Deciding again gives the same, so that it may be tried until it is kept."""
    if not facts.served and not facts.subscriber.provisioned:
        return welcome.not_served(command, facts)
    change = CHANGES.get(type(command))
    if change is None:
        return ANSWERS[type(command)](command, facts)
    if facts.subscriber.provisioned and type(command) not in PRESSED:
        return welcome.provisioned(command, facts)
    if not facts.may_change:
        return welcome.admins_only(command, facts)
    return change(command, facts)


def needs(command: Command, watches: Mapping[str, str]) -> Needs:
    """What to gather for `command`; `watches` are the queries of whoever asks, by id."""
    match command:
        case c.AddWatches() | c.Edit():
            return Needs(previews=_readable(command.text))
        case c.ShowExamples() | c.ShowRefinements() if command.watch in watches:
            query = watches[command.watch]
            return Needs(previews=(query,) if _readable(query) else ())
        case c.Refine() if command.watch in watches:
            return Needs(previews=_readable(refined(watches[command.watch], command.how)))
        case c.Start() | c.TakeShared():
            return Needs(shared=command.shared)
        case c.Status():
            return Needs(status=True)
        case c.ShowSources() | c.AddSource():
            return Needs(sources=True, source_url=command.url if isinstance(command, c.AddSource) else "")
        case _:
            return Needs(delivery=getattr(command, "delivery", ""), story_url=getattr(command, "url", ""))


def _readable(text: str) -> tuple[str, ...]:
    """The first queries of `text`, none when it cannot be read."""
    try:
        return tuple(query.text for query in parse_watches(text)[:MOST_PREVIEWS])
    except QueryError:
        return ()
