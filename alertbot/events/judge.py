"""The verdict on a story: same article, same text, same event, or news. Facts in, a decision out. No IO.

Three layers, the surest first. Identity keys say that it is the same article. Shared bands say that
it is the same text under another roof. Terms say that it is about the same event. Folding above a
threshold loses few events; what is near but below it alerts as `related`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from alertbot.events.clusters import Clusters
from alertbot.events.copies import numbers
from alertbot.events.developments import development, signs
from alertbot.events.memory import Copy, Event, Remembered
from alertbot.events.verdict import First, Judged, Kind, Verdict
from alertbot.events.wording import Wording, wording
from alertbot.stories.story import Story

QUIET_SECONDS = 24 * 3600.0
"""After so long without a word about an event, the next one is a development."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which nearness on a story is folded, by policy, and from which it is labelled related."""

    normal: float
    broad: float
    related: float


WITH_TEXT = Thresholds(normal=0.36, broad=0.27, related=0.20)
HEADLINE_ONLY = Thresholds(normal=0.25, broad=0.15, related=0.15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A judgement, and what is to be remembered; None for an article that is remembered already."""

    judged: Judged
    remembered: Remembered | None


def judge(story: Story, *, same: Copy | None, copies: Sequence[Copy], clusters: Clusters) -> Decision:
    """Judges `story` against all that is remembered.

    `same` is the article one of its identity keys belongs to; `copies` are articles whose text
    shares bands with its own.
    """
    said = wording(story.title, story.text)
    if same is not None:
        return _duplicate(story, same, clusters)
    mine = numbers(story.title, story.text)
    for copy in copies:
        if copy.numbers == mine and not said.title.isdisjoint(copy.words):
            return _copied(story, said, copy, clusters)
    return _by_event(story, said, clusters)


def _duplicate(story: Story, same: Copy, clusters: Clusters) -> Decision:
    event = clusters.get(same.event)
    judged = Judged(
        story=story.id,
        article=same.article,
        normal=Verdict(kind="duplicate", event=same.event),
        broad=Verdict(kind="duplicate", event=same.family),
        outlets=tuple(event.outlets) if event else (),
        reason="the same article: its address, its id or its headline of that day is known",
    )
    return Decision(judged=judged, remembered=None)


def _copied(story: Story, said: Wording, copy: Copy, clusters: Clusters) -> Decision:
    event = clusters.get(copy.event)
    if event is not None and story.outlet in event.outlets:
        judged = _duplicate(story, copy, clusters).judged
        return Decision(judged=replace(judged, reason="the same text again from the same outlet"), remembered=None)
    return _joining(story, said, copy.event, copy.family, event, "the same text under another headline")


def _by_event(story: Story, said: Wording, clusters: Clusters) -> Decision:
    limits = WITH_TEXT if said.rich else HEADLINE_ONLY
    near = clusters.nearest(said, at=story.seen.timestamp())
    if near is None or near.score < limits.related:
        return _decision(story, said, "new", None, story.id, story.id, "nothing like it in three days")
    reason = f"nearness {near.score:.2f} to {near.event.first_title[:80]!r}"
    if near.score >= limits.normal:
        return _joining(story, said, near.event.id, near.event.family, near.event, reason)
    family = near.event.family if near.score >= limits.broad else story.id
    return _decision(story, said, "related", near.event, story.id, family, reason)


def _joining(
    story: Story, said: Wording, event_id: str, family: str, event: Event | None, reason: str
) -> Decision:
    fresh = _fresh(story, event) if event else ""
    if fresh:
        return _decision(story, said, "update", event, event_id, family, f"{fresh}; {reason}")
    return _decision(story, said, "joined", event, event_id, family, reason)


def _fresh(story: Story, event: Event) -> str:
    silence = story.seen.timestamp() - event.last
    if silence > QUIET_SECONDS:
        return f"nothing was heard of it for {silence / 3600:.0f} hours"
    return development(signs(story.title), event.told)


def _decision(
    story: Story, said: Wording, kind: Kind, event: Event | None, event_id: str, family: str, reason: str
) -> Decision:
    outlets = dict.fromkeys((*(event.outlets if event and event.id == event_id else ()), story.outlet))
    judged = Judged(
        story=story.id,
        article=story.id,
        normal=Verdict(kind=kind, event=event_id),
        broad=Verdict(kind=_broad(kind, story, family), event=family),
        first=_first(event) if kind in ("update", "related") and event else None,
        outlets=tuple(outlets),
        reason=reason,
    )
    remembered = Remembered(
        story=story.id,
        event=event_id,
        family=family,
        kind=kind,
        outlet=story.outlet,
        title=story.title,
        url=story.url,
        at=story.seen.timestamp(),
        terms=said.terms,
        years=said.years,
        rich=said.rich,
    )
    return Decision(judged=judged, remembered=remembered)


def _broad(kind: Kind, story: Story, family: str) -> Kind:
    """A related story is folded by those who fold broadly, when it is near enough for them."""
    return "joined" if kind == "related" and family != story.id else kind


def _first(event: Event) -> First:
    return First(
        event=event.id,
        story=event.first_story,
        title=event.first_title,
        url=event.first_url,
        outlet=event.first_outlet,
    )
