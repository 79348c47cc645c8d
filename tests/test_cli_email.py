"""`alertbot email` and `alertbot export`, as an operator runs them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from alertbot.alerts.alert import Address
from alertbot.alerts.confirming import UNCONFIRMED
from alertbot.alerts.reader import UNSUBSCRIBED, Reader, token
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.store import Store
from tests.made.values import subscriber
from tests.test_cli import alertbot

READER = Reader(subscriber="desk", address="reader@example.com")
DESK = subscriber("desk", "Mistral", addresses=(Address(channel="email", to=READER.address),))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Embedded]:
    """The embedded server of the data folder that the command uses, too."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "alertbot.toml").touch()
    made = Embedded(tmp_path / "data" / "valkey")
    made.start()
    yield made
    made.stop()


@pytest.fixture
async def store(server: Embedded) -> Store:
    made = Store(connect(server.url))
    await made.subscribers.provision([DESK])
    return made


@pytest.mark.parametrize("folded", [False, True], ids=["argument", "mail"])
async def test_a_mail_that_unsubscribes_is_acted_on(tmp_path: Path, store: Store, folded: bool) -> None:
    made = token(await store.readers.key(), "unsubscribe", READER.subscriber, READER.address)
    mail = f"From: reader@example.com\nSubject: Re: unsubscribe\n {made}\n\nPlease stop.\n"
    for _ in range(2):
        done = alertbot("email", "unsubscribe", "-" if folded else made, cwd=tmp_path, stdin=mail)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "reader@example.com gets nothing from desk any more\n"
    assert await store.readers.stopped(READER) == UNSUBSCRIBED
    listed = alertbot("email", "stopped", "--json", cwd=tmp_path)
    assert json.loads(listed.stdout) == {"subscriber": "desk", "address": READER.address, "why": UNSUBSCRIBED}
    await store.close()


async def test_a_mailbox_that_is_back_is_written_to_again(tmp_path: Path, store: Store) -> None:
    await store.readers.stop(READER, "550 5.1.1 user unknown")
    assert "550 5.1.1 user unknown" in alertbot("email", "stopped", cwd=tmp_path).stdout
    done = alertbot("email", "resume", READER.address, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "reader@example.com is written to again for desk\n")
    assert await store.readers.stopped(READER) == ""
    await store.close()


@pytest.mark.parametrize(
    ("why", "said"),
    [(UNSUBSCRIBED, "its reader unsubscribed"), (UNCONFIRMED, "did not agree yet"), ("", "written to already")],
)
async def test_what_only_a_reader_decides_is_left_to_them(
    tmp_path: Path, store: Store, why: str, said: str
) -> None:
    await store.readers.stop(READER, why)
    refused = alertbot("email", "resume", READER.address, cwd=tmp_path)
    assert refused.returncode == 2
    assert said in refused.stderr
    assert await store.readers.stopped(READER) == why
    await store.close()


def test_a_token_of_somebody_else_is_refused(tmp_path: Path) -> None:
    refused = alertbot("email", "unsubscribe", "unsubscribe abc.def", cwd=tmp_path)
    assert (refused.returncode, "there is no token of ours in it" in refused.stderr) == (2, True)
    assert "no token" in alertbot("email", "unsubscribe", "-", cwd=tmp_path, stdin="\xff").stderr


async def test_an_export_holds_the_key_of_links_and_is_for_its_owner_alone(tmp_path: Path, store: Store) -> None:
    file = tmp_path / "backup.json"
    file.write_text("an older one, open to everybody")
    file.chmod(0o644)
    assert alertbot("export", str(file), cwd=tmp_path).returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text())["links"] == [(await store.readers.key()).hex()]
    assert alertbot("import", str(file), cwd=tmp_path).returncode == 0
    await store.close()
