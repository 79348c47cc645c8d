"""What feeds write as dates."""

import calendar
from datetime import UTC, datetime

import pytest
from feedparser.datetimes import _parse_date
from hypothesis import given
from hypothesis import strategies as st

from alertbot.sources.dates import EARLIEST, LATEST, moment

HALF_PAST_EIGHT = datetime(2026, 3, 12, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Thu, 12 Mar 2026 08:30:00 GMT",
        "Thu, 12 Mar 2026 09:30:00 +0100",
        "12 Mar 2026 03:30 EST",
        "Thu, 12 Mar 2026 09:30:00 CET",
        "Thu, 12 Mar 2026 11:30 MSK",
        "Thu, 12 Mar 2026 14:00:00 IST",
        "Thu, 12 Mar 2026 19:30:00 AEDT",
        "Thu, 12 Mar 2026 05:30:00 BRT",
        "2026-03-12T08:30:00Z",
        "2026-03-12T09:30:00.123+01:00",
        "2026-03-12T08:30Z",
        "2026-03-12 08:30:00",
    ],
)
def test_the_forms_of_a_date_are_one_moment(text: str) -> None:
    assert moment(text) == HALF_PAST_EIGHT


@pytest.mark.parametrize(
    "text",
    ["", "soon", "1970-01-01T00:00:00Z", "Mon, 01 Jan 0001 00:00:00 GMT", "9999-12-31T23:59:59-14:00", None],
)
def test_a_date_that_cannot_be_one_is_none(text: object) -> None:
    assert moment(text) is None


MOMENTS = st.datetimes().map(lambda moment: moment.replace(year=1989 + moment.year % 213, day=1))
EAST = st.sampled_from(
    ["+0000", "-0330", "+0100", "+1400", "-1200", "GMT", "UTC", "Z", "EST", "+01:00", "nonsense"]
)


@given(MOMENTS, EAST, st.sampled_from(["%a, %d %b %Y %H:%M:%S ", "%d %b %Y %H:%M:%S ", "%Y-%m-%dT%H:%M:%S"]))
def test_what_is_read_first_is_what_feedparser_reads(local: datetime, east: str, form: str) -> None:
    text = local.strftime(form) + east
    parsed = _parse_date(text)
    judged = datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    assert moment(text) == (judged if judged and EARLIEST <= judged < LATEST else None)
