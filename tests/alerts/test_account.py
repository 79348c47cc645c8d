"""How an account ends, where a running bot would take hours to get there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alertbot.alerts.account import Account, Outcome, account
from alertbot.alerts.plan import Trace
from alertbot.alerts.sought import Delivered, Sought
from alertbot.alerts.subscriber import Watch
from alertbot.desk.accounting import told
from alertbot.desk.manner import Telling
from alertbot.desk.reply import Reply
from alertbot.language import ENGLISH
from tests.made.desk import text
from tests.made.values import NOW, story, subscriber

SENT = Delivered(
    id="d1",
    channel="slack",
    state="sent",
    why="",
    message_id="1700.1",
    sent=NOW,
    edited=None,
    until=None,
    story="story-1",
    headline="Mistral AI raises $830 million",
    outlet="The Example",
)
SOUGHT = Sought(
    url="https://news.example.com/mistral",
    canonical="https://news.example.com/mistral",
    subscriber=subscriber("desk", "Mistral"),
    story=story(),
    judged=Trace(subscriber="", reason="planned", event="story-1", kind="new", because="nothing like it", at=NOW),
    own=Trace(subscriber="desk", reason="planned", watches=("Mistral",), deliveries=("d1",)),
    deliveries=(SENT,),
)


def said(found: Account, *, detail: bool = True) -> list[str]:
    telling = Telling(words=ENGLISH, now=NOW, timezone="UTC", detail=detail)
    return text(Reply(paragraphs=told(found, telling))).splitlines()


def accounted(**changed: object) -> Account:
    return account(replace(SOUGHT, deliveries=(replace(SENT, **changed),)), now=NOW)  # type: ignore[arg-type]


def test_a_message_that_was_edited_says_when_and_with_whom() -> None:
    edited = accounted(edited=NOW + timedelta(minutes=3), also=("Reuters", "Le Monde"))
    assert "Sent by slack 09:30. The message is 1700.1. Edited 09:33: also Reuters, Le Monde." in said(edited)
    assert "Sent by slack 09:30. Edited 09:33: also Reuters, Le Monde." in said(edited, detail=False)


@pytest.mark.parametrize(
    ("state", "why", "outcome"),
    [
        ("sending", "", "sending"),
        ("held", "muted-source", "held"),
        ("dropped", "no such channel", "dropped"),
        ("dropped", "muted-source", "muted-source"),
        ("dropped", "muted-watch", "muted-watch"),
    ],
)
def test_how_a_delivery_stands_is_how_the_story_ended(state: str, why: str, outcome: Outcome) -> None:
    assert accounted(state=state, why=why).outcome == outcome


def test_of_several_addresses_the_one_that_came_furthest_counts() -> None:
    dead = replace(SENT, id="d2", state="dead", why="gone", channel="telegram")
    own = replace(SOUGHT.own, deliveries=("d2", "d1")) if SOUGHT.own else None
    found = account(replace(SOUGHT, own=own, deliveries=(dead, SENT)), now=NOW)
    assert found.outcome == "sent"
    assert "It could not be sent by telegram: gone." in said(found)


def test_a_hold_is_told_as_it_stands_now() -> None:
    moved = accounted(state="held", why="paused", until=NOW + timedelta(hours=5))
    assert (moved.rule, moved.until) == ("paused", NOW + timedelta(hours=5))
    assert "It is held until 14:30: everything is paused." in said(moved)


def test_the_verdict_is_that_of_the_subscriber_s_own_policy() -> None:
    own = replace(SOUGHT.own, event="f:other", kind="joined", because="near it") if SOUGHT.own else None
    found = account(replace(SOUGHT, own=own), now=NOW)
    assert (found.event, found.kind, found.because) == ("f:other", "joined", "near it")


def test_a_watch_of_a_newer_version_is_said_and_the_others_are_tried() -> None:
    who = subscriber("desk", "Mistral")
    newer = replace(who, watches=(Watch(id="x", query="mistral AND"), *who.watches))
    lines = said(account(replace(SOUGHT, subscriber=newer), now=NOW))
    assert "Watch mistral AND cannot be read by this version." in lines
    assert "Watch Mistral matched." in lines


def test_a_chat_hears_of_a_few_misses_and_how_many_more_there_are() -> None:
    who = subscriber("desk", "Mistral", *(f"topic{n}" for n in range(9)))
    found = account(replace(SOUGHT, subscriber=who), now=NOW)
    assert sum("missed" in each for each in said(found, detail=False)) == 5
    assert "4 more watches miss it." in said(found, detail=False)
    assert sum("missed" in each for each in said(found)) == 9
