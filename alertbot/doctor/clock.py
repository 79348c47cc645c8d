"""Do the clocks agree? Moments in, findings out. No IO.

Alerts carry times, leases end, providers refuse old signatures: all that needs one time of day.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from alertbot.doctor.finding import Finding, fault

SKEW = fault(
    "clock-skew",
    "this machine's clock and another one differ by more than ten seconds",
    "synchronise both clocks (NTP)",
)
FAULTS = (SKEW,)
MOST = timedelta(seconds=10)
"""A Date header is rounded to a second, and an answer may take a few."""


def skewed(about: str, theirs: datetime, ours: datetime) -> list[Finding]:
    """A finding when the clock of `about` says something else than ours."""
    apart = theirs - ours
    if abs(apart) <= MOST:
        return []
    word = "ahead of" if apart > timedelta() else "behind"
    return [SKEW.at(about, f"its clock is {abs(apart).total_seconds():.0f} s {word} ours")]


def date_of(header: str | None) -> datetime | None:
    """The moment of an HTTP Date header; None where it says none."""
    try:
        said = parsedate_to_datetime(header or "")
    except ValueError:
        return None
    return said if said.tzinfo else said.replace(tzinfo=UTC)
