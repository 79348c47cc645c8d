"""Names in Chinese characters that stand inside longer words by chance. Pure.

京都 (Kyoto) is in 東京都 (Tokyo) and 中国 (China) in 发展中国家 (developing countries). Without a
dictionary of the language this can be known only for what is listed here.
"""

from typing import Final

from alertbot.watches.reading import Reading

LONGER: Final = {
    "京都": ("東京都", "东京都"),
    "中国": ("发展中国家", "發展中國家"),
    "中國": ("發展中國家",),
    "国会": ("中国会", "美国会", "全国会"),
    "海上": ("上海上",),
}
"""What is looked for → longer words that hold it and mean something else."""

_MOST: Final = max(len(word) for words in LONGER.values() for word in words)


def inside_longer(story: Reading, first: int, last: int) -> bool:
    """Whether the words `first` to `last` are only a part of a longer word that is listed."""
    found = "".join(story.surface(word) for word in range(first, last + 1))
    longer = LONGER.get(found)
    if longer is None:
        return False
    before = "".join(_touching(story, first, back=True))
    after = "".join(_touching(story, last, back=False))
    around = before + found + after
    return any(
        start <= len(before) and len(before) + len(found) <= start + len(word)
        for word in longer
        for start in range(len(around))
        if around.startswith(word, start)
    )


def _touching(story: Reading, word: int, *, back: bool) -> list[str]:
    """The words before or after `word` with nothing in between, in reading order."""
    near: list[str] = []
    while len(near) < _MOST:
        if (story.lead(word) if back else story.gap(word)) or not 0 <= word + (-1 if back else 1) < len(
            story.folds
        ):
            break
        word += -1 if back else 1
        near.append(story.surface(word))
    return near[::-1] if back else near
