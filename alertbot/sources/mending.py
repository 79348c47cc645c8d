"""What publishers' software breaks in documents, mended before a judge sees it. Bytes in, bytes out. No IO.

One text cut in the middle of a character, or one `&` written as it is, and feedparser guesses about the whole
document: every `é` in it becomes `Ã©`, every "R&D" a "R&D;".
"""

import re
from typing import Final

DECLARED: Final = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']", re.IGNORECASE)
UTF8: Final = frozenset({b"utf-8", b"utf8"})
NOT_UTF8: Final = re.compile(rb"[\x00\x1b]")
"""What no XML in UTF-8 holds, but UTF-16 and ISO-2022 do, of which every byte may look like ASCII."""

CUT: Final = re.compile("[\udcc2-\udcf4][\udc80-\udcbf]+|[\udcc2\udcc3\udce2]")
"""The first bytes of a character that a text was cut in."""
STRAY: Final = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
"""A byte that is no UTF-8 as what it is in the encoding of old, whence it was pasted."""

CDATA: Final = b"<![CDATA["
BARE: Final = re.compile(rb"&(?!(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#[0-9]{1,99}|#[xX][0-9a-fA-F]{1,99});)")


def mended(body: bytes) -> bytes:
    """`body`, with its few broken bytes as characters and each bare `&` escaped; itself when it has neither."""
    if NOT_UTF8.search(body):
        return body
    return _with_ampersands(_in_utf8(body))


def _in_utf8(body: bytes) -> bytes:
    """A document that means to be UTF-8 and mostly is."""
    declared = DECLARED.match(body[:512])
    if declared is not None and declared[1].lower() not in UTF8:
        return body
    text = body.decode("utf-8", "surrogateescape")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    broken = len(text) - len(text.encode("utf-8", "ignore").decode())
    if not broken or foreign <= 2 * broken:
        return body
    return CUT.sub("", text).translate(STRAY).encode()


def _with_ampersands(body: bytes) -> bytes:
    """Each `&` that begins no reference, as one. Not in CDATA, where it is right, nor where there is a DOCTYPE."""
    if b"<!DOCTYPE" in body[:4096].upper():
        return body
    first, *rest = body.split(CDATA)
    pieces = [BARE.sub(b"&amp;", first)]
    for piece in rest:
        inside, end, behind = piece.partition(b"]]>")
        pieces.append(inside + end + BARE.sub(b"&amp;", behind))
    return CDATA.join(pieces)
