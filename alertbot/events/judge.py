"""The verdict on a story: same article, same text, same event, or news. Facts in, a decision out. No IO.

Three layers, the surest first. Identity keys say that it is the same article. Shared bands say that
it is the same text under another roof. Terms say that it is about the same event. Folding above a
threshold loses few events; what is near but below it alerts as `related`.
"""

from collections import Counter
from collections.abc import Container, Sequence, Set
from dataclasses import dataclass, replace

from alertbot.events.clusters import Clusters
from alertbot.events.copies import Traits
from alertbot.events.days import other_days
from alertbot.events.developments import development, outcome, signs
from alertbot.events.furniture import other_matter, same_matter, unlike
from alertbot.events.memory import Copy, Event, Remembered, told_by
from alertbot.events.series import about_others, another_number, is_column, recurs, returns
from alertbot.events.verdict import First, Judged, Kind, Verdict, family_of
from alertbot.events.wording import Wording, wording
from alertbot.stories.story import Story

FEWEST_TERMS = 4
"""A story that says less than this is about an event of its own, for all that can be known."""

FEWEST_SHARED = 2
"""One name in common is a subject, not yet an event."""

OWN_OUTLET = 0.15

QUIET_SECONDS = 24 * 3600.0
"""After so long without a word about an event, the next one is a development."""

SETTLED_SECONDS = 3 * 3600.0
"""While an event is younger, outlets differ in how much they say of it; later a first arrest or death is news."""

SAME_WORDS = "the same words around something else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Folding:
    """From which nearness on a story is folded, and from which it is labelled related; `careful` folding
    also wants more than one term in common, and more of an outlet that told of the event before. With
    `crowd` it counts for an event how many stories are about it: a headline alone says little."""

    fold: float
    related: float
    careful: bool = False
    crowd: bool = False


NORMAL = Folding(fold=0.24, related=0.20, careful=True)
NORMAL_HEADLINE = Folding(fold=0.22, related=0.15, careful=True)
BROAD = Folding(fold=0.26, related=0.20)
BROAD_HEADLINE = Folding(fold=0.22, related=0.10, crowd=True)


@dataclass(frozen=True, slots=True)
class Events:
    """All live events: as normal subscribers hear of them, and as those do who fold broadly."""

    normal: Clusters
    broad: Clusters

    def apply(self, story: Remembered) -> None:
        self.normal.apply(story)
        self.broad.apply(story)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A judgement, and what is to be remembered; None for an article that is remembered already. `series`
    says that the text is the next of a series, or of a firm: what it shares with the others is theirs, not
    everybody's, and the one after it is known by that."""

    judged: Judged
    remembered: Remembered | None
    series: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """What is known of a text beside its words: `apart` are events whose next text of a series it is; it is
    `furnished` when it is much like a text that is about something else."""

    apart: Set[str]
    furnished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """What one way of folding makes of a story: `event` is the one it is folded into or near to, which it is not
    folded into for being `furnished` like it."""

    kind: Kind
    name: str
    event: Event | None
    reason: str
    furnished: bool = False

    @property
    def first(self) -> First | None:
        return _first(self.event) if self.kind in ("update", "related") and self.event else None

    @property
    def outlets(self) -> tuple[str, ...]:
        return tuple(self.event.outlets) if self.event and self.event.id == self.name else ()


def judge(story: Story, text: Traits, *, same: Copy | None, copies: Sequence[Copy], events: Events) -> Decision:
    """Judges `story`, whose text has the traits `text`, against all that is remembered.

    `same` is the article one of its identity keys belongs to; `copies` are articles whose text
    shares shingles with its own, those that share most first.
    """
    if same is not None:
        reason = "the same article: its address, its id or its headline of that day is known"
        return _duplicate(story, same, events, reason)
    copies = _together(copies)
    alike = [copy for copy in copies if text.repeat(copy.traits, shared=copy.shared)]
    whole = wording(story.title, story.text, story.url)
    copied = _believed(story, whole, text, alike, events.normal)
    if copied:
        return _repeated(story, whole, text, copied, events)
    teased = any(text.retell(copy.traits, shared=copy.shared) for copy in copies)  # its text says nothing then
    said = wording(story.title, "", story.url) if teased else whole
    rich = said.rich
    series = [copy for copy in copies if text.follow(copy.traits, shared=copy.shared)]
    beside = _Beside(apart={name for copy in series for name in (copy.event, copy.family)}, furnished=bool(alike))
    normal = _view(story, said, events.normal, NORMAL if rich else NORMAL_HEADLINE, story.id, beside)
    broad = _view(story, said, events.broad, BROAD if rich else BROAD_HEADLINE, family_of(story.id), beside)
    in_series = bool(series) or normal.furnished
    return _decision(story, said, events.normal.telling(said), normal, broad, series=in_series)


def _believed(story: Story, said: Wording, text: Traits, alike: Sequence[Copy], clusters: Clusters) -> list[Copy]:
    """Those of `alike` whose event the headline is about too, with no other number in it.

    A text that is nearly the same, or a part of it, may have a headline from anywhere in it. It must be that
    where nobody knows any more what the event was.
    """
    if not alike:
        return []
    telling = clusters.telling(said)
    facts = [(copy, clusters.get(copy.event), text.nearly(copy.traits, shared=copy.shared)) for copy in alike]
    return [copy for copy, event, nearly in facts if _about(story, said, event, nearly=nearly, telling=telling)]


def _about(story: Story, said: Wording, event: Event | None, *, nearly: bool, telling: Container[int]) -> bool:
    if event is None:
        return nearly
    if is_column(event.first_title) and not is_column(story.title):
        return False
    if not nearly and other_matter(said, event, telling):
        return False
    return same_matter(story.title, said, event) and not another_number(story, event)


def _together(copies: Sequence[Copy]) -> list[Copy]:
    """`copies` with what all texts of their event share: each shingle leads only to the first that had it."""
    shared = Counter[str]()
    for copy in copies:
        shared[copy.event] += copy.shared
    return [replace(copy, shared=shared[copy.event]) for copy in copies]


def _repeated(story: Story, said: Wording, text: Traits, copied: Sequence[Copy], events: Events) -> Decision:
    """The decision on a story whose text was seen before."""
    theirs = (copy for copy in copied if copy.traits.outlet == text.outlet)
    own = next((copy for copy in theirs if told_by(story.outlet, events.normal.get(copy.event))), None)
    copy = own or copied[0]
    event = events.normal.get(copy.event)
    if own and not (event and development(signs(story.title), event.told)):
        return _duplicate(story, own, events, "the same text again from the same outlet")
    reason = f"the same text: {copy.shared} of {min(text.size, copy.traits.size)} samples are shared"
    normal = _joining(story, copy.event, event, reason, copied=True)
    broad = _joining(story, copy.family, events.broad.get(copy.family), reason, copied=True)
    return _decision(story, said, events.normal.telling(said), normal, broad)


def _duplicate(story: Story, same: Copy, events: Events, reason: str) -> Decision:
    normal, broad = events.normal.get(same.event), events.broad.get(same.family)
    judged = Judged(
        story=story.id,
        article=same.article,
        normal=Verdict(kind="duplicate", event=same.event),
        broad=Verdict(kind="duplicate", event=same.family),
        outlets=tuple(normal.outlets) if normal else (),
        broad_outlets=tuple(broad.outlets) if broad else (),
        reason=reason,
    )
    return Decision(judged=judged, remembered=None)


def _view(story: Story, said: Wording, clusters: Clusters, folding: Folding, own: str, beside: _Beside) -> _View:
    """How `story` looks among `clusters`; `own` names the event it would found."""
    enough = not folding.careful or said.words >= FEWEST_TERMS
    near = clusters.nearest(said, at=story.seen.timestamp(), crowd=folding.crowd) if enough else None
    if near is None or near.score < folding.related:
        return _View(kind="new", name=own, event=None, reason="nothing like it in three days")
    reason = f"nearness {near.score:.2f} to {near.event.first_title[:80]!r}"
    if recurs(story, near.event) or is_column(story.title):
        return _View(kind="new", name=own, event=None, reason=f"a headline that comes back; {reason}")
    again = folding.careful and not said.rich and story.outlet in near.event.outlets
    shared = not folding.careful or near.shared >= FEWEST_SHARED
    if not shared or near.score < folding.fold + (OWN_OUTLET if again else 0.0):
        return _View(kind="related" if shared else "new", name=own, event=near.event, reason=reason)
    apart = _apart(story, said, near.event, clusters, folding, beside)
    if apart:
        reason, furnished = f"{apart}; {reason}", apart == SAME_WORDS
        return _View(kind="related", name=own, event=near.event, reason=reason, furnished=furnished)
    joining = _joining(story, near.event.id, near.event, reason)
    return _agreed(joining, clusters.untold(near.event, said)) if said.rich else joining


def _apart(
    story: Story, said: Wording, event: Event, clusters: Clusters, folding: Folding, beside: _Beside
) -> str:
    """Why a story is no report of `event`, however near to it; empty for a report of it."""
    if folding.careful and (others := about_others(story, said, event, clusters)):
        return others
    if beside.furnished and other_matter(said, event, clusters.telling(said)):
        return SAME_WORDS
    if another_number(story, event):
        return "only numbers of the headline differ"
    next_one = event.id in beside.apart or (beside.apart and story.outlet in event.outlets)
    if next_one and not development(signs(story.title), event.told):
        return "the next text of a series"
    if is_column(event.first_title):
        return "a column tells of many things"
    if returns(story, event) and (days := other_days(said.terms, event.sums)):
        return f"a rubric that comes back: {days}"
    silence = _silence(story, event)
    if folding.careful and silence and unlike(said, event, clusters.telling(said)):
        return f"something else after {silence / 3600:.0f} hours of silence"
    return ""


def _agreed(view: _View, reports: int) -> _View:
    """`view`, but an update when so many `reports` agree on what no alert of the event told."""
    if view.kind != "joined" or not reports:
        return view
    return replace(view, kind="update", reason=f"{reports} reports agree on what no alert told; {view.reason}")


def _joining(story: Story, name: str, event: Event | None, reason: str, *, copied: bool = False) -> _View:
    fresh = _fresh(story, event, copied=copied) if event else ""
    if fresh:
        return _View(kind="update", name=name, event=event, reason=f"{fresh}; {reason}")
    return _View(kind="joined", name=name, event=event, reason=reason)


def _fresh(story: Story, event: Event, *, copied: bool) -> str:
    """What is new about `event`; a text that was `copied` is no news for being late."""
    now, age = signs(story.title), story.seen.timestamp() - event.began
    silence = 0.0 if copied else _silence(story, event)
    if silence:
        return f"nothing was heard of it for {silence / 3600:.0f} hours"
    return development(now, event.told) or (outcome(now, event.told, event.sums) if age > SETTLED_SECONDS else "")


def _silence(story: Story, event: Event) -> float:
    """For how many seconds nothing was heard of `event`; 0 for less than a day."""
    silence = story.seen.timestamp() - event.last
    return silence if silence > QUIET_SECONDS else 0.0


def _decision(
    story: Story, said: Wording, terms: dict[int, float], normal: _View, broad: _View, *, series: bool = False
) -> Decision:
    grown = [view.outlets for view in (normal, broad) if view.outlets]
    judged = Judged(
        story=story.id,
        article=story.id,
        normal=Verdict(kind=normal.kind, event=normal.name),
        broad=Verdict(kind=broad.kind, event=broad.name),
        first=normal.first,
        broad_first=broad.first,
        outlets=_with(normal.outlets, story.outlet),
        broad_outlets=_with(broad.outlets, story.outlet),
        joins=any(story.outlet not in outlets for outlets in grown),
        reason=normal.reason,
        broad_reason=broad.reason,
    )
    remembered = Remembered(
        story=story.id,
        event=normal.name,
        family=broad.name,
        kind=normal.kind,
        outlet=story.outlet,
        title=story.title,
        url=story.url,
        at=float(int(story.seen.timestamp())),
        terms=terms,
        years=said.years,
    )
    return Decision(judged=judged, remembered=remembered, series=series)


def _first(event: Event) -> First:
    return First(
        event=event.id,
        story=event.first_story,
        title=event.first_title,
        url=event.first_url,
        outlet=event.first_outlet,
    )


def _with(outlets: tuple[str, ...], outlet: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*outlets, outlet)))


def founds(decision: Decision) -> bool:
    """Whether the story is about an event of its own: passages that it shares with others are boilerplate."""
    return decision.judged.normal.kind in ("new", "related") and not decision.series


def copy_of(decision: Decision, text: Traits, *, number: int) -> Copy:
    """What later copies of a story, whose text has the traits `text`, are held against."""
    judged = decision.judged
    return Copy(
        number=number,
        article=judged.article,
        event=judged.normal.event,
        family=judged.broad.event,
        traits=text,
    )
