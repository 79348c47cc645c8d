"""What it costs to read a feed: feedparser for every item, and for odd items only.

    python -m benchmarks.reading [--items 40] [--rounds 15]

One WordPress-shaped feed whose items carry a teaser and two paragraphs, CPU milliseconds, medians of rounds that
take turns, so that a busy machine slows all columns alike. `known` are items whose text nobody wants any more.
"""

import time
from collections.abc import Callable
from statistics import median

import click

from alertbot.sources.judge import read_xml
from alertbot.sources.quick import read_quickly
from alertbot.stories.story import Feed, Head

URL = "https://news.example.com/feed/"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><title>The Example</title>'
    "<language>en</language><link>https://news.example.com</link>"
    '<atom:link rel="self" href="https://news.example.com/feed/"/>'
)
ITEM = (
    "<item><title>Harbour news number {0} &amp;amp; more</title><link>https://news.example.com/2026/story-{0}/</link>"
    "<dc:creator><![CDATA[A Writer]]></dc:creator><pubDate>Thu, 12 Mar 2026 09:{1:02}:00 +0000</pubDate>"
    "<category><![CDATA[News]]></category><category><![CDATA[Ships]]></category>"
    '<guid isPermaLink="false">https://news.example.com/?p={0}</guid>'
    "<description><![CDATA[<p>The ferry sailed, and number {0} was on board.</p>]]></description>"
    "<content:encoded><![CDATA[<p>{2}</p><p>{2}</p>]]></content:encoded><slash:comments>{0}</slash:comments></item>"
)
PARAGRAPH = (
    "The <em>ferry</em> sailed at nine with <a href='/people'>people</a> on board, as it does every day. " * 6
)


def document(items: int) -> bytes:
    listed = "".join(ITEM.format(n, n % 60, PARAGRAPH) for n in range(items))
    return f"{HEAD}{listed}</channel></rss>".encode()


def ways(body: bytes, items: int) -> dict[str, Callable[[], Feed | None]]:
    """How the document can be read, by what a poll would know of it."""

    def known_but_a_tenth(head: Head) -> tuple[tuple[str, ...], bool]:
        return (), int(head.guid.rpartition("=")[2]) >= max(1, items // 10)

    return {
        "feedparser, all items": lambda: read_xml(body, url=URL, content_type=""),
        "quick, all new": lambda: read_quickly(body, url=URL),
        "quick, a tenth new": lambda: read_quickly(body, url=URL, keyed=known_but_a_tenth),
        "quick, all known": lambda: read_quickly(body, url=URL, keyed=lambda head: ((), True)),
    }


@click.command()
@click.option("--items", default=40, show_default=True)
@click.option("--rounds", default=15, show_default=True)
def main(items: int, rounds: int) -> None:
    """Prints CPU milliseconds a document."""
    body = document(items)
    found = ways(body, items)
    times: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(rounds):
        for name, read in found.items():
            began = time.process_time()
            read()
            times[name].append((time.process_time() - began) * 1000)
    most = median(times["feedparser, all items"])
    click.echo(f"{items} items, {len(body) // 1024} KB; CPU ms, medians of {rounds}")
    for name, each in times.items():
        click.echo(f"{name:<24}{median(each):>8.2f}{most / median(each):>8.1f}x")


if __name__ == "__main__":
    main()
