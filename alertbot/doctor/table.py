"""Findings as people read them. Values in, lines out. No IO."""

from collections.abc import Sequence

from alertbot.doctor.finding import Finding

MARKS = {"fine": "ok", "off": "off", "warning": "warn", "fault": "FAULT"}


def table(findings: Sequence[Finding]) -> list[str]:
    """One line a finding, in columns; what is wrong ends with its mend and its name."""
    width = max((len(each.about) for each in findings), default=0)
    return [f"{MARKS[each.state]:5}  {each.about:{width}}  {_said(each)}" for each in findings]


def _said(finding: Finding) -> str:
    return f"{finding.said}; {finding.mend} [{finding.name}]" if finding.name else finding.said
