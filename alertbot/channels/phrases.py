"""The phrases of an alert, which every channel sets in its own way. An Alert in, words out. No IO."""

from collections.abc import Callable, Sequence

from alertbot.alerts.alert import Alert
from alertbot.language import Language


def label(alert: Alert, words: Language) -> str:
    """What an alert is beside news: `Update`, `Related`; empty for news."""
    match alert.label:
        case "update":
            return words.say("Update")
        case "related":
            return words.say("Related")
        case _:
            return ""


def labelled(alert: Alert, words: Language, headline: str) -> str:
    """`Update: …` on one line; `headline` as it is for news."""
    said = label(alert, words)
    return words.say("{label}: {headline}", label=said, headline=headline) if said else headline


def also(outlets: Sequence[str], words: Language, *, most: int, cut: Callable[[str], str]) -> str:
    """`also: Reuters, Le Monde, +3`, with at most `most` of them named; empty for none.

    A last one is named too: `+1` would take its place to say less.
    """
    if not outlets:
        return ""
    shown = len(outlets) if len(outlets) == most + 1 else most
    named = [cut(outlet) for outlet in outlets[:shown]]
    more = [f"+{len(outlets) - shown}"] if len(outlets) > shown else []
    return words.say("also: {outlets}", outlets=", ".join([*named, *more]))


def told_before(headline: str, words: Language) -> str:
    return words.say("Told before: {headline}", headline=headline)
