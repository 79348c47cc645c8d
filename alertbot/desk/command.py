"""What people can ask for: a closed union of values, the same for every surface. No IO.

`which` is as typed: a watch's text or its number in the list. `watch` is a watch's id, as a button
carries it. `delivery` is the id of the delivery an alert's button belongs to.
"""

from dataclasses import dataclass
from typing import Literal

from alertbot.alerts.quiet import QuietHours
from alertbot.alerts.subscriber import Mode
from alertbot.desk.when import FOR_EVER, When

How = Literal["phrase", "title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A first word; `shared` names a shared watchlist, as its link carries it."""

    shared: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AddWatches:
    """One or several watches, as typed."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Words that are no command, and perhaps a watch."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeShared:
    """All watches of a shared watchlist."""

    shared: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """What was just added stays; its buttons have done their work."""

    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """What was added together under the mark `batch` goes again."""

    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowList:
    """The watchlist, from page `page` (counted from 0)."""

    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowWatch:
    watch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowExamples:
    watch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRefinements:
    watch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refine:
    """Narrows a watch: as a `phrase`, spelled `exactly` so, in the `title`, with `+word` or without `-word`."""

    watch: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Puts another query, as typed, in the place of a watch."""

    watch: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEdit:
    """How to change a watch: the surface shows what to type."""

    watch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    which: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveWatch:
    watch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """Puts back what was removed together under the mark `batch`."""

    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """Silences a watch or an outlet, as typed; without `when` for ever."""

    which: str
    when: When = FOR_EVER


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteWatch:
    """Silences a watch; `when` None lets it speak again."""

    watch: str
    when: When | None = FOR_EVER


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMute:
    """How long a watch may be silenced."""

    watch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmute:
    """Lets a watch or an outlet, as typed, speak again."""

    which: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Holds everything; without `when` until resumed."""

    when: When = FOR_EVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Sets quiet hours; None turns them off. `silent` None leaves them silent, or holding, as they were."""

    hours: QuietHours | None
    silent: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHow:
    """Whether what happens in quiet hours comes at once without a sound, or waits."""

    silent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowQuiet:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The daily summary: `at` as typed and read by the decision, `mode` how it stands to alerts.

    With `always` it comes also on a day without news.
    """

    at: str = ""
    mode: Mode | None = None
    always: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDigest:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEmail:
    """Tells all of it to an e-mail address, too, as typed."""

    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailOff:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowEmail:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPreviews:
    """Whether alerts show a preview of their article; None asks."""

    on: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTimezone:
    """A place, an IANA name or an offset, as typed."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowTimezone:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSources:
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSource:
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Explains the story at `url`, or the alert of `delivery`."""

    url: str = ""
    delivery: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A link to the status page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAlert:
    """An alert's own buttons again."""

    delivery: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSnooze:
    delivery: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAlertMute:
    delivery: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteOutlet:
    """Silences the outlet of an alert for ever."""

    delivery: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRelevant:
    """An alert missed its mark: what could be narrowed."""

    delivery: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A watchlist, one watch a line."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """Everything of this subscriber is deleted, when `confirmed`."""

    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminsOnly:
    """Whether only a group's admins may change things; None asks."""

    on: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Nothing the desk understands. `verb` is the word it began with."""

    verb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Malformed:
    """A known verb whose argument could not be read."""

    verb: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A button of an older version, or a forged one."""


Command = (
    Start | Help | Privacy | AddWatches | Offer | TakeShared | Keep | Cancel
    | ShowList | ShowWatch | ShowExamples | ShowRefinements | Refine | Edit | AskEdit | Remove | RemoveWatch | Undo
    | Mute | MuteWatch | ShowMute | Unmute | Pause | Resume | Quiet | QuietHow | ShowQuiet | Digest | ShowDigest
    | LinkPreviews | AddEmail | EmailOff | ShowEmail | SetTimezone | ShowTimezone | ShowSources | AddSource
    | Why | Status | ShowAlert | ShowSnooze | ShowAlertMute | MuteOutlet | NotRelevant
    | Share | Export | Import | Forget | AdminsOnly | Unknown | Malformed | Stale
)  # fmt: skip
