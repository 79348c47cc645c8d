"""On which line of a TOML file a key stands. Text in, line numbers out. No IO.

tomllib says what a file means, not where. This finds the place for an error message only; the worst
a strange layout can cause is the line of the table instead of the key's.
"""

import re

HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\"'-]+)\s*\]\]?")
KEY = re.compile(r"\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*[=.]")


def line_of(text: str, table: str, index: int | None, key: str | None) -> int:
    """The line, from 1, of `key` in the table `table`, or of its header when `key` is None or not found.

    `index` counts the tables of an array from 0, None is for a plain table. An empty `table` is the
    top of the file. 1 when nothing is found.
    """
    found, current, count = 1, "", {"": 0}
    for number, line in enumerate(text.splitlines(), start=1):
        header = HEADER.match(line)
        if header:
            current = header[2].strip("\"'")
            if not table and current == key:
                return number
            count[current] = count.get(current, -1) + 1
        here = current == table and (index is None or count[current] == index)
        if here and (header or not table):
            if key is None and header:
                return number
            found = number if header else found
        match = KEY.match(line)
        if here and not header and match and match[1] == key:
            return number
    return found
