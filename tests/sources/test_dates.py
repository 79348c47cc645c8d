"""What feeds write as dates."""

import calendar
from datetime import UTC, datetime

import pytest
from babel.dates import format_datetime
from feedparser.datetimes import _parse_date
from hypothesis import given
from hypothesis import strategies as st

from alertbot.sources.dates import EARLIEST, LATEST, moment
from alertbot.sources.months import MONTHS, NAMES

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


LANGUAGES = (
    "en de de_AT de_CH fr fr_CA es es_MX it pt pt_PT nl pl ru uk cs sk sv da nb fi tr ro bg ca eu gl lt lv et sl "
    "sr sr_Latn mk sq hu el id ms is ar he az"
).split()


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize(
    "form",
    [
        "EEE, d MMM yyyy HH:mm:ss '+0200'",
        "EEEE d MMMM yyyy HH:mm:ss '+02:00'",
        "d. LLLL yyyy, HH:mm:ss 'EET'",
        "MMM d, yyyy HH:mm:ss 'GMT+2'",
    ],
)
def test_the_months_of_other_languages_are_understood(locale: str, form: str) -> None:
    months = [datetime(2026, month, 12, 9, 30, tzinfo=UTC) for month in range(1, 13)]
    texts = [format_datetime(each, form, locale=locale) for each in months]
    assert [moment(text) for text in texts] == [each.replace(hour=7) for each in months]


def test_no_name_means_two_months() -> None:
    names = [name for listed in NAMES.values() for name in listed.split()]
    assert len(names) == len(set(names)) == len(MONTHS)


@pytest.mark.parametrize(
    "text",
    [
        "jeudi 12 mars 2026 à 8h30",
        "12 de marzo de 2026 a las 08:30",
        "quinta-feira, 12 de março de 2026 às 08h30",
        "Do, 12. Mrz 2026 09:30 Uhr MEZ",
        "чт, 12 мар. 2026 г. 11:30 МСК",
        "12 Mart 2026 Perşembe 08:30",
        "2026. március 12. 8:30",
        "2026-március-12T8:30",
        "2026 m. kovo 12 d., 08:30",
        "torstai 12. maaliskuuta 2026 klo 8.30",
        "12 במרץ 2026, 8:30",
        "الخميس، ١٢ مارس ٢٠٢٦ ٠٨:٣٠",
        "12\u00a0mars\u00a02026\u00a08:30",
        "March 12th, 2026 at 3:30 a.m. EST",
        "Thursday, 12 March 2026 08:30",
        "12-Mar-2026 08:30:00",
        "12.3.2026, 08:30",
        "2026/03/12 16:30 +0800",
        "2026年3月12日(木) 8時30分",
        "2026년 03월 12일 오전 8:30",
        "2026. 3. 12. 8:30",
    ],
)
def test_a_date_as_people_write_it_is_understood(text: str) -> None:
    assert moment(text) == HALF_PAST_EIGHT


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("Mar 12, 2026 12:00 AM", 0),
        ("Mar 12, 2026 12:00 PM", 12),
        ("Thu, 12 Mar 2026 9:00 PM", 21),
        ("3/12/2026 9:00", None),
        ("12/3/2026 9:00", None),
        ("03-12-2026", None),
        ("13/3/2026 9:00", 9),
        ("3/13/2026 9:00 pm", 21),
        ("3/3/2026 9:00 p.m. (UTC+1)", 20),
        ("2026年3月12日 下午9:00", 21),
    ],
)
def test_half_of_the_day_counts_and_nothing_is_guessed(text: str, hour: int | None) -> None:
    found = moment(text)
    assert (found and found.hour) == hour


@pytest.mark.parametrize(
    "text", ["32 März 2026", "13.13.2026", "2026/13/01", "12 Foo 2026", "12 Mar 0001", "9 11 2001"]
)
def test_what_is_no_date_in_any_language_is_none(text: str) -> None:
    assert moment(text) is None


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
