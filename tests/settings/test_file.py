"""A faulty file is refused with the key, the line and the mend; every fault at once."""

from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from alertbot.alerts.alert import Address
from alertbot.alerts.quiet import QuietHours
from alertbot.errors import UsageError
from alertbot.settings import provision
from alertbot.settings.file import File
from alertbot.settings.load import load, load_file
from alertbot.watches.query import parse_watches

FAULTS = [
    ("[bot]\ntimezon = 'UTC'", "line 2: bot.timezon is not a known key; did you mean timezone?"),
    ("[bot]\ntimezone = 'Paris'", "line 2: bot.timezone must be a time zone such as"),
    ("[bot]\nopen = 'yes'", "line 2: bot.open must be true or false"),
    ("\n[bot]\nmax_age = 3", "line 3: bot.max_age must be a duration"),
    ("[bot]\nmax_age = '3 days'", "line 2: bot.max_age must be a duration"),
    ("[bot]\nretention = '999999d'", "line 2: bot.retention must be a duration"),
    ("[bot]\ncolour = 'red'", "line 2: bot.colour is not a known key; known here: timezone, open"),
    ("[fetch]\ninterval = '0s'", "line 2: fetch.interval must be a duration"),
    (
        "[fetch]\ninterval = '1h'\nmax_interval = '5m'",
        "line 3: fetch.max_interval must not be shorter than fetch.interval",
    ),
    ("[fetch]\nallow_networks = ['10.0.0.0/99']", "line 2: fetch.allow_networks must be a list of networks"),
    ("[[sources]]\nname = 'x'", "line 1: sources.url is missing; add url = …"),
    ("[[sources]]\nurl = 'ftp://a.example/feed'", "line 2: sources.url must be the http or https address"),
    (
        "[[sources]]\nurl = 'https://a.example/f'\n[[sources]]\nurl = 'https://a.example/f'",
        "line 4: sources.url was already used above",
    ),
    ("[sources]\nurl = 'https://a.example/f'", "line 1: sources must be tables that each begin with [[sources]]"),
    ("[[subscribers]]\nname = 'desk'", "line 1: subscribers has no channel; add slack"),
    (
        "[[subscribers]]\nname = 'a'\nconsole = true\nwatches = ['\"open']",
        "line 4: subscribers.watches: I could not read",
    ),
    ("[[subscribers]]\nname = 'a'\nslack = '#general'", "line 3: subscribers.slack must be the id"),
    ("[[subscribers]]\nname = 'a'\ntelegram = true", "line 3: subscribers.telegram must be a chat id"),
    ("[[subscribers]]\nname = 'a'\nemail = 'a@b\\r\\nBcc: c@d'", "subscribers.email must be an address"),
    ("[[subscribers]]\nname = 'a'\nconsole = true\ndigest_at = '25:00'", "line 4: subscribers.digest_at must be"),
    (
        "[[subscribers]]\nname = 'a'\nconsole = true\nquiet_hours = '22:00-22:00'",
        "line 4: subscribers.quiet_hours must be two different local times",
    ),
    ("[[subscribers]]\nname = 'a'\nconsole = true\nmode = 'loud'", "line 4: subscribers.mode must be"),
    ("[[subscribers]]\nname = 'a'\nconsole = true\ngrouping = '2d'", "line 4: subscribers.grouping must be a"),
    ("[[subscribers]]\nname = 'a'\nconsole = true\nbreaking = 1", "line 4: subscribers.breaking must be a number"),
    (
        "[[subscribers]]\nname = 'a'\nconsole = true\npolicy = 'loose'",
        'line 4: subscribers.policy must be "strict"',
    ),
    ("[slack]\ntoken = 'x'", "line 2: slack.token is not a known key"),
    ("[slack]\nmanagers = ['alice']", "line 2: slack.managers must be a list of user ids"),
    ("[discord]\ntoken = 'x'", "line 1: discord is not a known key; known here: bot, fetch"),
    ("[bot", "this is not TOML"),
]


def read(tmp_path: Path, text: str) -> File:
    path = tmp_path / "alertbot.toml"
    path.write_text(text, encoding="utf-8")
    return load_file(path, check_watch=parse_watches)


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_a_fault_is_named_with_its_line_and_mend(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(tmp_path, text)
    assert said in str(refused.value)


def test_all_faults_are_named_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        read(tmp_path, "[fetch]\ninterval = 5\n[bot]\nopen = 1\n[[sources]]\nurl = ''")
    assert [line.split(": ")[0].rsplit(" ", 1)[1] for line in str(refused.value).splitlines()] == ["2", "4", "6"]


def test_the_contract_s_example_is_read(tmp_path: Path) -> None:
    file = read(
        tmp_path,
        """
        [bot]
        timezone = "Europe/Paris"
        [fetch]
        interval = "1s"
        [[sources]]
        url = "https://news.example/feed"
        [[subscribers]]
        name = "ai-desk"
        watches = ["Mistral, data center", "sovereign AI"]
        slack = "C0123456789"
        telegram = 123456789
        console = true
        digest_at = "8:00"
        quiet_hours = "22:00-07:00"
        quiet_mode = "silent"

        [[subscribers]]
        name = "new-york"
        email = "ny@example.com"
        timezone = "America/New_York"
        lang = "fr"
        digest_empty = true
        """,
    )
    desk, york = provision.subscribers(file)
    assert (york.timezone, york.lang, york.digest_empty) == ("America/New_York", "fr", True)
    assert (desk.lang, desk.digest_empty) == ("en", False)
    assert file.bot.timezone == ZoneInfo("Europe/Paris")
    assert file.fetch.interval == timedelta(seconds=1)
    assert desk.addresses == (
        Address(channel="slack", to="C0123456789"),
        Address(channel="telegram", to="123456789"),
        Address(channel="console", to="ai-desk"),
    )
    assert [watch.query for watch in desk.watches] == ["Mistral", "data center", "sovereign AI"]
    assert (desk.digest_at, desk.timezone) == (time(8), "Europe/Paris")
    assert desk.quiet_hours == QuietHours(start=time(22), end=time(7), silent=True)


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no configuration file at"):
        load({"ALERTBOT_CONFIG": str(tmp_path / "none.toml")}, check_watch=parse_watches)


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load({}, check_watch=parse_watches)
    assert settings.path is None
    assert settings.file == File()


@pytest.mark.parametrize("policy", ["strict", "normal", "broad", "off"])
def test_how_far_stories_fold_is_a_subscribers_own(tmp_path: Path, policy: str) -> None:
    (made,) = provision.subscribers(
        read(tmp_path, f"[[subscribers]]\nname = 'a'\nconsole = true\npolicy = '{policy}'")
    )
    assert made.policy == policy


def test_grouping_and_breaking_are_a_subscribers_own(tmp_path: Path) -> None:
    file = read(tmp_path, "[[subscribers]]\nname = 'a'\nconsole = true\ngrouping = '30m'\nbreaking = 5")
    (made,) = provision.subscribers(file)
    assert (made.grouping, made.breaking_outlets) == (timedelta(minutes=30), 5)
