"""The sentence that shows why. A text and its evidence in, passages out. No IO."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from alertbot.alerts.alert import Passage, Span
from alertbot.watches.sentences import sentence_bounds
from alertbot.watches.tokens import CHARACTERS

LIMIT = 240
"""Characters a passage may have, the ellipses included."""

_CUT: Final = re.compile(f"[ {CHARACTERS}]")
"""Where a text may be cut: at a blank, or anywhere in a script that is written without."""


def passages(text: str, groups: Sequence[Sequence[Span]], *, most: int) -> tuple[Passage, ...]:
    """At most `most` passages of `text` that together show every group of spans, if they can.

    A group is the evidence of one watch. Each is shown by the stretch of sentences that holds most
    of all the evidence; one stretch serves every group it covers.
    """
    bounds = sentence_bounds(text)
    everything = merged(span for group in groups for span in group)
    chosen: list[tuple[int, int]] = []
    for group in groups:
        if group and not any(_covers(stretch, group) for stretch in chosen):
            chosen.append(max(_stretches(bounds, group), key=lambda stretch: _weight(stretch, group, everything)))
    return tuple(_cut(text, stretch, everything) for stretch in dict.fromkeys(chosen[:most]))


def lead(text: str, *, headline: str) -> tuple[Passage, ...]:
    """The first sentence of `text` that says something else than `headline`; none when there is none."""
    sentences = (_cut(text, bounds, ()) for bounds in sentence_bounds(text))
    return tuple(islice((each for each in sentences if not repeats(each, headline)), 1))


def repeats(passage: Passage, headline: str) -> bool:
    """Whether `passage` says no more than `headline`."""
    return passage.text.strip(" .…").casefold() in headline.casefold()


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """`spans` sorted, with those that touch or overlap made one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(start=joined[-1].start, end=max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _stretches(bounds: list[tuple[int, int]], group: Sequence[Span]) -> list[tuple[int, int]]:
    """Every sentence with evidence, and the run of sentences from the first to the last of it."""
    sentences = [(start, end) for start, end in bounds if any(start <= span.start < end for span in group)]
    run = (sentences[0][0], sentences[-1][1])
    return [*sentences, run] if group[-1].end - group[0].start <= LIMIT else sentences


def _covers(stretch: tuple[int, int], group: Sequence[Span]) -> bool:
    return any(stretch[0] <= span.start and span.end <= stretch[1] for span in group)


def _weight(stretch: tuple[int, int], group: Sequence[Span], everything: Sequence[Span]) -> tuple[int, int, int]:
    """More of this watch first, then more of all watches, then the earlier place."""
    start, end = stretch
    return (
        sum(start <= span.start < end for span in group),
        sum(start <= span.start < end for span in everything),
        -start,
    )


def _cut(text: str, stretch: tuple[int, int], everything: Sequence[Span]) -> Passage:
    """The stretch without surrounding blanks, cut at words around its first evidence."""
    start, end = _trim(text, *stretch)
    marks = [span for span in everything if start <= span.start and span.end <= end]
    head = tail = ""
    if end - start > LIMIT:
        first, last = start, end
        start, end = _window(text, first, last, marks)
        head, tail = "…" if start > first else "", "…" if end < last else ""
    shift = len(head) - start
    return Passage(
        text=head + text[start:end].replace("\n", " ") + tail,
        marks=tuple(
            Span(start=span.start + shift, end=span.end + shift)
            for span in marks
            if start <= span.start and span.end <= end
        ),
    )


def _window(text: str, first: int, last: int, marks: Sequence[Span]) -> tuple[int, int]:
    """At most LIMIT - 2 characters of `first` to `last` around the marks, from word to word."""
    room = LIMIT - 2
    wanted = marks[0].start if marks else first
    shown = [span for span in marks if span.end <= wanted + room]
    width = (shown[-1].end if shown else wanted) - wanted
    start = max(first, min(wanted - (room - width) // 2, last - room))
    end = min(last, start + room)
    if start > first:
        cut = _CUT.search(text, start, wanted)
        start = wanted if cut is None else cut.end() if cut[0] == " " else cut.start()
    if end < last:
        space = text.rfind(" ", shown[-1].end if shown else start, end)
        end = space if space >= 0 and not _CUT.match(text, end - 1) else end
    return _trim(text, start, end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
