"""`alertbot outbox`, as an operator runs it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from alertbot.alerts.step import Bury
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.store import Store
from tests.made.outbox import lanes, queue
from tests.made.values import NOW, delivery
from tests.test_cli import alertbot


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Embedded]:
    """The embedded server of the data folder that the command uses, too."""
    made = Embedded(tmp_path / "data" / "valkey")
    made.start()
    yield made
    made.stop()


@pytest.fixture
async def home(tmp_path: Path, server: Embedded) -> Path:
    """A folder in which one delivery is dead and one waits."""
    store = Store(connect(server.url))
    await queue(store, delivery(1), delivery(2, to="other"))
    (serving,) = [each for each in await lanes(store) if each.lane == "console:desk"]
    ready = await store.lanes.look(serving, now=NOW)
    assert ready is not None
    buried = [(each, Bury(why="the channel is archived")) for each in ready.waiting]
    await store.lanes.settle(serving, buried, now=NOW + timedelta(seconds=1))
    await store.close()
    return tmp_path


def test_what_is_dead_is_listed_first_with_the_last_word(home: Path) -> None:
    listed = [json.loads(line) for line in alertbot("outbox", "list", "--json", cwd=home).stdout.splitlines()]
    assert [(each["id"], each["state"], each["why"]) for each in listed] == [
        ("delivery-1", "dead", "the channel is archived"),
        ("delivery-2", "queued", ""),
    ]
    shown = alertbot("outbox", "list", cwd=home).stdout.splitlines()
    assert shown[0].endswith("console of desk  Mistral story 1  (the channel is archived)")


def test_the_dead_are_sent_again_or_dropped(home: Path) -> None:
    assert alertbot("outbox", "retry", "delivery-1", cwd=home).stdout == "1 delivery to be sent again\n"
    assert alertbot("outbox", "drop", "--all", cwd=home).stdout == "0 deliveries dropped\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("retry",), "name the deliveries to retry"),
        (("drop", "delivery-1", "--all"), "name the deliveries to drop"),
        (("drop", "delivery-2"), "there is no dead delivery delivery-2"),
    ],
)
def test_a_wrong_use_is_one_sentence(home: Path, arguments: tuple[str, ...], says: str) -> None:
    ended = alertbot("outbox", *arguments, cwd=home)
    assert ended.returncode == 2
    assert says in ended.stderr
