"""Where the terms of a query stand in a story. A reading and a term in, runs of words out. No IO.

A run is the first and the last word of one occurrence; runs come in reading order.
"""

import re
from typing import Final, assert_never

from alertbot.watches.fold import PLAINS, UNITS, cleaned, currency
from alertbot.watches.longer import inside_longer
from alertbot.watches.nodes import Phrase, Prefix, Term, Verbatim, Word
from alertbot.watches.reading import Reading
from alertbot.watches.terms import exact_pieces

Run = tuple[int, int]

SMALL: Final = frozenset(
    """a an i the and or not no so as at by do go he if in is it me my of on to up us we be am are was all any can
    may some over under out off back down for from into her his its our your their than then that this these
    with will one two who how why what when where every other under up""".split()
)
"""Words that never make one with their neighbour: "I ran" is not Iran."""

MOST_JUDGED: Final = 2_000
"""Places of one phrase in Chinese that are held against longer words; a story with more has enough."""

_JOINER: Final = re.compile(r"[-‐‑.]\Z")
_CURRENCIES: Final = {
    "$": ("dollar", "usd", "us$"),
    "€": ("euro", "eur"),
    "£": ("pound", "gbp", "sterling"),
    "¥": ("yen", "jpy", "yuan", "cny"),
    "₹": ("rupee", "inr"),
    "₩": ("won", "krw"),
}


def find(term: Term, story: Reading) -> list[Run]:
    """The occurrences of `term` in the title and the text."""
    match term:
        case Word():
            return find_word(term, story)
        case Phrase():
            return find_phrase(term, story)
        case Verbatim():
            return _find_exactly(term, story)
        case Prefix():
            return _find_prefix(term, story)
    assert_never(term)


def find_word(word: Word, story: Reading) -> list[Run]:
    runs = story.found.get(word)
    if runs is None:
        if not word.other and story.lacks(word.fold):
            return []
        runs = story.found[word] = _find_word(word, story)
    return runs


def _find_word(word: Word, story: Reading) -> list[Run]:
    places = _places(word, story)
    if word.capitals or word.currency:
        places = [place for place in places if _is(word, story, place)]
    runs = [(place, place) for place in places]
    if story.has_joined(word.fold):
        runs = sorted([*runs, *_find_joined(word, story)])
    return runs


def find_phrase(phrase: Phrase, story: Reading) -> list[Run]:
    words = phrase.words
    starts = set(_places(words[0], story))
    starts.update(story.at(words[0].fold + words[1].fold))
    if story.has_joined(words[0].fold):
        starts.update(first for first, _ in _find_joined(words[0], story))
    found = ((start, _end(words, story, start)) for start in sorted(starts))
    runs = [(start, end) for start, end in found if end is not None]
    if words[0].fold.isascii():
        return runs
    return [run for run in runs[:MOST_JUDGED] if not inside_longer(story, *run)]


def _places(word: Word, story: Reading) -> list[int]:
    places = story.at(word.fold)
    return sorted({*places, *story.at(word.other)}) if word.other else places


def _is(word: Word, story: Reading, place: int) -> bool:
    """Whether the word at `place`, which has the right form, has the right capitals and currency."""
    if word.capitals:
        return _has_capitals(word, story.surface(place))
    return not word.currency or _has_currency(word.currency, story, place)


def _has_capitals(word: Word, surface: str) -> bool:
    clean = cleaned(surface)
    plain = PLAINS[surface]
    if plain not in (word.plain, word.plain + "s"):
        return False
    letters = clean[:-1] if plain != word.plain and clean.endswith("s") else clean
    return letters.isupper() if word.capitals == 2 else letters[:1].isupper()


def _has_currency(sign: str, story: Reading, place: int) -> bool:
    if sign == "+":
        return story.gap(place).startswith("+") or (story.follows(place) and story.folds[place + 1] == "plus")
    own = currency(story.surface(place))
    if own:
        return own == sign
    names = _CURRENCIES.get(sign[-1], ())
    near = story.folds[max(0, place - 1) : place + 4]
    return any(name in names for name in near) or sign in story.gap(place)[:3]


def _find_joined(word: Word, story: Reading) -> list[Run]:
    """Where two words in a row make `word`: OpenAI as "Open AI", datacenter as "data center"."""
    return [(place, place + 1) for place in story.joined_at(word.fold) if makes_one(word, story, place)]


def makes_one(word: Word, story: Reading, place: int) -> bool:
    """Whether the two words at `place` are `word` written apart, not neighbours by chance."""
    if place + 1 in (story.first_of_text, len(story.folds)):
        return False
    head, tail = story.folds[place], story.folds[place + 1]
    if (
        word.capitals
        or _two_numbers(head, tail)
        or (word.currency and not _has_currency(word.currency, story, place))
    ):
        return False
    if not story.in_one_cut(place):
        return _apart(word, story, place, touching=False) and _only_blanks(story, place)
    gap = story.gap(place)
    if _JOINER.match(gap):
        return True
    if gap and not _only_blanks(story, place):
        return False
    return _apart(word, story, place, touching=not gap)


def _two_numbers(head: str, tail: str) -> bool:
    """Whether these are numbers of their own: 9/11 is not 911, nor 20-26 the year 2026."""
    return head[-1:].isdigit() and tail[:1].isdigit()


def may_join(first: Word, second: Word) -> bool:
    """Whether two words typed apart may stand as one: `data center` and `1 000`, not `9/11`."""
    if _two_numbers(first.fold, second.fold):
        return len(first.fold) <= 3 and len(second.fold) == 3
    return first.fold not in ("a", "i")


def _only_blanks(story: Reading, place: int) -> bool:
    return story.gap(place).isspace() and story.follows(place)


def _apart(word: Word, story: Reading, place: int, *, touching: bool) -> bool:
    """The same for two words with a blank between them, or an apostrophe at the first one's end."""
    head, tail = story.folds[place], story.folds[place + 1]
    if (head, tail) == ("per", "cent"):
        return True
    if tail[:1].isdigit() or head[:1].isdigit():
        return tail in UNITS or (len(head) > 1 and head.isalpha())
    if head in SMALL or tail in SMALL:
        return False
    named = story.surface(place)[:1].isupper() and story.surface(place + 1)[:1].isupper()
    if word.camel or touching:
        return named
    return (named and len(word.fold) > 5) or (len(head) > 3 and len(tail) > 3)


def _end(words: tuple[Word, ...], story: Reading, place: int) -> int | None:
    """The last word of the phrase that begins at `place`; None when it does not stand there."""
    at = 0
    while True:
        step = _step(words, at, story, place)
        if step is None:
            return None
        taken, covered = step
        at, last = at + covered, place + taken - 1
        if at == len(words):
            return last
        if last + 1 >= len(story.folds) or not story.follows(last):
            return None
        place = last + 1


def _step(words: tuple[Word, ...], at: int, story: Reading, place: int) -> tuple[int, int] | None:
    """How many words of the story stand for how many of the phrase from `at` on."""
    word = words[at]
    here = story.folds[place]
    alike = here == word.fold or (word.other and place in story.at(word.other))
    if alike and _is(word, story, place):
        return 1, 1
    if at + 1 < len(words) and here == word.fold + words[at + 1].fold and may_join(word, words[at + 1]):
        return 1, 2
    if (
        place + 1 < len(story.folds)
        and here + story.folds[place + 1] == word.fold
        and makes_one(word, story, place)
    ):
        return 2, 1
    return None


def _find_exactly(term: Verbatim, story: Reading) -> list[Run]:
    size = len(term.folds)
    return [
        (place, place + size - 1)
        for place in story.at(term.folds[0])
        if tuple(story.folds[place : place + size]) == term.folds and _stands_exactly(term, story, place)
    ]


def _stands_exactly(term: Verbatim, story: Reading, place: int) -> bool:
    last = place + len(term.folds) - 1
    if place < story.first_of_text <= last:
        return False
    middle = [part for word in range(place, last) for part in (story.surface(word), story.gap(word))]
    lead, *exact, tail = exact_pieces([story.lead(place), *middle, story.surface(last), story.gap(last)])
    return exact == list(term.pieces[1:-1]) and lead.endswith(term.pieces[0]) and tail.startswith(term.pieces[-1])


def _find_prefix(term: Prefix, story: Reading) -> list[Run]:
    places = story.beginning(term.start)
    size = len(term.start)
    return [
        (place, place)
        for place in places
        if not term.capitals or cleaned(story.surface(place)).replace(".", "")[:size].isupper()
    ]
