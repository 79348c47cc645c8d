"""Where and when a text was written: that stands before it and is no part of it. Text in, text out. No IO.

All releases of one day from one city begin alike; to take that for what they tell makes them one event.
"""

import re
from functools import lru_cache

_PLACE = r"[A-ZÀ-Þ][\w.'’-]*(?:[,\s/]+[A-ZÀ-Þ][\w.'’-]*){0,5}"
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|févr|avr|mai|juin|juil|août|déc|okt|dez|ene|abr|ago|dic"
    r"|märz|enero|marzo|mayo)[^\W\d_]*\.?"
)
_DAY = rf"(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:er|\.)?\s(?:de\s)?{_MONTH})"
_DATE = rf"{_DAY}(?:,?\s(?:de\s)?(?:19|20)\d\d)?\b"
_AGENCY = r"(?:\([^()]{2,40}\)|/[^/]{2,40}/)"
DATELINE = re.compile(
    rf"^\s*(?:{_PLACE}(?:[,\s]+(?i:{_DATE})(?:[,\s]+[A-ZÀ-Þ]\w+)?|\s\d{{1,2}})?)?[,\s]*(?:{_AGENCY}\.?)?\s*[-–—:]+\s+"
)
"""`LONDON, Nov 27 (Reuters) -`, `NEW YORK, Nov. 27, 2026 /PRNewswire/ --`, `Paris, 27 nov 2026 (AFP) -`."""
STAMP = re.compile(
    r"^\s*(?:(?:(?:first\s|last\s)?(?:published|updated|posted)|publié|mis\sà\sjour|veröffentlicht|stand|publicado)\b"
    r"\W{0,3}(?:on\s|le\s|am\s|el\s)?)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s|(?:lun|mar|mercre|jeu|vendre|same)di\s|[^\W\d_]+tag,\s)?"
    rf"{_DATE}(?:[,\s]*(?:at\s|um\s|à\s|a\slas\s|\|\s?)?\d{{1,2}}[:.h]\d\d(?:\s?[ap]\.?m\b\.?)?(?:\s[a-z]{{2,4}}\b)?)?"
    r"\s*[-–—|·.:]?\s+(?-i:(?=[A-ZÀ-Þ«„“\"'(]))",
    re.IGNORECASE,
)
"""`Friday, November 27, 2026 at 10:15 a.m. EST.`, `Publié le 27 novembre 2026 à 10h15 -`."""
SIGNED = re.compile(
    rf"{_AGENCY}|Kyodo|Xinhua|TASS|\d[:.h]\d\d|(?i:published|updated|posted|publié|veröffentlicht|publicado)"
)
"""By an agency, by the time of day, or by the word."""
MOST_CHARACTERS = 200


def undated(text: str) -> str:
    """`text` without its dateline and stamp, also without those that who passed it on put before."""
    return text[_written(text[:MOST_CHARACTERS]) :]


def unsigned(text: str) -> str:
    """`text` without its dateline or stamp when an agency signed that, or it says when the text came out.

    Other dates before a text are often those of what happened, which reports of one event have in common.
    """
    cut = _written(text[:MOST_CHARACTERS])
    return text[cut:] if SIGNED.search(text, 0, cut) else text


@lru_cache(maxsize=8)  # several ask for that of the story at hand
def _written(begins: str) -> int:
    """How many characters of what a text begins with say where and when it was written."""
    end = 0
    for shape in (STAMP, DATELINE, STAMP, DATELINE):
        match = shape.match(begins[end:])
        end += match.end() if match else 0
    return end
