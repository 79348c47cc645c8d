"""How sure the quality of events is: `python -m benchmarks.orders DATA [ORDERS]`.

DATA is that of `benchmarks.events`. The stories of ECB+ are judged in so many random orders (default 12), each
at the times of the given one; UCI's headlines in their own, for their times are real. Each figure is given on
average, and at the tenth percentile over random halves of the topics (of UCI's events): what another may bring.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import Any

from alertbot.cli.cluster import judged
from alertbot.sources.given import Given, read_given
from benchmarks.events import ALERTS, gold_of, scorer_of

HALVES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What was said of each story: its broad event, and whether it alerted under `normal`."""

    broad: Mapping[str, str]
    alerted: frozenset[str]


def run(stories: Iterable[Given]) -> Run:
    said = {given.id: decision.judged for given, decision in judged(stories)}
    return Run(
        broad={story: each.broad.event for story, each in said.items()},
        alerted=frozenset(story for story, each in said.items() if each.normal.kind in ALERTS),
    )


def shuffled(given: list[Given], seed: int) -> list[Given]:
    order = random.Random(seed).sample(given, len(given))
    return [replace(each, published=place.published) for each, place in zip(order, given, strict=True)]


def halves(names: Iterable[str], chance: random.Random) -> list[set[str]]:
    sorted_names = sorted(set(names))
    return [set(chance.sample(sorted_names, len(sorted_names) // 2)) for _ in range(HALVES)]


def figures(scorer: Any, one: Run, gold: Mapping[str, str]) -> tuple[float, float, float]:
    """B-cubed F1 of broad, events with an own alert under normal, alerts an event: for the stories of `gold`."""
    alerts = Counter(event for story, event in gold.items() if story in one.alerted)
    events = len(set(gold.values()))
    f1 = scorer.score({story: one.broad[story] for story in gold}, gold)["b3_f1"]
    return f1, len(alerts) / events, alerts.total() / events


def row(scorer: Any, runs: list[Run], gold: Mapping[str, str], topics: Mapping[str, str]) -> str:
    """One line of the table; `topics` says to which one each event belongs."""
    over_all = [mean(each) for each in zip(*(figures(scorer, one, gold) for one in runs), strict=True)]
    chance = random.Random(5)
    drawn = [
        figures(
            scorer,
            chance.choice(runs),
            {story: event for story, event in gold.items() if topics[event] in half},
        )
        for half in halves(topics.values(), chance)
    ]
    f1, own, alerts = (sorted(each) for each in zip(*drawn, strict=True))
    tenth = HALVES // 10
    return (
        f"broad B3 F1 {over_all[0]:.3f} (halves {f1[tenth]:.3f}), normal own alert {over_all[1]:.3f} "
        f"({own[tenth]:.3f}), alerts an event {over_all[2]:.2f} ({alerts[-tenth - 1]:.2f})"
    )


def main() -> None:
    data, orders = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 12
    scorer = scorer_of(data)
    for name, seeds in (("ecb", range(orders)), ("uci", range(0))):
        given, gold = (
            list(read_given(str(data / "events" / f"{name}.jsonl"), sys.stdin.buffer)),
            gold_of(data, name),
        )
        gold = {each.id: gold[each.id] for each in given if each.id in gold}
        topics = {
            event: event.removesuffix("plus") for event in gold.values()
        }  # like events have one name in ECB+
        runs = [run(shuffled(given, seed)) for seed in seeds] or [run(given)]
        print(name.ljust(6), row(scorer, runs, gold, topics), flush=True)


if __name__ == "__main__":
    main()
