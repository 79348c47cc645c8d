"""`/metrics`: what all processes counted, and how things stand, in Prometheus' text format.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from alertbot.metrics import INSTRUMENTS, SECONDS, Counts, Instrument

GAUGES = {
    "alertbot_queue_depth": ("Entries that wait.", "queue"),
    "alertbot_queue_age_seconds": ("How long the oldest entry has waited.", "queue"),
    "alertbot_sources": ("Sources, by how they are.", "state"),
    "alertbot_redis_used_bytes": ("Memory of the server.", ""),
    "alertbot_redis_kind_bytes": ("Memory by kind of key, measured on some thousand keys.", "kind"),
    "alertbot_dead_deliveries": ("Deliveries that wait for a decision.", ""),
}
"""What is read when it is asked for; each with its text and the name of its label, or none."""

Standing = Mapping[tuple[str, str], float]
"""Gauges by name and label value (empty for a gauge without one)."""


def exposition(counts: Counts, standing: Standing) -> bytes:
    """The page Prometheus reads."""
    registry = CollectorRegistry()
    registry.register(_Page(counts, standing))
    return generate_latest(registry)


class _Page(Collector):
    def __init__(self, counts: Counts, standing: Standing) -> None:
        self._counts, self._standing = counts, standing

    def collect(self) -> Iterator[Metric]:
        for instrument in INSTRUMENTS:
            yield (
                _histogram(instrument, self._counts) if instrument.seconds else _counter(instrument, self._counts)
            )
        for name, (about, label) in GAUGES.items():
            gauge = GaugeMetricFamily(name, about, labels=[label] if label else [])
            for (given, value_of), value in self._standing.items():
                if given == name:
                    gauge.add_metric([value_of] if label else [], value)
            yield gauge


def _counter(instrument: Instrument, counts: Counts) -> Metric:
    family = CounterMetricFamily(instrument.name, instrument.about, labels=instrument.labels)
    for key, value in sorted(counts.items()):
        if key[0] == instrument.name:
            family.add_metric(key[1:], value)
    return family


def _histogram(instrument: Instrument, counts: Counts) -> Metric:
    family = HistogramMetricFamily(instrument.name, instrument.about, labels=instrument.labels)
    end = 1 + len(instrument.labels)
    for labels in sorted({key[1:end] for key in counts if key[0] == instrument.name}):
        key = (instrument.name, *labels)
        family.add_metric(labels, list(_buckets(key, counts)), counts.get((*key, "sum"), 0.0))
    return family


def _buckets(key: tuple[str, ...], counts: Counts) -> Iterator[tuple[str, float]]:
    """Cumulative, as Prometheus wants them."""
    below = 0.0
    for bound in SECONDS:
        below += counts.get((*key, str(bound)), 0.0)
        yield str(bound), below
    yield "+Inf", counts.get((*key, "+Inf"), 0.0)
