"""A second event that was folded into another one, found out. Terms in, strands out. No IO.

What is folded into an event by mistake comes as a strand: reports like each other, and unlike all that was
alerted. One such report is an odd one; when a second agrees with it, somebody should hear of it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter

ALIKE = 0.55
"""From this nearness on two reports of one event tell the same of it."""
FAR = 0.37
"""Down from this nearness a report tells other things than an alert did."""
MOST_STRANDS = 12
SHAPING = 8
"""So many reports make a strand what it is: it stays small."""

Rarity = Mapping[int, float]


@dataclass(slots=True, eq=False)
class Strand:
    """Reports of one event that tell the same: sums of their term weights. `told` says that one alerted."""

    sums: dict[int, float]
    told: bool
    stories: int = 1


def weave(strands: list[Strand], terms: Mapping[int, float], *, told: bool, rarity: Rarity) -> None:
    """Takes a report with `terms` up into the strand it belongs to, or as one of its own."""
    near, strand = _nearest(strands, terms, rarity)
    if strand is None or near < ALIKE:
        if len(strands) >= MOST_STRANDS:
            strands.remove(min(strands, key=attrgetter("stories")))
        strands.append(Strand(dict(terms), told))
        return
    strand.told |= told
    strand.stories += 1
    if strand.stories <= SHAPING:
        for term, weight in terms.items():
            strand.sums[term] = strand.sums.get(term, 0.0) + weight


def agreeing(strands: list[Strand], terms: Mapping[int, float], rarity: Rarity) -> int:
    """How many reports, that with `terms` among them, agree on what no alert told; 0 when it agrees with none."""
    near, strand = _nearest(strands, terms, rarity)
    if strand is None or near < ALIKE or strand.told:
        return 0
    told = [each for each in strands if each.told]
    return 0 if _nearest(told, terms, rarity)[0] > FAR else strand.stories + 1


def _nearest(strands: list[Strand], terms: Mapping[int, float], rarity: Rarity) -> tuple[float, Strand | None]:
    said = {term: weight * rarity[term] for term, weight in terms.items()}
    length = math.hypot(*said.values())
    best: tuple[float, Strand | None] = 0.0, None
    for strand in strands:
        sums = {term: weight * rarity[term] for term, weight in strand.sums.items()}
        shared = sum([said[term] * sums[term] for term in said.keys() & sums.keys()])
        near = shared / (length * math.hypot(*sums.values()) or 1.0)
        if near > best[0]:
            best = near, strand
    return best
