"""Addresses as people type and paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alertbot.sources.links import absolute
from alertbot.sources.typed import address_of, addresses_of


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("techcrunch.com", "https://techcrunch.com"),
        ("  example.com:8080/feed ", "https://example.com:8080/feed"),
        ("example.com.", "https://example.com"),
        ("//example.com/rss", "https://example.com/rss"),
        ("feed://example.com/rss", "https://example.com/rss"),
        ("feed:example.com/rss", "https://example.com/rss"),
        ("FEED:http://example.com/rss", "http://example.com/rss"),
        ("rss://example.com/rss", "https://example.com/rss"),
        ("http:/example.com/rss", "http://example.com/rss"),
        ("http://example.com/rss?x=1", "http://example.com/rss?x=1"),
        ("HTTPS://Example.COM:443/Feed#top", "https://example.com/Feed"),
        ("http://example.com:80", "http://example.com"),
        ("<https://example.com/feed>", "https://example.com/feed"),
        ("<URL:https://example.com/feed>", "https://example.com/feed"),
        ("<https://example.com/feed|the feed>", "https://example.com/feed"),
        ("“https://example.com/feed”,", "https://example.com/feed"),
        ("('<https://example.com/feed>').", "https://example.com/feed"),
        ("«example.com»", "https://example.com"),
        ("https://example.com/a_(b)", "https://example.com/a_(b)"),
        ("\ufeff\u200bhttps://example.com/\u200e\u00a0", "https://example.com/"),
        ("https://example.com/a-very-\n  long-way", "https://example.com/a-very-long-way"),
        ("me:hush@example.com/feed", "https://me:hush@example.com/feed"),
        ("@news@social.example.com", "https://social.example.com/@news"),
        ("ПРИМЕР.рф/лента", "https://пример.рф/лента"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
    ],
)
def test_what_is_typed_becomes_an_address(typed: str, address: str) -> None:
    assert address_of(typed) == address == address_of(address)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nonsense",
        "localhost:8000",
        "javascript:alert(1)",
        "javascript:x@example.com",
        "file:///etc/passwd",
        "data:text/html,<b>example.com</b>",
        "ftp://example.com/feed",
        "mailto:me@example.com",
        "me@example.com",
        "https://",
        "feed://",
        "https://...",
        "https://exa mple.com/",
        "https://example.com\\@other.example.com/",
        "https://%65xample.com/",
        "https://exa\u200bmple.com/",
        "https://a\u2100b.example.com/",
        "https://example.com:99999/",
        "https://[::1",
        "https://example.com/" + "a" * 5_000,
        "(" * 100_000,
        "((((example.com))))",
    ],
)
def test_what_is_no_address_of_the_web_is_none(typed: str) -> None:
    assert addresses_of(typed) == ()


def test_http_comes_second_and_no_password_goes_there() -> None:
    assert addresses_of("example.com") == ("https://example.com", "http://example.com")
    for typed in ("https://example.com", "http://example.com", "me:hush@example.com"):
        assert len(addresses_of(typed)) == 1


@given(st.text(st.sampled_from("aé.:/@<>()\"'\\%#?[]|\n\u200b 1"), max_size=30).map("http".__add__) | st.text())
def test_whatever_is_typed_is_an_address_or_none(typed: str) -> None:
    for address in addresses_of(typed):
        assert absolute(address, "") == address
