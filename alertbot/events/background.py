"""How common words are before any story was seen, so that the first stories are judged well too.

The text of `background.txt` in, shares of stories out. No IO: the file is read by who starts.
"""

import math

from alertbot.events.wording import term

WORDS_OF_A_STORY = 60
"""A word is in a story as likely as it is among so many words."""


def background(text: str) -> dict[int, float]:
    """The share of stories that have each term; a term that is not listed is rare."""
    shares: dict[int, float] = {}
    for line in text.splitlines():
        tenth, _, stems = line.partition(" ")
        if tenth.isdigit():
            share = 1 - math.exp(-WORDS_OF_A_STORY * 10 ** (-int(tenth) / 10))
            shares.update((term(stem), share) for stem in stems.split())
    return shares
