"""An address as people type it or paste it. Strings in, strings out. No IO. Never raises."""

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from alertbot.sources.links import MOST_URL, absolute

PAIRS: Final = {
    "<": ">",
    '"': '"',
    "'": "'",
    "`": "`",
    "(": ")",
    "«": "»",
    "»": "«",
    "‹": "›",
    "“": "”",
    "„": "“”",
    "‘": "’",
}
"""What opens and closes around an address in a mail or a text."""
MOST_PAIRS: Final = 3
LABELLED: Final = re.compile(r"url:\s*", re.IGNORECASE)
FEED: Final = re.compile(r"(?:feed|rss|itpc|pcast|podcast)s?:(?://)?", re.IGNORECASE)
WEB: Final = re.compile(r"(https?):/*(?=[^/])", re.IGNORECASE)
OTHER: Final = re.compile(r"(?:acct|data|file|ftp|javascript|mailto|sip|tel|xmpp):", re.IGNORECASE)
HANDLE: Final = re.compile(r"@([\w.-]+)@((?:[\w-]+\.)+[\w-]+)")
HOST: Final = re.compile(r"(?:[^\s/@:]+:[^\s/@]*@)?[\w-]+(?:\.[\w-]+)+\.?(?:[:/?#]|$)")
MOST_TYPED: Final = 2 * MOST_URL
NO_HOST: Final = re.compile(r"[\s\\%<>|^`{}\"]")
PORTS: Final = {"http": ":80", "https": ":443"}


def address_of(typed: str) -> str:
    """What was typed as an http or https address; empty when it is none. `example.com` is https."""
    return next(iter(addresses_of(typed)), "")


def addresses_of(typed: str) -> tuple[str, ...]:
    """The addresses that were typed may mean, the likeliest first; empty when it is none.

    Who writes no scheme means https, and http where nothing answers there; but no password goes that way.
    """
    text = _bare(typed[:MOST_TYPED])
    if handle := HANDLE.fullmatch(text):
        text = f"https://{handle[2]}/@{handle[1]}"
    if (web := WEB.match(text)) is not None:
        found = [f"{web[1].lower()}://{text[web.end() :]}"]
    elif HOST.match(text) and not OTHER.match(text):
        found = [f"https://{text}"] + ([] if "@" in text.partition("/")[0] else [f"http://{text}"])
    else:
        found = []
    return tuple(usual for each in found if (url := absolute(each, "")) and (usual := _usual_form(url)))


def without_feed_scheme(address: str) -> str:
    """`feed:https://…` and `feed://…` as the address they mean, without a scheme when they say none."""
    return FEED.sub("", address, count=1) if FEED.match(address) else address


def _bare(typed: str) -> str:
    """What was typed without what stood around it, and without the scheme by which feed readers are called."""
    text = _trimmed(typed)
    for _ in range(MOST_PAIRS):
        closing = PAIRS.get(text[:1])
        pair = re.fullmatch(rf".(.*)[{closing}][\s.,;:!?]*", text, re.DOTALL) if closing else None
        text = _trimmed(pair[1]) if pair else text
    if "<" in typed:  # Slack writes <address|words>
        text = text.partition("|")[0]
    label = LABELLED.match(text)
    return without_feed_scheme(text[label.end() :] if label else text).removeprefix("//")


def _trimmed(text: str) -> str:
    """`text` without white space, and what cannot be seen, at its ends."""
    unseen = "".join(each for each in set(text) if each.isspace() or unicodedata.category(each) in ("Cc", "Cf"))
    return text.strip(unseen)


def _usual_form(url: str) -> str:
    """The address with its host in small letters, and without a port that goes without saying and a fragment.

    Empty when the host has in it what no host has, and browsers and libraries take for different things.
    """
    parts = urlsplit(url)
    user, at, place = parts.netloc.rpartition("@")
    if NO_HOST.search(place) or "\\" in user:
        return ""
    place = place.lower().removesuffix(PORTS[parts.scheme]).rstrip(".")
    return urlunsplit((parts.scheme, f"{user}{at}{place}", parts.path, parts.query, "")) if place else ""
