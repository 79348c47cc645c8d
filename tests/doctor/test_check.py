"""The whole command, as an operator runs it: what is printed, and the exit status."""

import asyncio
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from alertbot.app import clock
from alertbot.doctor.configuration import configuration, unreadable
from alertbot.doctor.finding import Finding, fine
from alertbot.doctor.look import hidden, look, within
from alertbot.errors import UsageError
from alertbot.secret import Secret
from alertbot.settings.environment import Secrets, read_secrets
from alertbot.settings.file import File
from alertbot.settings.load import Settings, load_file
from alertbot.store.connect import WAYS
from alertbot.store.embedded import Embedded
from alertbot.store.server import opened
from alertbot.store.store import Store
from alertbot.stories.source import source_at
from alertbot.watches.query import parse_watches
from tests.contracts.mail_server import Mailbox, Trust, submission
from tests.made.bot_api import bot_api
from tests.made.newsstand import newsstand
from tests.made.server import Visit, serving
from tests.made.slack import workspace
from tests.made.values import subscriber

ROOT = Path(__file__).parents[2]

SUBSCRIBER = '[[subscribers]]\nname = "desk"\nwatches = ["Mistral"]\n'


async def check(folder: Path, *options: str, **environ: str) -> tuple[int, str, str]:
    """Runs `alertbot check` in `folder`: its exit status, standard output and standard error."""
    given = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "ALERTBOT_DATA_DIR": str(folder / "data")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "alertbot", "check", *options),
        cwd=folder,
        env=given | environ,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(100):
        out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


def configure(folder: Path, text: str) -> None:
    (folder / "config").mkdir()
    (folder / "config" / "alertbot.toml").write_text(text, encoding="utf-8")


async def test_a_bot_in_order_has_exit_status_0(tmp_path: Path) -> None:
    async with newsstand() as stand:
        stand.publish("Mistral AI raises money")
        allowed = '[fetch]\nallow_networks = ["127.0.0.0/8"]\n'
        configure(tmp_path, f'{allowed}[[sources]]\nurl = "{stand.url}"\n{SUBSCRIBER}console = true\n')
        status, out, err = await check(tmp_path)
    assert (status, err) == (0, "")
    assert "FAULT" not in out
    assert "1 sources, 1 subscribers" in out


async def test_many_faults_at_once_are_all_found_and_no_secret_is_printed(tmp_path: Path) -> None:
    token, password = "xoxb-very-secret-1", "very-secret-2"
    async with workspace() as slack, bot_api() as telegram, submission(Mailbox(), Trust()) as port:
        slack.answers["auth.test"] = lambda *_: {"ok": False, "error": token}
        told = 'slack = "C0123"\ntelegram = 77\nemail = "desk@example.com"\n'
        configure(tmp_path, f'[[sources]]\nurl = "http://127.0.0.1:1/feed"\n{SUBSCRIBER}{told}')
        environ = {
            "SLACK_BOT_TOKEN": token,
            "SLACK_API_URL": slack.url,
            "TELEGRAM_BOT_TOKEN": "1:very-secret-3",
            "TELEGRAM_API_URL": telegram.url,
            "SMTP_URL": f"smtp+starttls://bot:{password}@127.0.0.1:{port}",
            "EMAIL_FROM": "alerts@example.com",
            "REDIS_URL": "redis://:very-secret-4@127.0.0.1:1",
            "PUBLIC_URL": "http://127.0.0.1:1",
            "PORT": "0",
        }
        status, out, err = await check(tmp_path, **environ)
    assert status == 1
    assert "very-secret" not in out + err
    for name in (
        *("slack-token", "telegram-token", "smtp-certificate", "redis-unreachable"),
        *("public-url-unreachable", "source-private"),
    ):
        assert f"[{name}]" in out


async def test_a_wrong_configuration_has_exit_status_2_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    configure(tmp_path, "[fetch]\nintervall = '5m'\n")
    status, out, err = await check(tmp_path, "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert status == 2
    assert "line 2: fetch.intervall is not a known key; did you mean interval?" in err
    assert lines[0]["name"] == "configuration"
    assert [each["state"] for each in lines if each["about"] == "redis"] == ["fine"]


async def test_an_embedded_server_that_cannot_start_is_found(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", encoding="utf-8")
    secrets = Secrets(data_dir=tmp_path / "data")
    found = await look(Settings(file=File(), secrets=secrets, path=None), {}, clock)
    assert [each.about for each in found if each.name == "data-folder"] == ["data folder", "redis"]


async def test_what_the_store_knows_is_looked_at_too(tmp_path: Path) -> None:
    secrets = Secrets(data_dir=tmp_path)
    async with opened(None, tmp_path) as store:
        await store.sources.add(source_at("http://127.0.0.1:1/feed", name="Added", origin="added"), now=clock())
        chat = replace(subscriber("chat"), provisioned=False, timezone="Mars/Olympus")
        await store.subscribers.update("chat", lambda _: chat)
    found = await look(Settings(file=File(), secrets=secrets, path=None), {}, clock)
    assert {"source-private", "timezone-unknown"} <= {each.name for each in found}
    assert not {"no-sources", "no-subscribers"} & {each.name for each in found}


async def test_a_server_that_answers_only_some_questions_is_told_with_what_it_did_answer(
    server: Embedded, own_store: Store
) -> None:
    await own_store.redis.execute_command("ACL", "SETUSER", "bot", "on", ">pw", "~*", "+@all", "-hgetall", "-xlen")
    await own_store.redis.config_set("maxmemory-policy", "allkeys-lru")
    secrets = Secrets(redis_url=Secret(server.url.replace("unix://", "unix://bot:pw@")))
    found = await look(Settings(file=File(), secrets=secrets, path=None), {}, clock)
    assert [each.name for each in found if each.about == "redis"] == ["redis-eviction", "redis-refused"]


async def test_a_replica_is_told_without_a_word_too_many(server: Embedded, own_store: Store) -> None:
    await own_store.redis.replicaof("127.0.0.1", "1")
    secrets = Secrets(redis_url=Secret(server.url))
    found = await look(Settings(file=File(), secrets=secrets, path=None), {}, clock)
    assert [each.name for each in found if each.state == "fault"] == ["redis-replica"]
    await own_store.redis.replicaof("NO", "ONE")


WRONG = [
    ("[bot]\ntimezone = 'Europe/Atlantis'\n", "timezone-unknown", "line 2"),
    ("[[subscribers]]\nname = 'desk'\nwatches = ['Mistral']\n", "configuration", "has no channel"),
    ("[bot\n", "configuration", "this is not TOML"),
]


@pytest.mark.parametrize(("text", "name", "said"), WRONG)
def test_what_is_wrong_with_a_file_is_named(tmp_path: Path, text: str, name: str, said: str) -> None:
    path = tmp_path / "alertbot.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as wrong:
        load_file(path, check_watch=parse_watches)
    (found,) = unreadable(wrong.value)
    assert (found.name, found.state, found.about) == (name, "fault", "configuration")
    assert said in found.said


def test_what_is_wrong_with_a_variable_is_named_and_not_shown() -> None:
    with pytest.raises(UsageError) as wrong:
        read_secrets(
            {
                "SMTP_URL": "gopher://bot:very-secret@host",
                "TELEGRAM_BOT_TOKEN_FILE": "/nowhere",
                "PUBLIC_URL": "http://bot.example.com",
            }
        )
    found = unreadable(wrong.value)
    assert [each.name for each in found] == ["environment"] * 3
    assert "PUBLIC_URL must be an https address" in found[-1].said
    assert "very-secret" not in "".join(each.said for each in found)


def test_no_configuration_at_all_is_a_warning() -> None:
    (found,) = configuration(Settings(file=File(), secrets=Secrets(), path=None))
    assert (found.name, found.state) == ("configuration-missing", "warning")


async def test_servers_that_never_answer_are_told_within_their_deadlines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("slack", "telegram", "mail", "web", "sources"):
        monkeypatch.setattr(f"alertbot.doctor.{module}.SECONDS", 0.3)
    monkeypatch.setitem(WAYS, "socket_timeout", 0.3)

    async def hang(_: Visit) -> None:
        await asyncio.Event().wait()

    async with serving(hang) as server:
        environ = {
            "REDIS_URL": f"redis://127.0.0.1:{server.port}",
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_API_URL": server.url,
            "TELEGRAM_BOT_TOKEN": "1:a",
            "TELEGRAM_API_URL": server.url,
            "SMTP_URL": f"smtp://127.0.0.1:{server.port}",
            "EMAIL_FROM": "alerts@host.lan",
            "PUBLIC_URL": server.url,
        }
        file = File.model_validate(
            {"sources": [{"url": server.url}], "fetch": {"allow_networks": ["127.0.0.0/8"]}}
        )
        async with asyncio.timeout(20):
            found = await look(Settings(file=file, secrets=read_secrets(environ), path=None), {}, clock)
    assert {each.name for each in found if each.state in ("fault", "warning")} >= {
        *("redis-unreachable", "slack-unreachable", "telegram-unreachable", "smtp-unreachable"),
        *("public-url-unreachable", "source-unreadable"),
    }


async def test_what_hangs_or_breaks_keeps_nobody_from_being_told() -> None:
    async def hang() -> list[Finding]:
        await asyncio.Event().wait()
        return []

    async def break_() -> list[Finding]:
        raise KeyError("channel")

    (slow,) = await within("slack", hang(), seconds=0.01)
    (broken,) = await within("slack", break_())
    assert (slow.name, broken.name) == ("no-answer", "check-failed")


def test_a_secret_that_a_server_echoes_is_hidden() -> None:
    (found,) = hidden([fine("redis", "it says WRONGPASS hunter2 of hunter2")], [Secret("hunter2"), Secret("it")])
    assert found.said == "it says WRONGPASS *** of ***"
