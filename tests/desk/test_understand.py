"""What people type, and what it asks for."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alertbot.alerts.quiet import QuietHours
from alertbot.desk import command as c
from alertbot.desk.understand import understand
from alertbot.desk.when import FOREVER, When, read_clock, read_quiet, read_when

NIGHT = QuietHours(start=time(22), end=time(7))
HOURS = timedelta(hours=1)

SAID = [
    ("start", c.Start()),
    ("start AbC-_1", c.Start(shared="AbC-_1")),
    ("help", c.Help()),
    ("WATCH sovereign AI", c.AddWatches(text="sovereign AI")),
    ("watch\nMistral\ndata center", c.AddWatches(text="Mistral\ndata center")),
    ("watch", c.Malformed(verb="watch", text="")),
    ("list", c.ShowList()),
    ("unwatch 2", c.Remove(which="2")),
    ("remove sovereign AI", c.Remove(which="sovereign AI")),
    ("pause", c.Pause()),
    ("pause 2h", c.Pause(when=When(length=2 * HOURS))),
    ("pause for 3 days", c.Pause(when=When(length=72 * HOURS))),
    ("pause until tomorrow", c.Pause(when=When(clock=time(8), days=1))),
    ("pause forever and a day", c.Malformed(verb="pause", text="forever and a day")),
    ("snooze", c.Pause(when=When(length=HOURS))),
    ("resume", c.Resume()),
    ("mute TechCrunch", c.Mute(which="TechCrunch")),
    ("mute Le Monde 2h", c.Mute(which="Le Monde", when=When(length=2 * HOURS))),
    ("mute 3 until tomorrow", c.Mute(which="3", when=When(clock=time(8), days=1))),
    ("mute", c.Malformed(verb="mute", text="")),
    ("unmute TechCrunch", c.Unmute(which="TechCrunch")),
    ("quiet", c.ShowQuiet()),
    ("quiet 22:00-07:00", c.Quiet(hours=NIGHT)),
    ("quiet 22-7", c.Quiet(hours=NIGHT)),
    ("quiet 10pm to 7am", c.Quiet(hours=NIGHT)),
    ("quiet off", c.Quiet(hours=None)),
    ("quiet 22-7 silent", c.Quiet(hours=NIGHT, silent=True)),
    ("quiet 22:00 - 07:00 Hold", c.Quiet(hours=NIGHT, silent=False)),
    ("quiet silent", c.QuietHow(silent=True)),
    ("quiet held", c.QuietHow(silent=False)),
    ("quiet nine silent", c.Malformed(verb="quiet", text="nine silent")),
    ("quiet please", c.Malformed(verb="quiet", text="please")),
    ("digest", c.ShowDigest()),
    ("digest 08:00", c.Digest(at="08:00")),
    ("digest 8:00 only", c.Digest(at="8:00", mode="digest")),
    ("digest both", c.Digest(mode="both")),
    ("digest 8:00 only always", c.Digest(at="8:00", mode="digest", always=True)),
    ("digest always", c.Digest(always=True)),
    ("digest off", c.Digest(mode="instant")),
    ("digest sometimes", c.Malformed(verb="digest", text="sometimes")),
    ("previews", c.LinkPreviews()),
    ("previews on", c.LinkPreviews(on=True)),
    ("previews loud", c.Malformed(verb="previews", text="loud")),
    ("email", c.ShowEmail()),
    ("email me@example.org", c.AddEmail(address="me@example.org")),
    ("email off", c.EmailOff()),
    ("timezone", c.ShowTimezone()),
    ("timezone Europe/Paris", c.SetTimezone(text="Europe/Paris")),
    ("sources", c.ShowSources()),
    ("sources add https://e.org", c.AddSource(url="https://e.org")),
    ("sources drop", c.Malformed(verb="sources", text="drop")),
    ("why https://e.org/x", c.Why(url="https://e.org/x")),
    ("export", c.Export()),
    ("import Mistral\nArm", c.Import(text="Mistral\nArm")),
    ("share", c.Share()),
    ("forget", c.Forget()),
    ("privacy", c.Privacy()),
    ("admins off", c.AdminsOnly(on=False)),
    ("admins", c.AdminsOnly()),
    ("dance", c.Unknown(verb="dance")),
    ("", c.Unknown(verb="")),
]


@pytest.mark.parametrize(("text", "command"), SAID)
def test_what_is_said_is_understood(text: str, command: c.Command) -> None:
    assert understand(text) == command


@given(st.text(max_size=60))
def test_nothing_that_can_be_typed_is_an_error(text: str) -> None:
    for verb in ("", "watch ", "mute ", "pause ", "quiet ", "digest ", "timezone ", "sources ", "import "):
        understand(verb + text)


CLOCKS = [
    ("8", time(8)), ("08:00", time(8)), ("8h30", time(8, 30)), ("8 pm", time(20)), ("12am", time(0)),
    ("12pm", time(12)), ("24", time(0)), ("24:30", None), ("8:75", None), ("25", None), ("13pm", None),
    ("x", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "clock"), CLOCKS)
def test_a_time_of_day_is_read_as_people_write_it(text: str, clock: time | None) -> None:
    assert read_clock(text) == clock


@pytest.mark.parametrize("text", ["22", "22-22", "22-", "-7", "a-b", "22-7-9", "22-25"])
def test_what_is_no_span_of_hours_is_none(text: str) -> None:
    assert read_quiet(text) is None


@pytest.mark.parametrize("text", ["", "h", "0h", "9999d", "2x", "sometime", "tomorrow evening"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_when(text) is None


def test_until_tomorrow_is_eight_in_the_morning_where_someone_lives() -> None:
    late = datetime(2026, 3, 12, 23, 30, tzinfo=UTC)
    tomorrow = When(clock=time(8), days=1)
    assert tomorrow.end(late, "UTC") == datetime(2026, 3, 13, 8, tzinfo=UTC)
    assert tomorrow.end(late, "Europe/Paris") == datetime(2026, 3, 14, 7, tzinfo=UTC)


def test_until_a_time_of_day_is_its_next_coming() -> None:
    noon = datetime(2026, 3, 12, 12, tzinfo=UTC)
    assert When(clock=time(14)).end(noon, "UTC") == datetime(2026, 3, 12, 14, tzinfo=UTC)
    assert When(clock=time(12)).end(noon, "UTC") == datetime(2026, 3, 13, 12, tzinfo=UTC)
    assert When().end(noon, "UTC") == FOREVER
