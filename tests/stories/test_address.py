"""Addresses as people may see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alertbot.sources.links import shown
from alertbot.stories.address import without_credentials


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("https://me:hush@a.example.com/feed", "https://a.example.com/feed"),
        ("https://me@a.example.com", "https://a.example.com"),
        ("me:hush@a.example.com/feed", "a.example.com/feed"),
        ("https:/me:hush@a.example.com/", "https:/a.example.com/"),
        ("https:\\\\me:hush@a.example.com\\x", "https:\\\\a.example.com\\x"),
        ("feed:https://me:hush@a.example.com/", "feed:https://a.example.com/"),
        ("//me:hush@a.example.com/", "//a.example.com/"),
        ("https://me:hu@sh@a.example.com/", "https://a.example.com/"),
        ("https://me:hu/sh@a.example.com/", "https://a.example.com/"),
        ("https://me:hu#sh@a.example.com/", "https://a.example.com/"),
        ("http://me:hush@[::1]:80/x", "http://[::1]:80/x"),
    ],
)
def test_user_and_password_are_left_out_whatever_was_typed(url: str, seen: str) -> None:
    assert without_credentials(url) == seen == without_credentials(seen)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example.com:8080/@me",
        "a.example.com/@me:x",
        "http://[::1]:80/@me",
        "https://a.example.com/?q=a:b@c",
    ],
)
def test_what_is_no_credential_stays(url: str) -> None:
    assert without_credentials(url) == url


@given(st.text(max_size=300))
def test_what_is_shown_is_one_short_line_without_tricks(typed: str) -> None:
    seen = shown(typed)
    assert len(seen) <= 200
    assert seen.isprintable()
