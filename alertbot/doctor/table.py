"""Findings as people read them. Values in, lines out. No IO."""

from collections.abc import Sequence

from alertbot.doctor.finding import Finding

MARKS = {"fine": "ok", "off": "off", "warning": "warn", "fault": "FAULT"}


def table(findings: Sequence[Finding]) -> list[str]:
    """One line a finding, in columns."""
    width = max((len(each.about) for each in findings), default=0)
    return [f"{MARKS[each.state]:5}  {each.about:{width}}  {each.said}" for each in findings]
