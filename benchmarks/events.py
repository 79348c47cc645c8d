"""Quality and cost of recognising one event: `python -m benchmarks.events DATA [STORIES]`.

DATA is a folder with `url_pairs.tsv` and `events/` (ecb.jsonl, ecb.gold.tsv, uci.jsonl, uci.gold.tsv,
score.py, which computes B-cubed). STORIES (default 100,000) are remembered by the event layer in the rows
of cost, ten times as many by the exact and near layers: see `benchmarks.remembering`.
"""

import csv
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from alertbot.cli.cluster import judged
from alertbot.events.copies import ONE_SHARED, Sketch, Traits, sketch
from alertbot.sources.given import Given, read_given
from alertbot.stories.canonical import canonical_url
from benchmarks.remembering import costs

ALERTS = ("new", "update", "related")


def urls(data: Path) -> str:
    with (data / "url_pairs.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    said = [(canonical_url(row["url_a"]) == canonical_url(row["url_b"]), row["label"] == "same") for row in rows]
    return f"{sum(a == b for a, b in said)} of {len(said)} right, {sum(a and not b for a, b in said)} false merges"


def clusters(data: Path, name: str) -> dict[str, str]:
    scorer = scorer_of(data)
    gold = gold_of(data, name)
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


def wire_edits(data: Path) -> dict[str, str]:
    """Each text again under an outlet, a dateline and a headline of its own, whole and cut to 60 and 30%."""
    gold = gold_of(data, "ecb")
    given = list(read_given(str(data / "events" / "ecb.jsonl"), sys.stdin.buffer))
    headlines = _headlines(given, gold)
    edits = [_edited(each, share, headlines[each.id]) for each in given for share in (1.0, 0.6, 0.3)]
    return {"near layer alone": _near_alone(given, edits, gold), "all layers": _all_layers(given, edits, gold)}


def _headlines(given: list[Given], gold: Mapping[str, str]) -> dict[str, str]:
    """For each story the headline of the next one about the same event: other words for it."""
    by_event: dict[str, list[Given]] = {}
    for each in given:
        by_event.setdefault(gold[each.id], []).append(each)
    return {
        each.id: others[(place + 1) % len(others)].title
        for others in by_event.values()
        for place, each in enumerate(others)
    }


def _edited(given: Given, share: float, headline: str) -> Given:
    words = given.text.split()
    return replace(
        given,
        id=f"{given.id} {share}",
        title=headline,
        source="another outlet",
        text="LONDON, March 3 (Reuters) - " + " ".join(words[: int(len(words) * share)]),
    )


def _near_alone(given: list[Given], edits: list[Given], gold: Mapping[str, str]) -> str:
    """Clusters of copies alone: no address, no nearness."""
    by_shingle: dict[int, str] = {}
    known: dict[str, Traits] = {}
    cluster: dict[str, str] = {}

    def copied(each: Given) -> tuple[Sketch, str]:
        text = sketch(each.title, each.text, each.source)
        if by_shingle.keys().isdisjoint(text.shingles[:ONE_SHARED]):
            return text, ""
        first = [by_shingle[shingle] for shingle in text.shingles if shingle in by_shingle]
        shared = Counter(cluster[name] for name in first)
        same = [name for name in first if text.traits.repeat(known[name], shared=shared[cluster[name]])]
        return text, cluster[same[0]] if same else ""

    for each in given:
        text, found = copied(each)
        known[each.id], cluster[each.id] = text.traits, found or each.id
        for shingle in text.shingles:
            by_shingle.setdefault(shingle, each.id)
    found = [copied(edit)[1] for edit in edits]
    return _told(edits, [{gold[each]} if each else set() for each in found], gold)


def _all_layers(given: list[Given], edits: list[Given], gold: Mapping[str, str]) -> str:
    """As `alertbot cluster` judges them, an edit right after all originals."""
    of_event: dict[str, set[str]] = {}
    said = []
    for each, decision in judged([*given, *edits]):
        event = decision.judged.normal.event
        if each.id in gold:
            of_event.setdefault(event, set()).add(gold[each.id])
        else:
            said.append(of_event.get(event, set()))
    return _told(edits, said, gold)


def _told(edits: list[Given], said: list[set[str]], gold: Mapping[str, str]) -> str:
    right = [gold[edit.id.partition(" ")[0]] for edit in edits]
    recall = sum(event in events for event, events in zip(right, said, strict=True)) / len(edits)
    some = [(event, events) for event, events in zip(right, said, strict=True) if events]
    precision = sum(event in events for event, events in some) / max(1, len(some))
    return f"precision {precision:.4f}, recall {recall:.3f}"


def gold_of(data: Path, name: str) -> dict[str, str]:
    """Story to event; the file's first line names its columns."""
    gold: dict[str, str] = scorer_of(data).load_gold(data / "events" / f"{name}.gold.tsv")
    return {story: event for story, event in gold.items() if story != "id"}


def scorer_of(data: Path) -> Any:
    spec = spec_from_file_location("score", data / "events" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    data, size = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    print("url pairs".ljust(34), urls(data), flush=True)
    for layers, row in wire_edits(data).items():
        print(f"wire edits, {layers}".ljust(34), row, flush=True)
    for name in ("ecb", "uci"):
        for policy, row in clusters(data, name).items():
            print(f"{name} --policy {policy}".ljust(34), row, flush=True)
    for what, row in costs(size):
        print(what.ljust(34), row, flush=True)


if __name__ == "__main__":
    main()
