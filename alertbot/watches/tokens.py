"""Where words begin and end. A text in, its words and what stands between them out. No IO.

Letters, digits and the marks on them make a word, and so do `C++`, `AT&T`, `U.S.`, `10%`, `$830M` and an
ampersand alone. A hyphen separates words. Chinese, hiragana, Thai, Lao, Khmer and Burmese are read by
characters, katakana and Hangul by runs.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Final, TypeVar

IGNORED: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u034f\u180e"
"""Soft hyphens and zero-width characters: no part of any word, and no end of one."""

APOSTROPHES: Final = "'’ʼ＇‘"
CHARACTERS: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u309f"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
KATAKANA: Final = "\u30a1-\u30fa\u30fc-\u30fe\u31f0-\u31ff\uff66-\uff9f"
HANGUL: Final = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"


@cache
def _marks() -> str:
    """The combining marks of all scripts, as the inside of a character class."""
    codes = [code for code in range(0x300, 0x20000) if unicodedata.category(chr(code)) in ("Mn", "Mc")]
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


M: Final = f"[{_marks()}{IGNORED}]"
N: Final = rf"[^\W_{CHARACTERS}{KATAKANA}{HANGUL}]"
L: Final = rf"[^\W\d_{CHARACTERS}{KATAKANA}{HANGUL}]"
RUN: Final = rf"{N}+(?:{M}+{N}*)*"
POSSESSIVE: Final = rf"(?:[{APOSTROPHES}][sS](?!{N}))?"

TOKEN: Final = "|".join(
    (
        # French and Italian: l'Oréal, d'IA, qu'OpenAI, dell'Italia
        rf"(?i:[ldmtscn]|qu|jusqu|lorsqu|puisqu|dell|nell|sull|dall|all|un)[{APOSTROPHES}](?=[aeiouyhAEIOUYHà-öù-ÿÀ-ÖÙ-ÝœŒ])",
        rf"(?<!{N})\.(?:NET|[Nn]et)(?!{N})",
        rf"{L}(?:\.{L})+\.?(?!{N}){POSSESSIVE}",
        rf"{L}{{1,3}}&{L}{{1,3}}(?!{N}){POSSESSIVE}",
        rf"(?:(?:US|CA|AU|NZ|HK|[ACS])?[$€£¥₩₹]\u00a0?)?"
        rf"(?:\d{{1,3}}(?:[,\u00a0\u202f\u2009{APOSTROPHES}]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)*)(?:%|{N}*)",
        r"(?<!\S)(?:&(?!\S)|%(?![\w%]))",
        rf"[{CHARACTERS}]{M}*",
        rf"[{KATAKANA}]+{M}*[{KATAKANA}]*",
        rf"[{HANGUL}]+",
        rf"{RUN}(?:[{APOSTROPHES}]{RUN})*(?:\+\+|#(?!{N}))?",
    )
)
_SPLIT: Final = re.compile(f"({TOKEN})")


def pieces(text: str) -> list[str]:
    """`text` cut up: what stands before the first word, a word, what follows it, a word … and the end.

    The pieces joined are the text again, so that their lengths are the places of the words.
    """
    return _SPLIT.split(text)


V = TypeVar("V")


class Memo(dict[str, V]):
    """What `work_out` made of short strings, and never more than fits in some memory."""

    MOST: Final = 300_000
    LONGEST: Final = 40

    def __init__(self, work_out: Callable[[str], V]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, key: str) -> V:
        value = self._work_out(key)
        if len(key) <= self.LONGEST:
            if len(self) >= self.MOST:
                self.clear()
            self[key] = value
        return value
