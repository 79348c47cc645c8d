"""Secrets come from the environment or from files it names, and never show."""

from pathlib import Path

import pytest

from alertbot.errors import UsageError
from alertbot.settings.environment import VARIABLES, read_secrets


def test_nothing_set_is_fine() -> None:
    secrets = read_secrets({})
    assert secrets.hidden() == ()
    assert (secrets.redis_url, secrets.port) == (None, 8080)


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-1\n", encoding="utf-8")
    token = read_secrets({"SLACK_BOT_TOKEN_FILE": str(tmp_path / "token")}).slack_bot_token
    assert token is not None
    assert token.reveal() == "xoxb-1"


def test_a_variable_and_its_file_are_one_too_many(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set"):
        read_secrets({"SLACK_BOT_TOKEN": "a", "SLACK_BOT_TOKEN_FILE": "b"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REDIS_URL", "http://secret-host"),
        ("REDIS_URL", "redis+sentinel://secret-host"),
        ("REDIS_URL", "redis+sentinel://secret-host,/service"),
        ("REDIS_URL", "redis+sentinel://secret-host/service?colour=red"),
        ("SLACK_BOT_TOKEN", "two words-secret"),
        ("SMTP_URL", "smtp://user:secret@host:port"),
        ("TELEGRAM_ADMINS", "secret"),
        ("PORT", "80800"),
        ("PUBLIC_URL", "http://secret.example.com"),
        ("ALERTBOT_LOG", "secret"),
        ("EMAIL_FROM", "secret"),
        ("SLACK_API_URL", "ftp://secret"),
        ("STATUS_TOKEN", "short-secret"),
    ],
)
def test_a_wrong_value_is_named_by_its_variable_and_never_shown(name: str, value: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_secrets({name: value})
    assert str(refused.value).startswith(f"{name} must be ")
    assert value not in str(refused.value)


def test_every_secret_prints_as_stars() -> None:
    secrets = read_secrets(
        {
            "REDIS_URL": "redis://:hunter22@h/0",
            "SMTP_URL": "smtp+starttls://bot:p%40ssword@h:587",
            "SLACK_BOT_TOKEN": "xoxb-hunter22",
        }
    )
    assert "hunter22" not in repr(secrets) + str(secrets)
    assert {"hunter22", "p@ssword", "p%40ssword"} <= {secret.reveal() for secret in secrets.hidden()}


def test_the_variables_are_those_of_the_contract() -> None:
    assert set(VARIABLES) - {"EMAIL_UNSUBSCRIBE", "STATUS_TOKEN"} == {
        *("REDIS_URL", "ALERTBOT_DATA_DIR", "ALERTBOT_LOG", "PORT", "PUBLIC_URL", "SMTP_URL", "EMAIL_FROM"),
        *("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL"),
        *("TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "TELEGRAM_WEBHOOK_SECRET", "TELEGRAM_ADMINS"),
    }
