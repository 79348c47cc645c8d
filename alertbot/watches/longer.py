"""Words in Chinese characters that stand inside longer words by chance. Pure.

京都 (Kyoto) is in 東京都 (Tokyo), 中国 (China) in 发展中国家 (developing countries) and 海地 (Haiti) in
上海地铁 (Shanghai's metro). Simplified Chinese is known by jieba's dictionary of 350,000 words; for Japanese and
traditional characters there is only the list here.
"""

import re
from functools import cache
from itertools import accumulate, pairwise
from types import ModuleType
from typing import Final

from alertbot.watches.reading import Reading
from alertbot.watches.tokens import Memo

LISTED: Final = {
    "京都": ("東京都", "东京都"),
    "中国": ("发展中国家", "發展中國家"),
    "中國": ("發展中國家",),
    "国会": ("中国会", "美国会", "全国会"),
    "海上": ("上海上",),
    "京大": ("東京大",),
    "東大": ("関東大",),
    "印度": ("印度尼西亞",),
    "羅馬": ("羅馬尼亞",),
    "馬里": ("馬里蘭",),
    "几内亚": ("新几内亚", "几内亚比绍", "赤道几内亚"),
    "蒙古": ("內蒙古",),
    "海地": ("上海地",),
}
"""What is looked for → longer words that hold it and mean something else."""

REACH: Final = 12
"""Characters looked at on either side."""

ENDINGS: Final = frozenset(
    "国人语文族岛湾州市省县区镇村乡洲路街站港队版币军方山河江湖海部局院党法案奖杯车机店馆城们会"
)
"""What makes no other word of the one before: 中国人, 上海市."""

BEGINNINGS: Final = frozenset("新大小老旧非副超原前反")
"""The same in front of it: 新能源."""

_NO_HAN: Final = re.compile("[^\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_KANA: Final = frozenset(chr(code) for code in range(0x3041, 0x30FF))


def inside_longer(story: Reading, first: int, last: int) -> bool:
    """Whether the words `first` to `last` are only a part of a longer word that is known."""
    before, found, after = story.around(first, last, REACH)
    if not "\u3400" <= found[0] <= "\u9fff":
        return False
    return _INSIDE[f"{_NO_HAN.split(before)[-1]}\0{found}\0{_NO_HAN.split(after)[0]}"]


def _inside(context: str) -> bool:
    before, found, after = context.split("\0")
    around = before + found + after
    for word in LISTED.get(found, ()):
        at = around.find(word, max(0, len(before) + len(found) - len(word)), len(before) + len(word))
        if at >= 0:
            return True
    return len(found) < len(around) and _KANA.isdisjoint(around) and _by_dictionary(before, found, after)


_INSIDE: Final = Memo(_inside)


@cache
def _jieba() -> ModuleType:
    """The dictionary, which takes 35 MB and a tenth of a second: loaded when Chinese is first judged."""
    import rjieba

    return rjieba


def _by_dictionary(before: str, found: str, after: str) -> bool:
    """Whether a word of the dictionary is cut up by `found`, which is one itself; names it does not know stand."""
    if not _jieba().has_word(found):
        return False
    around, start, end = before + found + after, len(before), len(before) + len(found)
    ends = [*accumulate(map(len, _jieba().cut(around, False)), initial=0)]
    holder = [(low, high) for low, high in pairwise(ends) if low < end and high > start]
    low, high = holder[0][0], holder[-1][1]
    if (low, high) == (start, end):
        return False
    return len(holder) > 1 or not _is_part(around[low:start], found, around[end:high])


def _is_part(before: str, found: str, after: str) -> bool:
    """Whether the word is made of `found` and other words: 大学 is a part of 北京大学, 印度 none of 印度尼西亚."""
    return all(
        (before[low:] in BEGINNINGS or _stands(before[low:]))
        and (after[:high] in ENDINGS or _stands(after[:high]))
        for low in range(len(before) + 1)
        for high in range(len(after) + 1)
        if _jieba().has_word(before[low:] + found + after[:high])
    )


def _stands(rest: str) -> bool:
    return not rest or (len(rest) > 1 and all(len(word) > 1 for word in _jieba().cut(rest, False)))
