"""`alertbot digest`: the summary now, in a file, on the terminal or sent."""

import asyncio
import json
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from functools import partial
from pathlib import Path

import pytest

from alertbot.alerts.notes import Note
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.recent import keepsake
from alertbot.store.store import Store
from tests.contracts.mail_server import PASSWORD, USER, Mailbox, Trust, submission
from tests.made.digests import BUSY, note_down
from tests.made.values import story
from tests.test_cli import alertbot

CONFIGURATION = """
[[subscribers]]
name = "ai-desk"
watches = ["Mistral", "data center", "sovereign AI"]
email = "desk@example.com"
console = true
mode = "digest"

[[subscribers]]
name = "night"
watches = ["Mistral"]
console = true
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "alertbot.toml").write_text(CONFIGURATION)
    return tmp_path


@pytest.fixture
def server(home: Path) -> Iterator[Store]:
    """The embedded server of this home, kept alive while the test puts things there and runs the command."""
    embedded = Embedded(home / "data" / "valkey")
    embedded.start()
    yield Store(connect(embedded.url))
    embedded.stop()


async def noted(store: Store) -> None:
    now = datetime.now(UTC)
    notes = [
        Note(subscriber="ai-desk", story=f"s{n}", told=f"e{n}", watches=(), noted=each)
        for n, each in enumerate(BUSY)
    ]
    await note_down(store, *notes, now=now)
    await store.close()


def digest(home: Path, *arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    return alertbot("digest", *arguments, cwd=home, **environ)


async def test_a_preview_shows_what_waits_and_leaves_it_waiting(home: Path, server: Store) -> None:
    await noted(server)
    for _ in range(2):
        shown = digest(home, "preview", "--subscriber", "ai-desk")
        assert (shown.returncode, shown.stderr) == (0, "")
        assert "Mistral AI borrows $830 million for a data center near Paris" in shown.stdout


async def test_the_ending_says_what_is_written(home: Path, server: Store) -> None:
    await noted(server)
    for ending in ("eml", "html", "txt"):
        out = home / f"digest.{ending}"
        done = digest(
            home, "preview", "--subscriber", "ai-desk", "--out", str(out), PUBLIC_URL="https://bot.example.org"
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    message = message_from_bytes((home / "digest.eml").read_bytes(), policy=default)
    assert message["To"] == "desk@example.com"
    assert "https://bot.example.org/unsubscribe/" in message["List-Unsubscribe"]
    assert (home / "digest.html").read_text().startswith("<!DOCTYPE html>")
    assert "data center" in (home / "digest.txt").read_text()


async def test_the_summary_is_data_too(home: Path, server: Store) -> None:
    await noted(server)
    shown = digest(home, "preview", "--subscriber", "ai-desk", "--json")
    assert json.loads(shown.stdout)["groups"][0]["watch"] == "Mistral"


async def test_who_gets_alerts_at_once_sees_the_last_day(home: Path, server: Store) -> None:
    now = datetime.now(UTC)
    for n, seen in enumerate((now - timedelta(hours=3), now - timedelta(days=3))):
        kept = keepsake(
            story(id=f"s{n}", title=f"Mistral raises money {n}", seen=seen, published=seen),
            event=f"s{n}",
            retention=timedelta(days=14),
        )
        await server.outbox.commit_match("0-1", (), now=now, keep=kept)
    await server.close()
    shown = digest(home, "preview", "--subscriber", "night")
    assert "Mistral raises money 0" in shown.stdout
    assert "Mistral raises money 1" not in shown.stdout
    assert "▁▁▁█▁▁█ 1 today" in shown.stdout


async def test_it_is_sent_to_every_address_that_can_be_reached(home: Path, server: Store) -> None:
    await noted(server)
    sent = digest(home, "send", "--subscriber", "ai-desk")
    assert sent.returncode == 1
    assert "data center · Le Journal du Soir, Paris Wire, The Grid · Fire shuts a data center" in sent.stdout
    assert sent.stderr.splitlines()[-2:] == [
        "sent to ai-desk by console",
        "alertbot: email is not configured; alertbot check says what it needs",
    ]


async def test_what_was_sent_by_hand_can_be_read_in_the_browser_too(home: Path, server: Store) -> None:
    await noted(server)
    mailbox, trust = Mailbox(), Trust()
    (home / "certificate.pem").write_bytes(trust.authority.cert_pem.bytes())
    async with submission(mailbox, trust) as port:
        sent = await asyncio.to_thread(
            partial(
                digest,
                home,
                "send",
                "--subscriber",
                "ai-desk",
                SMTP_URL=f"smtp+starttls://{USER}:{PASSWORD}@127.0.0.1:{port}",
                EMAIL_FROM="alerts@example.org",
                PUBLIC_URL="https://bot.example.org",
                SSL_CERT_FILE=str(home / "certificate.pem"),
            )
        )
    assert sent.returncode == 0
    assert sent.stderr.endswith("sent to ai-desk by email, console\n")
    body = mailbox.only().get_body(("plain",))
    assert body is not None
    [token] = set(re.findall(r"https://bot\.example\.org/digest/(\S+)", body.get_content()))
    again = Store(server.redis)
    [delivery] = await again.readers.parts("digest", token) or [""]
    kept = await again.outbox.get(delivery)
    await again.close()
    assert kept is not None
    assert kept.delivery.digest is not None


def test_an_empty_day_is_said_when_somebody_asks(home: Path) -> None:
    sent = digest(home, "send", "--subscriber", "night")
    assert (sent.returncode, "Nothing new on your watches" in sent.stdout) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("preview", "--subscriber", "nobody"),
            "no subscriber nobody; the subscribers are ai-desk, night",
        ),
        (("preview", "--subscriber", "night", "--out", "x.pdf"), "x.pdf must end in .eml, .html or .txt"),
        (("preview", "--subscriber", "night", "--out", "gone/x.eml"), "there is no folder gone"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(home: Path, arguments: tuple[str, ...], said: str) -> None:
    answer = digest(home, *arguments)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
