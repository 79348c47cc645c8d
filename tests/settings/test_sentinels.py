"""A Redis behind Sentinels, as REDIS_URL names it."""

import pytest

from alertbot.settings.environment import read_secrets
from alertbot.settings.sentinels import Sentinels, sentinels_of


def test_a_url_names_every_sentinel_and_the_service() -> None:
    assert sentinels_of("redis+sentinel://one.example,two.example:26380,[::1]:5/desk") == Sentinels(
        hosts=(("one.example", 26379), ("two.example", 26380), ("::1", 5)), service="desk"
    )


def test_it_holds_what_the_server_and_the_sentinels_want_to_know() -> None:
    found = sentinels_of("rediss+sentinel://bot:p%40ss@h/desk?db=3&sentinel_password=s3cret&ssl_ca_certs=/ca.pem")
    assert found is not None
    assert (found.tls, found.db, found.username, found.ca_file) == (True, 3, "bot", "/ca.pem")
    assert [each and each.reveal() for each in (found.password, found.sentinel_password)] == ["p@ss", "s3cret"]
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize("url", ["redis://h/0", "rediss://h", "unix:///run/valkey.sock"])
def test_any_other_url_names_none(url: str) -> None:
    assert sentinels_of(url) is None


def test_both_passwords_are_hidden() -> None:
    secrets = read_secrets({"REDIS_URL": "redis+sentinel://:hunter22@h,i/desk?sentinel_password=s3cret"})
    assert {"hunter22", "s3cret"} <= {each.reveal() for each in secrets.hidden()}
