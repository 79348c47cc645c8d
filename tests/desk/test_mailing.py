"""An e-mail address beside a chat: only its owner agrees to it, and only its owner refuses for good."""

from dataclasses import replace

import pytest

from alertbot.alerts.alert import Address
from alertbot.alerts.confirming import UNCONFIRMED, unconfirmed
from alertbot.alerts.reader import UNSUBSCRIBED
from alertbot.alerts.subscriber import Subscriber, told_at, why_stopped, with_stopped
from alertbot.desk.mailing import SWITCHED_OFF
from tests.made.desk import Visit, chat, text

MINE = Address(channel="email", to="me@example.org")


class Kept(Visit):
    """A visit whose subscriber is kept as the store keeps it: a new address waits for its owner."""

    def tell(self, said: str) -> str:
        before = self.subscriber
        answered = text(self.say(said))
        self.subscriber = unconfirmed(before, self.subscriber) or before
        return answered


@pytest.fixture
def desk() -> Kept:
    return Kept(subscriber=chat("Mistral"), facts={"email": True})


def agreed(subscriber: Subscriber) -> Subscriber:
    return with_stopped(subscriber, MINE, "")


def test_an_address_waits_until_its_owner_agrees(desk: Kept) -> None:
    assert desk.tell("email") == "Send /email me@example.org to get this by e-mail too."
    asks = "A mail asks me@example.org whether it wants this; it begins when its owner follows the link there."
    assert desk.tell("email me@example.org") == asks
    assert why_stopped(desk.subscriber, MINE) == UNCONFIRMED
    assert [each.channel for each in told_at(desk.subscriber)] == ["telegram"]
    assert desk.tell("email me@example.org") == asks
    desk.subscriber = agreed(desk.subscriber)
    assert desk.tell("email").splitlines() == ["This also goes to me@example.org.", "/email off ends it."]


def test_one_who_agreed_can_be_turned_off_and_on_without_another_mail(desk: Kept) -> None:
    desk.tell("email me@example.org")
    desk.subscriber = agreed(desk.subscriber)
    assert desk.tell("email off") == "Nothing is sent by e-mail any more."
    assert why_stopped(desk.subscriber, MINE) == SWITCHED_OFF
    assert desk.tell("email").startswith("me@example.org is turned off; /email me@example.org turns it on.")
    assert desk.tell("email me@example.org") == "This goes to me@example.org again."
    assert MINE in told_at(desk.subscriber)


def test_one_who_never_agreed_goes_and_still_has_to_agree_when_added_again(desk: Kept) -> None:
    desk.tell("email me@example.org")
    desk.tell("email off")
    assert MINE not in desk.subscriber.addresses
    desk.tell("email me@example.org")
    assert (MINE in desk.subscriber.addresses, MINE in told_at(desk.subscriber)) == (True, False)


def test_a_reader_who_unsubscribed_cannot_be_added_again_from_a_chat(desk: Kept) -> None:
    desk.subscriber = replace(desk.subscriber, addresses=(*desk.subscriber.addresses, MINE))
    desk.subscriber = with_stopped(desk.subscriber, MINE, UNSUBSCRIBED)
    desk.tell("email off")
    assert "only they undo it" in desk.tell("email me@example.org")
    assert why_stopped(desk.subscriber, MINE) == UNSUBSCRIBED


def test_few_strangers_can_be_asked_from_one_chat(desk: Kept) -> None:
    for n in range(5):
        desk.tell(f"email a{n}@example.org")
        desk.tell("email off")
    assert [each.address.to for each in desk.subscriber.stopped] == [f"a{n}@example.org" for n in range(3)]
    assert desk.tell("email b@example.org") == "A chat may have 3 e-mail addresses."


@pytest.mark.parametrize(
    "typed", ["me", "me@", "@example.org", "a b@example.org", "a@b@c.org", "x" * 300 + "@e.org"]
)
def test_what_is_no_address_is_answered_with_one(desk: Kept, typed: str) -> None:
    assert "Send for example /email me@example.org." in desk.tell(f"email {typed}")
    assert desk.tell("email off") == "Nothing is sent by e-mail."


def test_without_mail_there_is_no_such_command() -> None:
    desk = Kept(subscriber=chat("Mistral"))
    for said in ("email", "email me@example.org", "email off"):
        assert desk.tell(said) == "I do not know email. /help shows what I understand."
    assert "email" not in desk.tell("help")
