"""The peers of `benchmarks.polling`, in an environment of their own: `python -m benchmarks.peers reader …`.

Standard library and the peer only. Prints one JSON object: CPU milliseconds a feed by phase.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.feeds import Publisher

PHASES = ("first sight", "all new", "unchanged (304)", "a tenth changed", "no validators, same body")


def prepare(publisher: Publisher, phase: str) -> tuple[str, ...]:
    """Brings the feeds to where `phase` starts; answers where to poll them, the last time measured."""
    match phase:
        case "first sight":
            publisher.publish(generation=0)
        case "all new":
            publisher.publish(generation=1)
        case "a tenth changed":
            publisher.publish(generation=2, every=10)
    return ("bare", "bare") if phase.startswith("no validators") else ("feeds",)


def measure(poll: Callable[[str], float], publisher: Publisher) -> dict[str, float]:
    """CPU milliseconds a feed of each phase; `poll` polls all feeds at a base and answers CPU seconds."""
    costs = {}
    for phase in PHASES:
        *_, last = [poll(base) for base in prepare(publisher, phase)]
        costs[phase] = last * 1000 / publisher.count
    return costs


def own_seconds() -> float:
    return time.process_time()


def reader(publisher: Publisher, folder: Path) -> dict[str, float]:
    from reader import make_reader

    made = make_reader(str(folder / "reader.sqlite"))

    def poll(base: str) -> float:
        for url in publisher.urls(base):
            made.add_feed(url, exist_ok=True)
        for feed in made.get_feeds():
            (made.enable_feed_updates if f"/{base}/" in feed.url else made.disable_feed_updates)(feed)
        before = own_seconds()
        made.update_feeds(scheduled=False, workers=10)
        return own_seconds() - before

    return measure(poll, publisher)


def loop(publisher: Publisher, folder: Path) -> dict[str, float]:
    """What people write first: requests, feedparser, the ETag kept in a dict, nothing stored."""
    import feedparser
    import requests

    session = requests.Session()
    known: dict[str, str] = {}

    def poll(base: str) -> float:
        before = own_seconds()
        for url in publisher.urls(base):
            headers = {"If-None-Match": known[url]} if known.get(url) else {}
            response = session.get(url, headers=headers, timeout=30)
            if response.status_code == 200:
                known[url] = response.headers.get("ETag", "")
                feedparser.parse(response.content)
        return own_seconds() - before

    return measure(poll, publisher)


def main() -> None:
    system, base, source, count = sys.argv[1:]
    publisher = Publisher(folder=Path(source), base=base, count=int(count))
    with tempfile.TemporaryDirectory(prefix="peer-") as folder:
        print(json.dumps({"reader": reader, "loop": loop}[system](publisher, Path(folder))))


if __name__ == "__main__":
    main()
