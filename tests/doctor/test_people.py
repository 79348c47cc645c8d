"""Subscribers nobody can tell anything, watches that never hit, URLs Apprise does not know."""

import sys
from dataclasses import replace
from datetime import datetime

import pytest

from alertbot.alerts.alert import Address, Delivery
from alertbot.alerts.outcome import Outcome, Retry
from alertbot.alerts.subscriber import Stopped, Watch
from alertbot.channels.registry import CHANNELS
from alertbot.doctor.apprise import look_at_apprise
from alertbot.doctor.finding import Finding
from alertbot.doctor.others import look_at_others
from alertbot.doctor.people import MOST_OF_A_KIND, look_at_people
from alertbot.doctor.places import Place, places
from alertbot.errors import ChannelError
from alertbot.settings.environment import Secrets
from alertbot.watches.reading import Reading
from tests.made.values import subscriber

NAMES = [Reading("TechCrunch"), Reading("BBC News")]
EMAIL = Address(channel="email", to="desk@example.com")


def names(found: list[Finding]) -> list[str]:
    return [each.name for each in found]


def test_subscribers_in_order_need_no_word() -> None:
    assert look_at_people([subscriber("desk", "Mistral", "source:bbc paris")], NAMES) == []


FAULTY = [
    (replace(subscriber(), addresses=()), "subscriber-without-address"),
    (replace(subscriber(), watches=()), "subscriber-without-watch"),
    (subscriber("desk", "mistral source:reuters"), "watch-never-matches"),
    (replace(subscriber(), watches=(Watch(id="w", query="source:"),)), "watch-unreadable"),
    (replace(subscriber(), watches=(Watch(id="w", query="mistral | paris"),)), "watch-unreadable"),
    (replace(subscriber(), timezone="Europe/Atlantis"), "timezone-unknown"),
    (
        replace(subscriber(), addresses=(EMAIL,), stopped=(Stopped(address=EMAIL, why="gone"),)),
        "address-stopped",
    ),
]


@pytest.mark.parametrize(("planted", "name"), FAULTY)
def test_a_subscriber_that_cannot_be_told_is_found(planted: object, name: str) -> None:
    (found,) = look_at_people([planted], NAMES)  # type: ignore[list-item]
    assert (found.name, found.about) == (name, "subscriber desk")


def test_a_chat_that_watches_nothing_yet_is_no_fault() -> None:
    assert look_at_people([replace(subscriber(), watches=(), provisioned=False)], NAMES) == []


def test_nobody_at_all_is_found() -> None:
    assert names(look_at_people([], NAMES)) == ["no-subscribers"]


def test_a_watch_is_not_judged_by_names_that_are_not_all_known() -> None:
    assert look_at_people([subscriber("desk", "mistral source:reuters")], []) == []


def test_a_thousand_alike_are_told_as_twenty() -> None:
    many = [replace(subscriber(f"s{n}"), addresses=()) for n in range(1_000)]
    assert len(look_at_people(many, NAMES)) == MOST_OF_A_KIND


def test_places_come_once_and_provisioned_ones_first() -> None:
    chat = replace(subscriber("chat", addresses=(EMAIL,)), provisioned=False)
    desk = subscriber("desk", addresses=(EMAIL, Address(channel="slack", to="C1")))
    assert places([chat, desk]) == {
        "email": [Place(channel="email", to="desk@example.com", subscriber="desk")],
        "slack": [Place(channel="slack", to="C1", subscriber="desk")],
    }


NTFY = Place(channel="apprise", to="ntfy://topic", subscriber="desk")


def test_an_apprise_url_nobody_understands_is_found_and_not_shown() -> None:
    assert names(look_at_apprise([NTFY])) == [""]
    (found,) = look_at_apprise([NTFY, replace(NTFY, to="nonsense://s3cret-token")])
    assert found.name == "apprise-url"
    assert "s3cret" not in found.said + found.about


def test_an_apprise_url_without_the_extra_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    assert names(look_at_apprise([NTFY])) == ["apprise-missing"]
    (found,) = look_at_apprise([])
    assert found.state == "off"


class Broken:
    """A channel somebody added."""

    async def send(self, delivery: Delivery, *, now: datetime) -> Outcome:
        return Retry(why="broken")

    async def check(self) -> str:
        raise ChannelError("its certificate ended")

    async def close(self) -> None:
        pass


def _unconfigured(_: Secrets) -> Broken:
    raise ChannelError("set PIGEON_TOKEN")


async def test_a_channel_somebody_added_is_looked_at_too(monkeypatch: pytest.MonkeyPatch) -> None:
    pigeon = Place(channel="pigeon", to="roof", subscriber="desk")
    monkeypatch.setitem(CHANNELS, "pigeon", _unconfigured)
    assert names(await look_at_others(Secrets(), {"pigeon": [pigeon]})) == ["", "channel-off"]
    assert [each.state for each in await look_at_others(Secrets(), {})] == ["fine", "off"]
    monkeypatch.setitem(CHANNELS, "pigeon", lambda _: Broken())
    assert names(await look_at_others(Secrets(), {})) == ["", "channel-broken"]
