"""Quality and cost of recognising one event: `python -m benchmarks.events DATA [STORIES]`.

DATA is a folder with `url_pairs.tsv` and `events/` (ecb.jsonl, ecb.gold.tsv, uci.jsonl, uci.gold.tsv,
score.py, which computes B-cubed). STORIES says how many made-up stories are remembered for the rows of
cost (default 5,000); these run on an embedded Valkey of their own.
"""

import asyncio
import csv
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from alertbot.cli.cluster import UNDATED, as_story, judged
from alertbot.events.copies import bands
from alertbot.roles.remembering import Memory
from alertbot.sources.given import Given, read_given
from alertbot.store import keys
from alertbot.store.background import common_words
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.store import Store
from alertbot.stories.canonical import canonical_url

ALERTS = ("new", "update", "related")


def urls(data: Path) -> str:
    with (data / "url_pairs.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    said = [(canonical_url(row["url_a"]) == canonical_url(row["url_b"]), row["label"] == "same") for row in rows]
    return f"{sum(a == b for a, b in said)} of {len(said)} right, {sum(a and not b for a, b in said)} false merges"


def clusters(data: Path, name: str) -> dict[str, str]:
    scorer = _scorer(data)
    gold: Mapping[str, str] = scorer.load_gold(data / "events" / f"{name}.gold.tsv")
    decisions = list(judged(read_given(str(data / "events" / f"{name}.jsonl"), sys.stdin.buffer)))
    rows = {}
    for policy in ("broad", "normal"):
        said = {given.id: decision.judged.under(policy) for given, decision in decisions}
        score = scorer.score({story: verdict.event for story, verdict in said.items()}, gold)
        alerts = [story for story, verdict in said.items() if verdict.kind in ALERTS]
        events = set(gold.values())
        own = len({gold[story] for story in alerts if story in gold}) / len(events)
        rows[policy] = (
            f"B3 F1 {score['b3_f1']:.3f}, own alert {own:.3f}, alerts an event {len(alerts) / len(events):.2f}"
        )
    return rows


def wire_edits(data: Path) -> str:
    """Each text again under an outlet, a dateline and a headline of its own, whole and cut."""
    gold = _scorer(data).load_gold(data / "events" / "ecb.gold.tsv")
    given = list(read_given(str(data / "events" / "ecb.jsonl"), sys.stdin.buffer))
    known: dict[int, str] = {}
    for each in given:
        for band in bands(each.text):
            known.setdefault(band, each.id)
    asked = found = wrong = 0
    for each in given:
        words = each.text.split()
        for share in (1.0, 0.6, 0.3):
            text = "LONDON (Reuters) - " + " ".join(words[: int(len(words) * share)])
            hits = [known[band] for band in bands(text) if band in known]
            copies = {hit for hit in hits if hits.count(hit) >= 2}
            asked += 1
            found += each.id in copies or any(gold.get(c) == gold.get(each.id) for c in copies)
            wrong += any(gold.get(c) != gold.get(each.id) for c in copies)
    return f"recall {found / asked:.3f}, precision across events {1 - wrong / max(1, found):.4f}"


async def cost(size: int) -> str:
    chance = random.Random(4)
    names = [f"{chance.choice('BCDFGKLMNPRST')}{chance.choice('aeiou')}{n:x}" for n in range(20_000)]

    def made(n: int) -> Given:
        words = " ".join(chance.choices(names, k=70))
        return Given(
            id=f"s{n}", title=" ".join(chance.choices(names, k=9)), url=f"https://e.org/{n}-a-b", text=words
        )

    with tempfile.TemporaryDirectory() as folder:
        server = Embedded(Path(folder) / "valkey")
        server.start()
        store = Store(connect(server.url))
        memory = Memory(store.events, common_words())
        await memory.open()
        before = int((await store.redis.info("memory"))["used_memory"])
        took = []
        for n in range(size):
            story = as_story(made(n), now=UNDATED)
            began = time.perf_counter()
            decision, claim = await memory.judge(story)
            took.append(time.perf_counter() - began)
            await store.redis.xadd(keys.STORIES, {"story": ""})
            await store.outbox.commit_match("0-1", (), now=UNDATED, claim=claim)
            memory.decided(decision)
        await store.redis.delete(keys.STORIES)
        used = int((await store.redis.info("memory"))["used_memory"]) - before
        await store.close()
        server.stop()
    last = sorted(took[-size // 2 :])
    p50, p99 = statistics.median(last) * 1e3, last[int(len(last) * 0.99)] * 1e3
    return f"p50 {p50:.2f} ms, p99 {p99:.2f} ms a story with all layers; Redis {used / size:.0f} bytes a story"


def _scorer(data: Path) -> Any:
    spec = spec_from_file_location("score", data / "events" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    data, size = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5000
    print("url pairs            ", urls(data))
    print("wire edits           ", wire_edits(data))
    for name in ("ecb", "uci"):
        for policy, row in clusters(data, name).items():
            print(f"{name} --policy {policy:7}", "", row)
    print(f"{size} remembered    ", asyncio.run(cost(size)))


if __name__ == "__main__":
    main()
