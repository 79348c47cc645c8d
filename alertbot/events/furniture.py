"""What outlets, agencies and companies put around all of their texts: an invitation before, an imprint behind.

It makes unlike texts look like copies. A headline tells: it is about the text below it. Wordings in, yes or no
out. No IO.
"""

from alertbot.events.memory import Event
from alertbot.events.wording import COMMON, Wording, stems, term

LEAST_ABOUT = 0.25
"""So much of a headline at least stands in a text that is its own."""
COMMON_TERMS = frozenset(term(word) for word in COMMON)


def same_matter(said: Wording, event: Event) -> bool:
    """Whether the headline of a story is about `event`, or that of `event` is taken up by the story.

    Otherwise what their texts share is furniture, however much of it there is.
    """
    first = {term(stem) for stem in stems(event.first_title)} - COMMON_TERMS
    ours = len(said.title & event.sums.keys()) >= LEAST_ABOUT * len(said.title)
    return ours or len(first & said.terms.keys()) >= LEAST_ABOUT * len(first)
