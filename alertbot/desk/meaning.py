"""A watch in plain words, in the reader's language. Queries in, words out. No IO."""

import re

from alertbot.errors import QueryError
from alertbot.language import Language
from alertbot.watches.query import describe, parse


def meaning(query: str, words: Language) -> str:
    """What `query` means; nothing when this version cannot read it."""
    try:
        read = parse(query)
    except QueryError:
        return ""
    return describe(
        read,
        {
            "and": words.template("{0} and {1}"),
            "or": words.template("{0} or {1}"),
            "not": words.template("but not {0}"),
            "close": words.template("{0} within twelve words of each other"),
            "near": words.template("{0} at most {2} words from {1}"),
            "title": words.template("{0} in the headline"),
            "source": words.template("from a source named {0}"),
            "site": words.template("on {0}"),
            "lang": words.template("in the language {0}"),
            "prefix": words.template("words that begin with “{0}”"),
            "verbatim": words.template("exactly “{0}”"),
            "capitals": words.template("“{0}” in capitals"),
            "word": words.template("“{0}”"),
        },
    )


def tells_more(meant: str, query: str) -> bool:
    """Whether `meant` says anything that who typed `query` would not know: quotes around it do not."""
    return bool(meant) and _bare(meant) != _bare(query)


def _bare(text: str) -> str:
    return " ".join(re.sub(r'["“”«»]', " ", text).split())
