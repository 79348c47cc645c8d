"""Why a watch missed, in words. No IO."""

from collections.abc import Iterable
from typing import assert_never

from alertbot.language import Language
from alertbot.watches.missing import Miss


def misses(found: Iterable[Miss], words: Language) -> str:
    """The clauses that failed, as one part of a sentence."""
    return "; ".join(_said(each, words) for each in found)


def _said(miss: Miss, words: Language) -> str:  # noqa: C901 — one case a reason
    clause, instead = miss.clause, miss.instead
    match miss.reason:
        case "absent":
            return words.say("{clause} is not in it", clause=clause)
        case "spelling":
            return words.say("{clause} is not in it, only {instead}", clause=clause, instead=instead)
        case "not-adjacent":
            return words.say("the words of {clause} do not stand side by side", clause=clause)
        case "too-far":
            return words.say("the words of {clause} stand too far apart", clause=clause)
        case "not-headline" if instead:
            return words.say(
                "{clause}: {instead} is in the text, not in the headline", clause=clause, instead=instead
            )
        case "not-headline":
            return words.say("{clause} is not in the headline", clause=clause)
        case "excluded" if instead:
            return words.say("it says {instead}, and {clause} is excluded", clause=clause, instead=instead)
        case "excluded":
            return words.say("{clause} is excluded", clause=clause)
        case "none-of":
            return words.say("it has nothing of {clause}", clause=clause)
        case "source":
            return words.say("{clause}: it is from {instead}", clause=clause, instead=instead)
        case "site":
            return words.say("{clause}: it is on {instead}", clause=clause, instead=instead or "—")
        case "lang" if instead:
            return words.say("{clause}: its language is {instead}", clause=clause, instead=instead)
        case "lang":
            return words.say(
                "{clause}: it states no language, and its text does not show one surely", clause=clause
            )
        case "recognised":
            return words.say(
                "{clause}: it states no language, and its text is in {instead}", clause=clause, instead=instead
            )
        case _:
            assert_never(miss.reason)
