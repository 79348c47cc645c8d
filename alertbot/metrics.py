"""What is counted: the lines that are logged, as numbers. Log events in, measures out.

Every unit of work logs one line at its end (see `log`); the same line is what is counted, so the
numbers and the log can never tell different stories. Labels are from closed sets: no ids, no names.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Lock

SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 21_600.0, 86_400.0)
"""The upper bounds of every histogram's buckets: from a wake-up to a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A counter, or with `seconds` a histogram; `labels` are its labels' names in order."""

    name: str
    about: str
    labels: tuple[str, ...] = ()
    seconds: bool = False


POLLS = Instrument(name="alertbot_polls", about="Polls, by how they ended.", labels=("status",))
STORIES = Instrument(name="alertbot_stories", about="New stories committed.")
VERDICTS = Instrument(name="alertbot_verdicts", about="Stories judged, by verdict.", labels=("verdict",))
MATCHES = Instrument(
    name="alertbot_matches", about="Stories matched, by what came of it (planned, or why not).", labels=("reason",)
)
PLANNED = Instrument(name="alertbot_planned_deliveries", about="Deliveries that matches led to.")
DELIVERIES = Instrument(
    name="alertbot_deliveries", about="Attempts to deliver, by outcome.", labels=("channel", "outcome")
)
SUMMARIES = Instrument(name="alertbot_summaries", about="Daily summaries, by how they ended.", labels=("status",))
WAITS = Instrument(name="alertbot_redis_waits", about="Times a role had to wait for Redis.", labels=("role",))
FETCH_TO_COMMIT = Instrument(
    name="alertbot_fetch_to_commit_seconds", about="From claiming a source to its commit.", seconds=True
)
COMMIT_TO_SENT = Instrument(
    name="alertbot_commit_to_sent_seconds",
    about="From deciding on a delivery to the provider's answer.",
    labels=("channel",),
    seconds=True,
)
PUBLISH_TO_ALERT = Instrument(
    name="alertbot_publish_to_alert_seconds",
    about="From a story's own date to the provider's answer.",
    labels=("channel",),
    seconds=True,
)

INSTRUMENTS = (
    *(POLLS, STORIES, VERDICTS, MATCHES, PLANNED, DELIVERIES, SUMMARIES, WAITS),
    *(FETCH_TO_COMMIT, COMMIT_TO_SENT, PUBLISH_TO_ALERT),
)

OUTCOMES = {
    "sent": "sent",
    "sent in part": "sent-in-part",
    "held": "held",
    "dropped": "dropped",
    "edited": "edited",
    "will retry": "retried",
    "channel pauses": "paused",
    "bundle refused": "retried",
    "not edited": "not-edited",
    "dead": "dead",
}
"""The log's words for what follows an attempt, and the label each is counted under."""

Measure = tuple[Instrument, tuple[str, ...], float]


def measures(said: str, fields: Mapping[str, object]) -> Iterator[Measure]:
    """What the log line `said` with its fields adds to which instrument."""
    if said == "polled":
        yield POLLS, (str(fields.get("status", "")),), 1
        yield STORIES, (), _number(fields.get("new"))
        yield FETCH_TO_COMMIT, (), _number(fields.get("took"))
    elif said == "matched":
        yield VERDICTS, (str(fields.get("verdict", "")),), 1
        yield MATCHES, (str(fields.get("reason", "")),), 1
        yield PLANNED, (), _number(fields.get("deliveries"))
    elif said in OUTCOMES:
        yield from _attempt(OUTCOMES[said], fields)
    elif said == "summary":
        yield SUMMARIES, (str(fields.get("status", "")),), 1
    elif said == "waiting for redis":
        yield WAITS, (str(fields.get("role", "")),), 1


def _attempt(outcome: str, fields: Mapping[str, object]) -> Iterator[Measure]:
    channel = str(fields.get("channel", ""))
    yield DELIVERIES, (channel, outcome), 1
    for instrument, field in ((COMMIT_TO_SENT, "took"), (PUBLISH_TO_ALERT, "age")):
        if outcome == "sent" and field in fields:
            yield instrument, (channel,), _number(fields[field])


def _number(value: object) -> float:
    """The number a field shows, as `3` or `0.21s`; 0 for anything else."""
    try:
        return float(str(value).removesuffix("s"))
    except ValueError:
        return 0.0


Counts = Mapping[tuple[str, ...], float]
"""Sums by (name, label …); a histogram's as (name, label …, bound), with the bounds `sum` and `+Inf`."""


class Meter(logging.Handler):
    """Counts the lines of this process until they are taken. Safe to log to from any thread."""

    def __init__(self) -> None:
        super().__init__(level=logging.INFO)
        self._counts: defaultdict[tuple[str, ...], float] = defaultdict(float)
        self._guard = Lock()

    def emit(self, record: logging.LogRecord) -> None:
        fields: dict[str, object] = getattr(record, "fields", {})
        with self._guard:
            for measure in measures(record.getMessage(), fields):
                _add(self._counts, measure)

    def take(self) -> dict[tuple[str, ...], float]:
        """What was counted since the last time."""
        with self._guard:
            taken, self._counts = dict(self._counts), defaultdict(float)
        return taken

    def give_back(self, counts: Counts) -> None:
        """Counts again what could not be kept."""
        with self._guard:
            for key, value in counts.items():
                self._counts[key] += value


def _add(counts: defaultdict[tuple[str, ...], float], measure: Measure) -> None:
    instrument, labels, value = measure
    key = (instrument.name, *labels)
    if not instrument.seconds:
        counts[key] += value
        return
    for bound in SECONDS:
        if value <= bound:
            counts[(*key, str(bound))] += 1
            break
    counts[(*key, "+Inf")] += 1
    counts[(*key, "sum")] += value
