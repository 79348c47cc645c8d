"""Where sentences and paragraphs end. A text in, places out. No IO."""

import re
from typing import Final

PARAGRAPH: Final = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
"""A line break ends a paragraph."""

_STOP: Final = re.compile(r"[.!?…]|[。！？．।؟۔]")
_WIDE_STOP: Final = re.compile("[。！？．।؟۔]")
_CLOSED: Final = re.compile(r"[.!?…]['\"”’»)\]]*\s")

_ABBREVIATIONS: Final = frozenset(
    """mr mrs ms dr prof st sr jr gen sen rep gov lt col sgt capt cmdr adm rev hon pres inc ltd co corp llc plc vs
    no nos fig jan feb mar apr jun jul aug sep sept oct nov dec etc approx dept est al ed vol pp mt ft ave blvd
    m mm mme mlle mgr nr bzw ca str tel hr fr frl sra srta dra ing av ph phd bros assn univ govt""".split()
)
_NUMBERED: Final = frozenset(["no", "nos", "mar", "fig", "vol", "nr", "pp"])
"""Short for something only before a number; else they are words that end sentences."""
_STARTERS: Final = frozenset(
    """the a an in it its he she they we i you but and this that these those at on as for if when while with after
    before however meanwhile there what who why how le la les il elle un une der die das ein eine el los""".split()
)


def ends_sentence(before: str, gap: str, after: str) -> bool:
    """Whether a sentence ends in `gap`, which stands between the words `before` and `after`.

    "George W. Bush", "U.S. Army" and "Acme Inc. shares" are no ends; "made in the U.S. The" is one.
    """
    if PARAGRAPH.search(gap) or _WIDE_STOP.search(gap):
        return True
    if before.endswith(".") and gap[:1].isspace():
        return after[:1].isupper() and after.lower() in _STARTERS
    if not _CLOSED.search(gap):
        return False
    if not gap.lstrip("'\"”’»)]").startswith("."):
        return after[:1].isupper() or "…" not in gap
    if gap.startswith(("...", "..")):
        return not after[:1].islower()
    return not _is_short(before, after)


def _is_short(before: str, after: str) -> bool:
    word = before.lower()
    if word in _NUMBERED:
        return after[:1].isdigit()
    if word in _ABBREVIATIONS or (len(word) == 1 and before.isalpha()):
        return not (after[:1].isupper() and after.lower() in _STARTERS)
    return False


_CANDIDATE: Final = re.compile(
    r"[。！？．।؟۔]++['\"”’»)\]」』]*+|(?<![.!?…])[.!?…]++['\"”’»)\]]*+\s++|[\n\r\x0b\x0c\x85\u2028\u2029]\s*+"
)
_BEFORE: Final = re.compile(r"[^\s.'’(\[\"“‘«]*\Z")
_AFTER: Final = re.compile(r"[\w.]{0,20}")
_NEAR: Final = 20
"""Characters looked at before an end: longer than any abbreviation."""


def sentence_bounds(text: str) -> list[tuple[int, int]]:
    """Where the sentences of `text` begin and end, in order, covering all of it."""
    bounds: list[tuple[int, int]] = []
    start = 0
    for found in _CANDIDATE.finditer(text):
        place = found.start()
        if text[place - 2 : place - 1] == "." and text[place] == ".":  # the last dot of U.S.
            before = "."
        else:
            near = _BEFORE.search(text, max(0, place - _NEAR), place)
            before = near[0] if near else ""
        after = _AFTER.match(text, found.end())
        if ends_sentence(before, found[0][1:] if before == "." else found[0], after[0] if after else ""):
            bounds.append((start, found.end()))
            start = found.end()
    return [*bounds, (start, len(text))] if start < len(text) or not bounds else bounds
