"""Names of languages: BCP 47 tags in, the ones that mean the same out. No IO."""

from typing import Final

from babel.core import get_global

_KIN: Final = {"nb": "no", "nn": "no", "no": "nb"}
"""Bokmål and Nynorsk are Norwegian, and what is called Norwegian is nearly always Bokmål."""


def proper(tag: str) -> str:
    """`tag` in lower case, its language by the name in use: `eng-GB` and `en_gb` are `en-gb`, `iw` is `he`."""
    language, *rest = tag.strip().lower().replace("_", "-").split("-")
    renamed: str = get_global("language_aliases").get(language, language).replace("_", "-").lower()
    return "-".join((renamed, *rest))


def is_language(tag: str) -> bool:
    """Whether there is such a language."""
    language = proper(tag).partition("-")[0]
    return language != "und" and language in get_global("likely_subtags")


def families(tag: str) -> frozenset[str]:
    """All that `lang:` may call the language `tag`: `en-GB` is also `en`, `nb` is also `no`."""
    if not tag:
        return frozenset()
    subtags = proper(tag).split("-")
    names = {"-".join(subtags[:end]) for end in range(1, len(subtags) + 1)}
    return frozenset(names | {_KIN[name] for name in names & _KIN.keys()})
