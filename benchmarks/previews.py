"""How long a preview takes over the kept stories of a week.

    python -m benchmarks.previews [--stories 50000]

Starts a Valkey of its own, keeps stories of 400 words over seven days, and previews a rare word, a
common word and a phrase: reading from Redis, choosing, matching and the refinements, in wall time.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alertbot.alerts.preview import preview
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.recent import keepsake
from alertbot.store.store import Store
from alertbot.stories.story import Story
from alertbot.watches.query import parse
from benchmarks.workload import Workload

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
RETENTION = timedelta(days=14)
DIFFERENT = 2_000
"""Texts that are made; each is kept many times under other names."""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--stories", type=int, default=50_000)
    with tempfile.TemporaryDirectory() as folder:
        server = Embedded(Path(folder) / "data")
        server.start()
        try:
            asyncio.run(_measure(server.url, asked.parse_args().stories))
        finally:
            server.stop()


async def _measure(url: str, number: int) -> None:
    store = Store(connect(url))
    made = Workload()
    documents = [made.story(400) for _ in range(min(number, DIFFERENT))]
    await _keep(store, [_story(f"{document.title}\n{document.text}") for document in documents], number)
    words = documents[0].text.lower().replace(",", "").replace(".", "").split()
    for name, query in (
        ("a rare word", max(words, key=len)),
        ("a common word", words[1]),
        ("a phrase", f'"{words[5]} {words[6]}"'),
        ("words nobody wrote", "zzzzzz AND yyyyyy"),
    ):
        times = [await _timed(store, query) for _ in range(5)]
        seconds, events = statistics.median(each[0] for each in times), times[0][1]
        print(f"{name:20} {seconds:6.2f} s   {events} events of {number} stories")
    await store.close()


async def _keep(store: Store, texts: list[Story], number: int) -> None:
    for n, story in enumerate(texts):
        async with store.redis.pipeline(transaction=False) as pipe:
            for copy in range(n, number, len(texts)):
                told = replace(story, id=f"s{copy}", seen=NOW - timedelta(days=7) * (copy / number))
                keep = keepsake(told, event=f"e{copy}", retention=RETENTION)
                pipe.append(keep.keys[0], keep.line)
                pipe.hset(keep.keys[1], keep.story, keep.body)
            await pipe.execute()


async def _timed(store: Store, query: str) -> tuple[float, int]:
    began = time.perf_counter()
    read = parse(query)
    shown = preview(read, await store.recent.sample(read, now=NOW), now=NOW)
    return time.perf_counter() - began, shown.events


def _story(text: str) -> Story:
    return Story(
        id="",
        source="s",
        outlet="The Example",
        title=text.split("\n")[0],
        url="https://news.example.com/",
        published=NOW,
        seen=NOW,
        text=text,
        lang="en",
        keys=(),
    )


if __name__ == "__main__":
    main()
