"""What outlets, agencies and companies put around all of their texts: an invitation before, an imprint behind.

It makes unlike texts look like copies. A headline tells: it is about the text below it. Wordings in, yes or no
out. No IO.
"""

from collections.abc import Container

from alertbot.events.memory import Event
from alertbot.events.wording import COMMON, Wording, stems, term

LEAST_ABOUT = 0.25
"""So much of a headline at least stands in a text that is its own."""
MOST_UNKNOWN = 0.5
"""A headline that takes so much from its own text which an event never told of is about something else."""
COMMON_TERMS = frozenset(term(word) for word in COMMON)


def same_matter(title: str, said: Wording, event: Event) -> bool:
    """Whether the headline `title` of a story is about `event`, or that of `event` is taken up by the story.

    Otherwise what their texts share is furniture, however much of it there is. Numbers say nothing: two
    matches end 2-1.
    """
    ours, first = _telling(title), _telling(event.first_title)
    if len(ours & event.sums.keys()) >= LEAST_ABOUT * len(ours):
        return True
    return len(first & said.terms.keys()) >= LEAST_ABOUT * len(first)


def other_matter(said: Wording, event: Event, telling: Container[int]) -> bool:
    """Whether the headline of a story names what its own text tells of, and `event` never did.

    Two press releases of one firm share its name and all that it says about itself. `telling` are the terms of the
    story that would be remembered: those of `event` are no others.
    """
    named = [term for term in said.taken_up if term in telling]
    unknown = [term for term in named if term not in event.sums]
    return bool(unknown) and len(unknown) >= MOST_UNKNOWN * len(named)


def unlike(said: Wording, event: Event, telling: Container[int]) -> bool:
    """Whether a story is about other things than `event`, by its headline alone where there is no text."""
    if said.rich:
        return other_matter(said, event, telling)
    return len(said.title - event.sums.keys()) > MOST_UNKNOWN * len(said.title)


def _telling(title: str) -> set[int]:
    return {term(stem) for stem in stems(title) if not stem[0].isdigit()} - COMMON_TERMS
