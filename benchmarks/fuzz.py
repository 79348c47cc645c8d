"""Hostile documents by the thousand, through all that reads what strangers send.

    python -m benchmarks.fuzz [--seconds 60] [--seed 1] [--corpus tests/golden/feeds]

Takes the corpus apart and puts it together wrongly: bytes flipped, spans cut, doubled, swapped between
documents, fragments of every format let in. Each document must be a feed in plain text or one SourceError,
must be read by the quick reader as by feedparser, and must not take seconds. What breaks is printed with its
seed and written to a file; exit status 1.
"""

import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from alertbot.errors import AlertbotError, SourceError
from alertbot.sources.discover import discover
from alertbot.sources.judge import read_xml
from alertbot.sources.opml import read_opml
from alertbot.sources.parse import parse_feed
from alertbot.sources.quick import read_quickly
from alertbot.stories.story import Feed

URL = "https://feeds.example.com/news/feed.xml"
SLOW_SECONDS = 2.0
FRAGMENTS = (
    *(
        b"<item>",
        b"</item>",
        b"<entry>",
        b"<title>",
        b"</title>",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"-->",
        b"<?x ?>",
    ),
    *(b"&amp;", b"&#xD800;", b"&#0;", b"&nope;", b"&#99999999999;", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf"),
    *(b'<!DOCTYPE x [<!ENTITY a "b">]>', b"&a;", b'xml:base="http://["', b' xml:lang=""', b' type="xhtml"'),
    *(b"<media:title>", b"<image>", b"<textInput>", b"<content mode='base64'>", b'{"items": [', b"null", b"1e999"),
    *(
        b"<georss:point>",
        b"<media:rating/>",
        b"\xc2\x85",
        b"\xe2\x80\xa8",
        b"\xed\xa0\x80",
        b"<p>",
        b"<br>",
        b"<svg>",
    ),
)
ELEMENTS = (
    *(
        b"<source url='u'>s</source>",
        b"<link rel='alternate' href='/x'/>",
        b"<guid>1</guid>",
        b"<title/>",
        b"<x/>",
    ),
    *(b"<title>&lt;b>t&lt;/b></title>", b"<Title>T</Title>", b"<title xmlns='urn:x'>t</title>", b"<a>&#233;</a>"),
    *(
        b"<description>d<p/></description>",
        b"<content type='html'>c&amp;lt;</content>",
        b"<id>i</id>",
        b"<image/>",
    ),
    *(b"<updated>2026-01-01T00:00:00Z</updated>", b"<pubDate>soon</pubDate>", b"<link>b?a=1&amp;amp;c;</link>"),
)
ELEMENT = re.compile(rb"<([A-Za-z:]+)[^<>]*>[^<]*</\1>|<[A-Za-z:]+[^<>]*/>")


def mutated(corpus: list[bytes], chance: random.Random) -> bytes:
    """One document of the corpus, broken in one to eight places; every other one stays well-formed, mostly."""
    document = bytearray(chance.choice(corpus))
    mutate = chance.choice((_roughly, _tidily))
    for _ in range(chance.randint(1, 8)):
        mutate(document, corpus, chance)
    return bytes(document[: 1 << 16])


def _roughly(document: bytearray, corpus: list[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(document) + 1)
    span = slice(at, at + chance.choice((1, 4, 20, 200)))
    match chance.randrange(5):
        case 0:
            document[at : at + 1] = bytes([chance.randrange(256)])
        case 1:
            del document[span]
        case 2:
            document[at:at] = document[span] * chance.choice((1, 2, 30))
        case 3:
            other = chance.choice(corpus)
            start = chance.randrange(len(other))
            document[at:at] = other[start : start + span.stop - at]
        case _:
            document[at:at] = chance.choice(FRAGMENTS)


def _tidily(document: bytearray, corpus: list[bytes], chance: random.Random) -> None:
    """Removes, doubles, moves or adds whole elements."""
    found = list(ELEMENT.finditer(document))
    if not found:
        return
    element, place = chance.choice(found), chance.choice(found).start()
    others = [match.group() for match in ELEMENT.finditer(chance.choice(corpus))]
    match chance.randrange(4):
        case 0:
            del document[element.start() : element.end()]
        case 1:
            document[place:place] = element.group()
        case 2:
            document[place:place] = chance.choice(others or [b""])
        case _:
            document[place:place] = chance.choice(ELEMENTS)


def verdict(body: bytes) -> str:
    """What the document is. Raises AssertionError, or whatever should not be raised."""
    began = time.process_time()
    feed = _feed(body)
    took = time.process_time() - began
    assert took < SLOW_SECONDS, f"took {took:.1f} s"
    discover(body, URL)
    with suppress(AlertbotError):
        read_opml(body)
    if feed is None:
        return "not a feed"
    _check_text(feed)
    return "a feed, read quickly" if _is_quick(body) else "a feed, judged"


def _feed(body: bytes) -> Feed | None:
    try:
        return parse_feed(body, url=URL)
    except SourceError as error:
        if error.kind != "not-a-feed":
            raise AssertionError(error.kind) from error
        return None


def _is_quick(body: bytes) -> bool:
    """Whether the quick reader takes the document; it then must read what feedparser reads."""
    if body.lstrip(b" \t\r\n\x00\xef\xbb\xbf\xfe\xff")[:1] in (b"{", b"["):
        return False
    quick = read_quickly(body, url=URL)
    if quick is None:
        return False
    assert quick == read_xml(body, url=URL, content_type=""), "the two readers differ"
    return True


def _check_text(feed: Feed) -> None:
    for entry in feed.entries:
        for text in (entry.title, entry.text, entry.url, entry.outlet, entry.lang):
            text.encode()
        assert entry.title
        assert "\n" not in entry.title
        assert "\n" not in entry.text.replace("\n\n", "")
        assert entry.url == "" or re.match(r"https?://.", entry.url), entry.url


def documents(corpus: list[bytes], seed: int) -> Iterator[tuple[int, bytes]]:
    """Documents without end, each with the seed that makes it again."""
    while True:
        yield seed, mutated(corpus, random.Random(seed))
        seed += 1


@click.command()
@click.option("--seconds", default=60.0, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--corpus", default="tests/golden/feeds", show_default=True, type=click.Path(exists=True, path_type=Path)
)
def main(seconds: float, seed: int, corpus: Path) -> None:
    """Breaks feeds for a while and says how they were read."""
    originals = [path.read_bytes() for path in sorted(corpus.iterdir()) if path.is_file()]
    counts: Counter[str] = Counter()
    end = time.monotonic() + seconds
    for each, body in documents(originals, seed):
        if time.monotonic() > end:
            break
        try:
            counts[verdict(body)] += 1
        except Exception as error:
            Path(f"fuzz-{each}.bin").write_bytes(body)
            raise click.ClickException(
                f"seed {each}: {type(error).__name__}: {error} (fuzz-{each}.bin)"
            ) from error
    for outcome, count in counts.most_common():
        click.echo(f"{count:>8}  {outcome}")


if __name__ == "__main__":
    main()
