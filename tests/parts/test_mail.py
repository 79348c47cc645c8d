"""Messages as a mail linter, a spam filter and a browser see them; all of them must be installed."""

import asyncio
import json
import os
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alertbot.alerts.alert import Delivery
from alertbot.channels.email.links import From
from alertbot.channels.email.send import Email, Server
from alertbot.store.store import Store
from tests.contracts.mail_server import Mailbox, Trust, submission
from tests.made import digests
from tests.made.values import delivery, subscriber

PARTS = Path(os.environ["ALERTBOT_PARTS"])
MAIL = delivery(1, to="reader@example.com", channel="email")
ENDLESS = replace(MAIL.alert, headline=f"{'word' * 60} has no end", headline_marks=(), outlet="Outlet" * 20)
MESSAGES = {
    "alert": replace(MAIL, alert=ENDLESS),
    "busy": replace(MAIL, digest=digests.busy()),
    "confirm": replace(MAIL, confirms=True),
    "quiet": replace(MAIL, digest=digests.quiet()),
    "two-hundred": replace(MAIL, digest=digests.two_hundred()),
    "busy-fr": replace(MAIL, digest=digests.busy("fr")),
}

FROM_A_CHAT = replace(subscriber("desk", "Mistral", addresses=(MAIL.address,)), provisioned=False)


@pytest.fixture(params=sorted(MESSAGES))
async def message(request: pytest.FixtureRequest, tmp_path: Path, fake_store: Store) -> Path:
    """A message as a real server got it over STARTTLS after a login."""
    sent: Delivery = MESSAGES[request.param]
    trust, mailbox = Trust(), Mailbox()
    async with submission(mailbox, trust) as port:
        server = Server(
            host="127.0.0.1", port=port, tls=False, starttls=True, user="bot", password=mailbox.password
        )
        sender = From(address="alerts@example.org", public_url="https://bot.example.org")
        email = Email(server, sender, trust=trust.client)
        email.ask(fake_store.readers)
        if sent.confirms:
            await fake_store.subscribers.update("desk", lambda _: FROM_A_CHAT)
        await email.send(sent, now=datetime.now(UTC))
    path = tmp_path / f"{request.param}.eml"
    path.write_bytes(mailbox.taken[0][1])
    return path


async def run(*command: str | Path, stdin: Path | None = None) -> tuple[int, str]:
    """The exit status and what was printed, or a failure when the part is missing."""
    assert shutil.which(str(command[0])), f"{command[0]} is not installed; run {PARTS}/setup.sh"
    with (stdin or Path(os.devnull)).open("rb") as given:
        process = await asyncio.create_subprocess_exec(
            *map(str, command),
            stdin=given,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        async with asyncio.timeout(120):
            said, _ = await process.communicate()
    return process.returncode or 0, said.decode(errors="replace")


async def test_the_rules_of_mail_are_kept(message: Path) -> None:
    status, said = await run("python3", PARTS / "mail" / "rfc_lint.py", message)
    assert (status, said.strip()) == (0, "ok")


async def test_it_does_not_look_like_spam(message: Path) -> None:
    _, said = await run("spamassassin", "-L", "-t", stdin=message)
    score = re.search(r"score=(-?[\d.]+)", said)
    assert score, said[-2000:]
    assert float(score[1]) < 2, said[-2000:]


async def test_it_is_readable_on_a_phone_and_in_the_dark(message: Path, tmp_path: Path) -> None:
    status, said = await run("node", PARTS / "mail" / "render.mjs", message, tmp_path / "shot")
    assert status == 0, said
    for shot in json.loads(said)["shots"]:
        assert not shot["overflowX"]
        assert shot["lowContrast"] == []
        assert shot["imgsNoAlt"] == 0
        assert shot["blockedRemote"] == 0
