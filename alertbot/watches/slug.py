"""The words of an address, to find stories that are named alike. Strings in, words out. No IO."""

import re
from urllib.parse import unquote, urlsplit

from alertbot.watches.cut import Cut
from alertbot.watches.fingerprint import mark

SHORTEST = 3
MOST_WORDS = 20


def slug_words(url: str) -> tuple[str, ...]:
    """The folded words of the path of `url`, each once; empty where it is only numbers."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:  # such as http://[half
        return ()
    longest = max(re.split(r"[/.]", path), key=len, default="")
    words = re.findall(rf"[^\W\d_]{{{SHORTEST},}}", longest)
    return tuple(dict.fromkeys(Cut(" ".join(words)).folds))[:MOST_WORDS]


def alike(words: tuple[str, ...], fingerprint: str) -> int:
    """How many of `words` a kept story has."""
    return sum(mark(word) in fingerprint for word in words)
