"""`alertbot url`: the canonical form used for identity."""

import json
import sys

import click

from alertbot.stories.canonical import canonical_url


@click.command(epilog="Example: alertbot url 'https://www.example.com/story?utm_source=rss'")
@click.argument("urls", metavar="[URL]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: url and canonical.")
def url(urls: tuple[str, ...], as_json: bool) -> None:
    """Prints the canonical form of each URL; without one, of each line of standard input."""
    for each in urls or (line.removeprefix("\ufeff").strip() for line in sys.stdin):
        if each:
            canonical = canonical_url(each)
            click.echo(json.dumps({"url": each, "canonical": canonical}) if as_json else canonical)
