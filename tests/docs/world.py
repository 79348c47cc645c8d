"""The world a page's commands run in: a folder, a publisher, a Slack, a Telegram and a mail server on loopback."""

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from alertbot.alerts.alert import Address
from alertbot.alerts.reader import token
from alertbot.alerts.subscriber import Subscriber, watchlist
from alertbot.store.server import opened
from tests.contracts.mail_server import PASSWORD, USER, Mailbox, Trust, submission
from tests.docs.pages import ROOT, Command
from tests.made.bot_api import TOKEN, BotApi, bot_api
from tests.made.newsstand import Newsstand, newsstand
from tests.made.slack import Workspace, workspace

PYTHON = """#!/bin/sh
[ "$1 $2" = "-m alertbot" ] && shift 2 && exec {BIN}/alertbot "$@"
exec {EXECUTABLE} "$@"
"""

ALERTBOT = """#!/bin/sh
if [ "$1$STAYS" = runs ]; then
  echo $$ >pid
  exec {EXECUTABLE} -m alertbot "$@"
fi
exec {EXECUTABLE} -S -E {ROOT}/tests/docs/zygote.py {ZYGOTE} "$@"
"""
"""What a reader calls: forked from a process that has started, but a `run` that stays, which is one of its own."""

CHAT = Subscriber(
    name="telegram:123456789",
    addresses=(Address(channel="console", to="somebody"),),
    watches=watchlist("telegram:123456789", ["Mistral"]),
    provisioned=False,
)
"""Somebody who talked to the bot, and is told where no page needs a token for it."""

INSTALL = "python3 -m venv .venv && .venv/bin/pip install --quiet --require-hashes -r requirements.txt && "
"""It downloads; .ci/test installs from the same lock before this test, and what follows it is run here."""

STORIES = [
    {"id": "1", "title": "Mistral AI raises $830 million", "text": "It pays for a data center near Paris."},
    {"id": "2", "title": "Ministers want a sovereign alternative", "text": "Sovereign AI is the aim."},
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command ended and what it said on standard output and standard error."""

    command: Command
    status: int
    out: str
    err: str


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """`standins` are what a page says and what is typed instead of it here."""

    folder: Path
    stand: Newsstand
    slack: Workspace
    telegram: BotApi
    mailbox: Mailbox
    environ: Mapping[str, str]
    standins: Mapping[str, str]

    def here(self, text: str) -> str:
        """`text` with the stand-ins of this world."""
        for said, meant in self.standins.items():
            text = text.replace(said, meant)
        return text

    async def run(self, commands: Sequence[Command], seconds: float = 120) -> list[Ran]:
        """Runs `commands` one after the other in one shell, as a reader does."""
        notes = self.folder / ".ran"
        notes.mkdir(exist_ok=True)
        lines = [
            f"{{ {self.here(each.text)}\n}} >{notes}/{at}.out 2>{notes}/{at}.err; echo $? >{notes}/{at}.status"
            for at, each in enumerate(commands)
        ]
        shell = await asyncio.create_subprocess_exec(
            *("bash", "-c", "\n".join(lines)),
            cwd=self.folder,
            env=dict(self.environ),
            stdin=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(seconds):
            await shell.wait()
        return [_ran(each, notes / str(at)) for at, each in enumerate(commands)]


def _ran(command: Command, note: Path) -> Ran:
    status, out, err = (note.with_suffix(f".{kind}").read_text("utf-8") for kind in ("status", "out", "err"))
    return Ran(command=command, status=int(status), out=out, err=err)


@asynccontextmanager
async def world(folder: Path, zygote: Path, *, stays: bool = False) -> AsyncIterator[World]:
    """A world in `folder`, with everything a page may speak of.

    `alertbot run` is stopped as soon as it runs; where it `stays`, its process id is in the file `pid`.
    """
    trust, mailbox = Trust("localhost"), Mailbox()
    async with (
        newsstand() as stand,
        newsstand("Le Monde") as other,
        workspace() as slack,
        bot_api() as telegram,
        submission(mailbox, trust) as port,
    ):
        stand.publish("Mistral AI opens an office")
        other.publish("Mistral AI ouvre un bureau")
        telegram.answers["getWebhookInfo"] = {
            "url": "",
            "has_custom_certificate": False,
            "pending_update_count": 0,
        }
        async with opened(None, folder / "data") as store:
            await store.subscribers.update(CHAT.name, lambda _: CHAT)
            word = token(await store.readers.key(), "unsubscribe", "ai-desk", "desk@example.com")
        (folder / "mail.eml").write_text(f"From: desk@example.com\nSubject: unsubscribe {word}\n\n", "utf-8")
        trust.authority.cert_pem.write_to_path(str(folder / "ca.pem"))
        _furnish(folder, stand, zygote)
        yield World(
            folder=folder,
            stand=stand,
            slack=slack,
            telegram=telegram,
            mailbox=mailbox,
            environ={
                "PATH": f"{folder / 'bin'}:/usr/bin:/bin",
                "HOME": str(folder),
                "PYTHONPATH": str(ROOT),
                "ALERTBOT_DATA_DIR": str(folder / "data"),
                "SSL_CERT_FILE": str(folder / "ca.pem"),
                "SLACK_API_URL": slack.url,
                "TELEGRAM_API_URL": telegram.url,
                **({"STAYS": "s"} if stays else {}),
            },
            standins={
                "xoxb-…": "xoxb-1",
                "xapp-…": "xapp-1",
                "123456:AA…": TOKEN,
                "smtp+starttls://user:password@smtp.example.com:587": (
                    f"smtp+starttls://{USER}:{PASSWORD}@localhost:{port}"
                ),
                "https://techcrunch.com/feed/": stand.url,
                "lemonde.fr": other.url,
                "ZGVzawBh….Xk3v…": word,
                INSTALL: "",
                "alertbot init": "(mkdir elsewhere && cd elsewhere && alertbot init)",
                "python -m benchmarks.fuzz --seconds 60": f"(cd {ROOT} && python -m benchmarks.fuzz --seconds 1)",
            },
        )


def _furnish(folder: Path, stand: Newsstand, zygote: Path) -> None:
    """The files a reader has by then, and the programs they can call."""
    shutil.copytree(ROOT / "config" / "sources", folder / "config" / "sources")
    configuration(folder, stand)
    lines = "".join(json.dumps(each) + "\n" for each in STORIES)
    (folder / "stories.jsonl").write_text(lines, encoding="utf-8")
    shutil.copy(ROOT / "config" / "sources" / "world-en.opml", folder / "subscriptions.opml")
    programs = {"python": PYTHON, "python3": PYTHON, "alertbot": ALERTBOT}
    for name in ("bin", ".venv/bin"):
        (folder / name).mkdir(parents=True)
        meant = {"BIN": folder / name, "EXECUTABLE": sys.executable, "ROOT": ROOT, "ZYGOTE": zygote}
        for program, text in programs.items():
            for word, value in meant.items():
                text = text.replace(f"{{{word}}}", str(value))
            _program(folder / name / program, text)


def _program(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def configuration(folder: Path, stand: Newsstand) -> None:
    """A configuration like the one of the pages, whose source is on loopback and polled every second."""
    path = folder / "config" / "alertbot.toml"
    path.write_text(
        f"""[bot]
timezone = "Europe/Paris"
[fetch]
interval = "1s"
max_interval = "1s"
allow_networks = ["127.0.0.0/8"]
[[sources]]
url = "{stand.url}"
[[subscribers]]
name = "me"
watches = ["Mistral", "data center", "sovereign AI"]
console = true
[[subscribers]]
name = "ai-desk"
watches = ["Mistral"]
console = true
mode = "digest"
""",
        encoding="utf-8",
    )
