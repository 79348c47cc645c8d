"""Addresses as they stand in feeds and pages. Strings in, strings out. No IO. Never raises."""

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

from alertbot.stories.address import without_credentials

MOST_URL: Final = 4_096
"""A longer address is data, not a place."""

SIMPLE: Final = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(?:/[\w./~%+@,-]*)?(?:\?[\w./~%+=&-]+)?", re.ASCII)
"""Addresses that stay as they are, whatever they are joined to; nearly all are such, and joining is slow."""


BROKEN: Final = re.compile(r"[^\S ]+|\s{2,}")
"""Where a line broke an address, indented or not; a single space is the publisher's, and goes as `%20`."""


def absolute(link: object, base: str) -> str:
    """`link` resolved against `base`; empty unless the result is an http or https address with a host."""
    if not isinstance(link, str):
        return ""
    if len(link) <= MOST_URL and SIMPLE.fullmatch(link):
        return link
    text = BROKEN.sub("", link.strip()).replace(" ", "%20")
    if not text or len(text) > MOST_URL or not text.isprintable():
        return ""
    try:
        joined = text if text.startswith(("http://", "https://")) else urljoin(base, text)
        parts = urlsplit(joined)
        host = parts.hostname
        _ = parts.port  # raises when it is no number
    except ValueError:
        return ""
    return joined if parts.scheme in ("http", "https") and host else ""


def shown(url: str) -> str:
    """`url`, or what was typed for one: without user name and password, on one line, not long."""
    text = "".join(each if each.isprintable() else " " for each in without_credentials(url)).strip()
    return text if len(text) <= 200 else text[:199] + "…"


def host_of(url: str) -> str:
    """The host of `url` in small letters, without `www.`; empty when it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
