"""What people type, read into a command. Strings in, commands out. No IO.

One grammar for every surface: Telegram takes the slash (and its own name) away first, Slack hands
over what follows `/alertbot`.
"""

import re
from collections.abc import Callable

from alertbot.alerts.subscriber import Mode
from alertbot.desk.command import (
    AddEmail,
    AddSource,
    AddWatches,
    AdminsOnly,
    Command,
    Digest,
    EmailOff,
    Export,
    Forget,
    Help,
    Import,
    LinkPreviews,
    Malformed,
    Mute,
    Pause,
    Privacy,
    Quiet,
    QuietHow,
    Remove,
    Resume,
    SetTimezone,
    Share,
    ShowDigest,
    ShowEmail,
    ShowList,
    ShowQuiet,
    ShowSources,
    ShowTimezone,
    Start,
    Status,
    Unknown,
    Unmute,
    Why,
)
from alertbot.desk.when import read_clock, read_quiet, read_when

OFF = ("off", "none", "no", "0", "non", "aucun")
ON = ("on", "yes", "oui")
SILENT = ("silent", "silently", "silencieux", "silence")
HELD = ("held", "hold", "wait", "retenir", "attendre")
SNOOZE = "1h"
ALWAYS = ("always", "toujours")
MODES: dict[str, Mode] = {"only": "digest", "both": "both"}


def understand(text: str) -> Command:
    """The command that `text` asks for; its first word is the verb, in any case."""
    verb, _, rest = text.strip().partition("\n" if re.match(r"\S+\n", text.strip()) else " ")
    read = VERBS.get(verb.lower())
    return read(rest.strip()) if read else Unknown(verb=verb)


def _pause(text: str, verb: str = "pause") -> Command:
    if not text:
        return Pause()
    when = read_when(text)
    return Pause(when=when) if when else Malformed(verb=verb, text=text)


def _snooze(text: str) -> Command:
    return _pause(text or SNOOZE, "snooze")


def _mute(text: str) -> Command:
    """`mute Mistral`, `mute TechCrunch 2h`, `mute 3 until tomorrow`: the longest ending that is a time."""
    if not text:
        return Malformed(verb="mute", text="")
    words = text.split(" ")
    for place in range(1, len(words)):
        when = read_when(" ".join(words[place:]))
        if when:
            return Mute(which=" ".join(words[:place]), when=when)
    return Mute(which=text)


def _quiet(text: str) -> Command:
    """`quiet 22-7`, `quiet 22-7 silent`, `quiet silent`, `quiet hold`, `quiet off`."""
    if not text:
        return ShowQuiet()
    if text.lower() in OFF:
        return Quiet(hours=None)
    span, _, how = text.lower().rpartition(" ")
    if how not in SILENT + HELD:
        span, silent = text, None
    elif span:
        silent = how in SILENT
    else:
        return QuietHow(silent=how in SILENT)
    hours = read_quiet(span)
    return Quiet(hours=hours, silent=silent) if hours else Malformed(verb="quiet", text=text)


def _digest(text: str) -> Command:
    """`digest 8:00`, `digest off`, `digest only`, `digest 8:00 both`, `digest 8:00 always`."""
    if not text:
        return ShowDigest()
    if text.lower() in OFF:
        return Digest(mode="instant")
    said = text.lower().split()
    always = said[-1] in ALWAYS
    said = said[:-1] if always else said
    mode = MODES.get(said[-1]) if said else None
    at = " ".join(said[:-1] if mode else said)
    if at and read_clock(at) is None:
        return Malformed(verb="digest", text=text)
    return Digest(at=at, mode=mode, always=always)


def _sources(text: str) -> Command:
    verb, _, rest = text.partition(" ")
    if not text:
        return ShowSources()
    if verb.lower() == "add" and rest.strip():
        return AddSource(url=rest.strip())
    return Malformed(verb="sources", text=text)


def _email(text: str) -> Command:
    """`email me@example.org`, `email off`, `email`."""
    if not text:
        return ShowEmail()
    return EmailOff() if text.lower() in OFF else AddEmail(address=text.removeprefix("mailto:"))


def _admins(text: str) -> Command:
    if text.lower() in (*ON, *OFF, ""):
        return AdminsOnly(on=text.lower() in ON if text else None)
    return Malformed(verb="admins", text=text)


def _previews(text: str) -> Command:
    if text.lower() in (*ON, *OFF, ""):
        return LinkPreviews(on=text.lower() in ON if text else None)
    return Malformed(verb="previews", text=text)


def _needing(verb: str, make: Callable[[str], Command]) -> Callable[[str], Command]:
    """A verb that means nothing without more words."""
    return lambda text: make(text) if text else Malformed(verb=verb, text="")


VERBS: dict[str, Callable[[str], Command]] = {
    "start": lambda text: Start(shared=text),
    "help": lambda text: Help(),
    "privacy": lambda text: Privacy(),
    "watch": _needing("watch", lambda text: AddWatches(text=text)),
    "list": lambda text: ShowList(),
    "unwatch": _needing("unwatch", lambda text: Remove(which=text)),
    "remove": _needing("unwatch", lambda text: Remove(which=text)),
    "mute": _mute,
    "unmute": _needing("unmute", lambda text: Unmute(which=text)),
    "pause": _pause,
    "snooze": _snooze,
    "resume": lambda text: Resume(),
    "quiet": _quiet,
    "digest": _digest,
    "previews": _previews,
    "email": _email,
    "timezone": lambda text: SetTimezone(text=text) if text else ShowTimezone(),
    "sources": _sources,
    "why": lambda text: Why(url=text),
    "status": lambda text: Status(),
    "share": lambda text: Share(),
    "export": lambda text: Export(),
    "import": _needing("import", lambda text: Import(text=text)),
    "forget": lambda text: Forget(),
    "admins": _admins,
}
