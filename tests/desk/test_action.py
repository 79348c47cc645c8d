"""What buttons carry: short, versioned, and harmless when old or forged."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alertbot.alerts.quiet import QuietHours
from alertbot.desk import command as c
from alertbot.desk.action import ACTIONS, TIMES, decode, encode, fits
from alertbot.desk.when import When

ID = "AbCdEfGh-_1"
PRESSED: list[c.Command] = [
    c.AddWatches(text='"data center"'),
    c.AddWatches(text="a:b"),
    c.TakeShared(shared=ID),
    c.Keep(batch="19ce1"),
    c.Cancel(batch="19ce1"),
    c.ShowList(page=3),
    c.ShowWatch(watch=ID),
    c.ShowExamples(watch=ID),
    c.ShowRefinements(watch=ID),
    c.Refine(watch=ID, how="phrase"),
    c.Refine(watch=ID, how="-wind"),
    c.Refine(watch=ID, how="+AI"),
    c.Refine(watch=ID, how="exactly"),
    c.AskEdit(watch=ID),
    c.RemoveWatch(watch=ID),
    c.Undo(batch="19ce1"),
    c.ShowMute(watch=ID),
    *(c.MuteWatch(watch=ID, when=when) for when in TIMES.values()),
    *(c.Pause(when=when) for when in TIMES.values() if when),
    c.Resume(),
    c.Quiet(hours=QuietHours(start=time(22), end=time(7, 30))),
    c.Quiet(hours=None),
    c.QuietHow(silent=True),
    c.QuietHow(silent=False),
    c.Digest(at="08:00", mode="both"),
    c.Digest(mode="instant"),
    c.ShowSources(page=1),
    c.Why(delivery=ID),
    c.ShowAlert(delivery=ID),
    c.ShowSnooze(delivery=ID),
    c.ShowAlertMute(delivery=ID),
    c.MuteOutlet(delivery=ID),
    c.NotRelevant(delivery=ID),
    c.Share(),
    c.Export(),
    c.Forget(),
    c.Forget(confirmed=True),
    c.Help(),
]


@pytest.mark.parametrize("command", PRESSED, ids=repr)
def test_a_button_means_what_it_was_made_for(command: c.Command) -> None:
    token = encode(command)
    assert fits(token)
    assert decode(token) == command


def test_every_verb_is_tried_here() -> None:
    assert {token.split(":")[1] for token in map(encode, PRESSED)} == set(ACTIONS)


FORGED = ["", "1", "1:", "0:l:0", "2:l:0", "1:zz:1", "1:l:-1", "1:l:x", "1:d:", "1:d:a b", "1:d:" + "x" * 70,
          "1:m:id:never", "1:p:", "1:r:id:title:x", "1:r:id:-a b", "1:q:nine", "1:dg:z:", "1:dg:b:8", "1:a: ",
          "1:d:../../x", "1:l:99999"]  # fmt: skip


@pytest.mark.parametrize("token", FORGED)
def test_an_old_or_forged_button_is_stale(token: str) -> None:
    assert decode(token) == c.Stale()


@given(st.text(max_size=80))
def test_whatever_a_button_carries_is_a_command(token: str) -> None:
    decode(token)
    decode(f"1:{token}")


def test_what_no_button_can_carry_is_an_error_of_ours() -> None:
    for command in (
        c.AddWatches(text="x" * 61),
        c.Pause(when=When(length=timedelta(minutes=3))),
        c.Import(text="x"),
    ):
        with pytest.raises(ValueError, match=r"token|button"):
            encode(command)
