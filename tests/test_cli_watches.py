"""`alertbot match` and `alertbot watch`, run as a user runs them."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alertbot.alerts.alert import Address
from alertbot.store.recent import keepsake
from alertbot.store.server import opened
from tests.made.values import story, subscriber
from tests.test_cli import alertbot

STORIES = "\n".join(
    json.dumps(story)
    for story in (
        {"id": "1", "title": "Mistral’s plan", "text": "A data-center near Paris.", "source": "The Example"},
        {"id": "2", "title": "The mistral wind", "url": "https://weather.example.org/wind", "lang": "fr"},
    )
)

CONFIGURATION = """
[[subscribers]]
name = "desk"
watches = ["Mistral", "data center, Paris"]
console = true
"""


def test_match_says_where_each_watch_hits(tmp_path: Path) -> None:
    watches = ["--watch", "mistral -wind", "--watch", '"data center"', "--watch", "site:example.org lang:fr"]
    done = alertbot("match", *watches, "--json", "-", cwd=tmp_path, stdin=STORIES)
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"story": "1", "watch": '"data center"', "evidence": [{"field": "text", "start": 2, "end": 13}]},
        {"story": "1", "watch": "mistral -wind", "evidence": [{"field": "title", "start": 0, "end": 9}]},
        {"story": "2", "watch": "site:example.org lang:fr", "evidence": []},
    ]
    assert done.returncode == 0


def test_match_reads_watches_from_a_file_or_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "good.tsv").write_text("a\tmistral\nb\tparis\n", encoding="utf-8")
    (tmp_path / "bad.tsv").write_text("a\tmistral\n\nb\tparis AND\n", encoding="utf-8")
    (tmp_path / "stories.jsonl").write_text(STORIES, encoding="utf-8")
    good = alertbot("match", "--watches", "good.tsv", "stories.jsonl", cwd=tmp_path)
    assert good.stdout.splitlines() == ["1\ta\tMistral’s", "1\tb\tParis", "2\ta\tmistral"]
    bad = alertbot("match", "--watches", "bad.tsv", "stories.jsonl", cwd=tmp_path)
    assert (bad.returncode, bad.stdout) == (2, "")
    assert bad.stderr == 'alertbot: bad.tsv, line 3: I could not read "paris AND": something must follow AND\n'


def test_match_without_a_watch_is_wrong_usage(tmp_path: Path) -> None:
    none = alertbot("match", "-", cwd=tmp_path, stdin=STORIES)
    assert none.returncode == 2
    assert "--watch" in none.stderr


def test_the_watches_of_the_configuration_are_shown_and_read_only(tmp_path: Path) -> None:
    (tmp_path / "bot.toml").write_text(CONFIGURATION, encoding="utf-8")
    bot = {"ALERTBOT_CONFIG": str(tmp_path / "bot.toml")}
    shown = alertbot("watch", "list", "--subscriber", "desk", "--json", cwd=tmp_path, **bot)
    assert [json.loads(line)["query"] for line in shown.stdout.splitlines()] == ["Mistral", "data center", "Paris"]
    added = alertbot("watch", "add", "x", "--subscriber", "desk", cwd=tmp_path, **bot)
    assert (added.returncode, "configuration" in added.stderr) == (2, True)
    nobody = alertbot("watch", "list", "--subscriber", "nobody", cwd=tmp_path, **bot)
    assert (nobody.returncode, "no subscriber nobody" in nobody.stderr) == (2, True)
    preview = alertbot("watch", "preview", "Mistral -wind", "--json", cwd=tmp_path, **bot)
    assert json.loads(preview.stdout)["events"] == 0


async def chat(folder: Path) -> None:
    """A chat as the bot keeps it once somebody talked there."""
    ada = replace(subscriber("telegram:7", "Mistral"), provisioned=False, lang="fr")
    there = replace(ada, addresses=(Address(channel="telegram", to="7"),))
    async with opened(None, folder) as store:
        await store.subscribers.update("telegram:7", lambda _: there)


def test_what_a_chat_can_say_the_operator_can_say_for_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    asyncio.run(chat(data))
    bot = {"ALERTBOT_DATA_DIR": str(data)}

    def watch(*said: str) -> str:
        done = alertbot("watch", *said, "--subscriber", "telegram:7", cwd=tmp_path, **bot)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert watch("add", "data center").startswith("Watching data center: “data” and “center” within")
    assert json.loads(watch("remove", "1", "--json"))["query"] == "Mistral"
    said = watch("say", "quiet", "22-7", "silent")
    assert said.strip() == "From 22:00 to 07:00 (UTC) alerts come without a sound."
    (kept,) = json.loads(alertbot("export", cwd=tmp_path, **bot).stdout)["subscribers"]
    assert (kept["lang"], kept["quiet_hours"]["silent"]) == ("fr", True)
    assert [each["query"] for each in kept["watches"]] == ["data center"]


def test_what_the_desk_cannot_do_is_wrong_usage(tmp_path: Path) -> None:
    data = tmp_path / "data"
    asyncio.run(chat(data))
    bot = {"ALERTBOT_DATA_DIR": str(data)}
    for said in (("remove", "9"), ("say", "quiet", "nine")):
        done = alertbot("watch", *said, "--subscriber", "telegram:7", cwd=tmp_path, **bot)
        assert done.returncode == 2, said
        assert "Traceback" not in done.stderr


async def kept_stories(folder: Path) -> None:
    now = datetime.now(UTC)
    async with opened(None, folder) as store:
        for n in range(7):
            made = story(id=f"s{n}", title=f"Mistral opens office {n}", seen=now - timedelta(days=n, hours=1))
            keep = keepsake(made, event=f"e{n}", retention=timedelta(days=14))
            await store.outbox.commit_match(f"0-{n + 1}", (), now=now, keep=keep)


def test_a_preview_shows_five_stories_and_how_many_came_each_day(tmp_path: Path) -> None:
    asyncio.run(kept_stories(tmp_path / "data"))
    done = alertbot("watch", "preview", "Mistral", cwd=tmp_path, ALERTBOT_DATA_DIR=str(tmp_path / "data"))
    shown = done.stdout.splitlines()
    assert sum(line.startswith("• Mistral opens office") for line in shown) == 5
    assert "Day by day, today last: 1 1 1 1 1 1 1" in shown
