"""What Prometheus reads is what was counted."""

from datetime import timedelta

from prometheus_client.parser import text_string_to_metric_families

from alertbot.metrics import INSTRUMENTS, Meter, measures
from alertbot.surfaces.exposition import GAUGES, exposition
from tests.metrics.test_metrics import logged


def samples(page: bytes) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(page.decode())
        for sample in family.samples
    }


def test_counters_histograms_and_gauges_are_shown() -> None:
    counts = {**logged(Meter(), "polled", status="ok", new=2, took="0.30s")}
    shown = samples(
        exposition(counts, {("alertbot_queue_depth", "stories"): 4, ("alertbot_dead_deliveries", ""): 1})
    )
    assert shown["alertbot_polls_total", (("status", "ok"),)] == 1
    assert shown["alertbot_stories_total", ()] == 2
    assert shown["alertbot_fetch_to_commit_seconds_bucket", (("le", "0.25"),)] == 0
    assert shown["alertbot_fetch_to_commit_seconds_bucket", (("le", "0.5"),)] == 1
    assert shown["alertbot_fetch_to_commit_seconds_bucket", (("le", "86400.0"),)] == 1
    assert shown["alertbot_fetch_to_commit_seconds_count", ()] == 1
    assert shown["alertbot_queue_depth", (("queue", "stories"),)] == 4
    assert shown["alertbot_dead_deliveries", ()] == 1


def test_an_empty_bot_shows_every_family() -> None:
    page = exposition({}, {}).decode()
    assert all(f"# TYPE {each.name}" in page for each in INSTRUMENTS)
    assert all(f"# TYPE {name} gauge" in page for name in GAUGES)


def test_measures_are_of_known_instruments() -> None:
    for said in ("polled", "matched", "sent", "dead", "summary", "waiting for redis"):
        assert {each for each, _, _ in measures(said, {"took": timedelta()})} <= set(INSTRUMENTS)
