"""The dashboard and the alert rules ask only for what is exported."""

import json
import re
from pathlib import Path

import pytest

from alertbot.metrics import INSTRUMENTS
from alertbot.surfaces.exposition import GAUGES

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
ENDINGS = ("_bucket", "_count", "_sum")
EXPORTED = {each.name if each.seconds else f"{each.name}_total" for each in INSTRUMENTS} | set(GAUGES)


def asked(text: str) -> set[str]:
    names = set(re.findall(r"\balertbot_[a-z_]+", text))
    return {next((name.removesuffix(each) for each in ENDINGS if name.endswith(each)), name) for name in names}


@pytest.mark.parametrize("name", ["grafana.json", "alerts.yaml"])
def test_what_is_asked_for_is_exported(name: str) -> None:
    names = asked((DEPLOY / name).read_text(encoding="utf-8"))
    assert names
    assert names <= EXPORTED


def test_the_dashboard_shows_every_family_but_rare_ones() -> None:
    shown = asked((DEPLOY / "grafana.json").read_text(encoding="utf-8"))
    rare = {"alertbot_planned_deliveries_total", "alertbot_summaries_total", "alertbot_redis_waits_total"}
    assert EXPORTED - shown == {*rare, "alertbot_fetch_to_commit_seconds"}
    assert json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))["panels"]
