"""What a button carries: a command as a short token, `1:verb:argument:…`. No IO.

Telegram gives 64 bytes. A token says which version wrote it; one that cannot be read (older,
newer or forged) is `Stale` and changes nothing. Ids in a token are looked up in the watchlist of
the chat the button was pressed in, so it can never reach another one.
"""

import re
from collections.abc import Callable
from datetime import timedelta

from alertbot.alerts.quiet import QuietHours
from alertbot.alerts.subscriber import Mode
from alertbot.desk import command as c
from alertbot.desk.command import Command
from alertbot.desk.when import MORNING, When, read_quiet

VERSION = "1"
LONGEST_BYTES = 64
ID = re.compile(r"[A-Za-z0-9_-]{1,22}")

MODES: dict[str, Mode] = {"i": "instant", "d": "digest", "b": "both"}
TIMES: dict[str, When | None] = {
    "1h": When(length=timedelta(hours=1)),
    "1d": When(length=timedelta(days=1)),
    "7d": When(length=timedelta(days=7)),
    "am": When(clock=MORNING, days=1),
    "ever": When(),
    "": None,
}
"""The times buttons offer, by their short names."""


def encode(command: Command) -> str:
    """The token for a command a button can carry; ValueError for any other, or one that is too long."""
    for verb, (kind, write, _) in ACTIONS.items():
        if isinstance(command, kind):
            token = ":".join((VERSION, verb, *write(command)))
            if fits(token):
                return token
            raise ValueError(f"a token of more than {LONGEST_BYTES} bytes")
    raise ValueError(f"no button carries {type(command).__name__}")


def decode(token: str) -> Command:
    """The command of a token; `Stale` for whatever is none."""
    version, _, said = token.partition(":")
    verb, _, rest = said.partition(":")
    if version != VERSION or verb not in ACTIONS or not fits(token):
        return c.Stale()
    try:
        return ACTIONS[verb][2](rest)
    except (ValueError, KeyError):
        return c.Stale()


def fits(token: str) -> bool:
    return len(token.encode("utf-8", "replace")) <= LONGEST_BYTES


def _id(text: str) -> str:
    if not ID.fullmatch(text):
        raise ValueError(text)
    return text


def _page(text: str) -> int:
    if not re.fullmatch(r"\d{1,4}", text):
        raise ValueError(text)
    return int(text)


def _two(text: str) -> tuple[str, str]:
    """An id and what follows it."""
    first, _, rest = text.partition(":")
    return _id(first), rest


def _name(when: When | None) -> str:
    for name, known in TIMES.items():
        if known == when:
            return name
    raise ValueError("no button offers this time")


def _mute(text: str) -> Command:
    watch, name = _two(text)
    return c.MuteWatch(watch=watch, when=TIMES[name])


def _pause(text: str) -> Command:
    when = TIMES[text]
    if when is None:
        raise ValueError(text)
    return c.Pause(when=when)


def _refine(text: str) -> Command:
    watch, how = _two(text)
    if how not in ("phrase", "title", "exactly") and not re.fullmatch(r"[+-][^\W_]+", how):
        raise ValueError(text)
    return c.Refine(watch=watch, how=how)


def _hours(hours: QuietHours | None) -> str:
    """Without colons, which separate arguments."""
    return f"{hours.start:%H.%M}-{hours.end:%H.%M}" if hours else ""


def _quiet(text: str) -> Command:
    hours = read_quiet(text) if text else None
    if text and hours is None:
        raise ValueError(text)
    return c.Quiet(hours=hours)


def _how(text: str) -> Command:
    return c.QuietHow(silent={"s": True, "h": False}[text])


def _digest(text: str) -> Command:
    mode, _, at = text.partition(":")
    if not re.fullmatch(r"(\d\d:\d\d)?", at):
        raise ValueError(text)
    return c.Digest(at=at, mode=MODES[mode])


def _some(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text


Action = tuple[type, Callable[..., tuple[str, ...]], Callable[[str], Command]]
"""A command, how its arguments are written, how they are read."""


def _bare(kind: Callable[[], Command]) -> Action:
    return type(kind()), lambda each: (), lambda text: kind()


def _about(kind: Callable[..., Command], field: str, read: Callable[[str], object] = _id) -> Action:
    """A command with one argument."""
    return (
        kind,  # type: ignore[return-value]  # a class, which is all that is ever given
        lambda each: (str(getattr(each, field)),),
        lambda text: kind(**{field: read(text)}),
    )


ACTIONS: dict[str, Action] = {
    "a": _about(c.AddWatches, "text", _some),
    "ts": _about(c.TakeShared, "shared"),
    "k": _about(c.Keep, "batch"),
    "x": _about(c.Cancel, "batch"),
    "l": _about(c.ShowList, "page", _page),
    "w": _about(c.ShowWatch, "watch"),
    "e": _about(c.ShowExamples, "watch"),
    "rs": _about(c.ShowRefinements, "watch"),
    "r": (c.Refine, lambda each: (each.watch, each.how), _refine),
    "ed": _about(c.AskEdit, "watch"),
    "d": _about(c.RemoveWatch, "watch"),
    "u": _about(c.Undo, "batch"),
    "ms": _about(c.ShowMute, "watch"),
    "m": (c.MuteWatch, lambda each: (each.watch, _name(each.when)), _mute),
    "p": (c.Pause, lambda each: (_name(each.when),), _pause),
    "go": _bare(c.Resume),
    "q": (c.Quiet, lambda each: (_hours(each.hours),), _quiet),
    "qh": (c.QuietHow, lambda each: ("s" if each.silent else "h",), _how),
    "dg": (c.Digest, lambda each: ((each.mode or "instant")[0], each.at), _digest),
    "s": _about(c.ShowSources, "page", _page),
    "y": _about(c.Why, "delivery"),
    "al": _about(c.ShowAlert, "delivery"),
    "z": _about(c.ShowSnooze, "delivery"),
    "am": _about(c.ShowAlertMute, "delivery"),
    "mo": _about(c.MuteOutlet, "delivery"),
    "n": _about(c.NotRelevant, "delivery"),
    "sh": _bare(c.Share),
    "ex": _bare(c.Export),
    "f": (
        c.Forget,
        lambda each: ("yes",) if each.confirmed else (),
        lambda text: c.Forget(confirmed=text == "yes"),
    ),
    "h": _bare(c.Help),
}
"""By verb. A verb is never used again for something else."""
