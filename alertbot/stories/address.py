"""An address as people may see it. Strings in, strings out. No IO. Never raises."""

import re
from typing import Final

BEFORE_HOST: Final = re.compile(r"\s*(?:feed:)?(?:[a-z][a-z0-9+.-]*:(?=[/\\]))?[/\\]*", re.IGNORECASE)
AFTER_HOST: Final = re.compile(r"[/\\?#]")
NO_PORT: Final = re.compile(r"[^\[\]]*:[^\[\]]*\D[^\[\]]*")


def without_credentials(url: str) -> str:
    """`url` without user name and password; it may be whatever somebody typed, so it is not taken apart as a URL.

    A password that holds a slash ends the host too early; then everything before the last `@` goes.
    """
    before = BEFORE_HOST.match(url)
    start = before.end() if before else 0
    after = AFTER_HOST.search(url, start)
    end = after.start() if after else len(url)
    at = url.rfind("@", start, end)
    if at < 0 and NO_PORT.fullmatch(url, start, end):
        at = url.rfind("@")
    return url if at < 0 else url[:start] + url[at + 1 :]
