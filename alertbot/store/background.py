"""The list of common words that comes with alertbot. Edge: it is a file."""

from functools import lru_cache
from importlib.resources import files

from alertbot.events.background import background


@lru_cache(maxsize=1)
def common_words() -> dict[int, float]:
    """The share of stories that have each common term; not to be changed."""
    return background(files("alertbot.events").joinpath("background.txt").read_text(encoding="utf-8"))
