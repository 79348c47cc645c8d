import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from alertbot.sources.websub import MOST_HUBS, hubs_of, is_signed, linked, topic_of
from alertbot.stories.push import Subscription, asking, hubs_to_ask

BODY, SECRET = b"<rss/>", "s3cret"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha384", "sha512"])
def test_what_is_signed_with_the_secret_is_the_hub_s(algorithm: str) -> None:
    signature = f"{algorithm}={hmac.new(SECRET.encode(), BODY, algorithm).hexdigest()}"
    assert is_signed(BODY, signature=signature, secret=SECRET)
    assert not is_signed(BODY + b" ", signature=signature, secret=SECRET)
    assert not is_signed(BODY, signature=signature, secret="another")
    assert not is_signed(BODY, signature=signature, secret="")


@pytest.mark.parametrize("signature", ["", "=", "sha1", "sha1=", "md5=" + hashlib.md5(BODY).hexdigest(), "ß=ü"])
def test_what_is_not_signed_is_not(signature: str) -> None:
    assert not is_signed(BODY, signature=signature, secret=SECRET)


def test_links_of_a_header_are_found_by_what_they_are() -> None:
    header = '<https://hub.example.com/>; rel="hub", <https://example.com/feed>; type=x; rel=self'
    assert linked(header, "hub") == ("https://hub.example.com/",)
    assert linked(header, "self") == ("https://example.com/feed",)
    for one in (
        "title='a'; rel=hub",
        'title="a, b; c"; REL = "preload hub" ; type=x',
        "crossorigin; rel=hub",
        'rel="hub"',
    ):
        assert linked(f"</x>; rel=me, <https://hub.example.com/a,b>; {one}, <y>; rel=z", "hub")[0].endswith("/a,b")
    assert linked('<a>; title="x; rel=hub"', "hub") == linked("<a>; rel=me; rel=hub", "hub") == ()
    assert linked("<a>; title=hub", "hub") == linked("", "hub") == linked("<" * 9000, "hub") == ()


def test_the_hubs_and_the_topic_of_a_header_come_before_those_of_the_feed() -> None:
    header, at = "</hub>; rel=hub, <javascript:1>; rel=hub, <me>; rel=self", "https://example.com/feed"
    named = ("https://example.com/hub", *(f"https://{n}.example.com/" for n in range(9)))
    assert hubs_of(header, named, at=at) == named[:MOST_HUBS]
    assert hubs_of("", named[3:5], at=at) == named[3:5]
    assert topic_of(header, "https://example.com/other", at=at) == "https://example.com/me"
    assert topic_of("", "https://example.com/other", at=at) == "https://example.com/other"


def turn(known: Subscription | None, at: datetime, *, hubs: str = "h", topic: str = "t") -> str:
    """The hubs that are asked, a letter each."""
    return "".join(hubs_to_ask(known, hubs=tuple(hubs), topic=topic, now=at))


def ask(
    known: Subscription | None, at: datetime, hub: str, *, hubs: str = "abc", topic: str = "t"
) -> Subscription:
    return asking(known, hub=hub, hubs=tuple(hubs), topic=topic, secret=f"for {hub}", now=at)


def test_a_hub_is_asked_once_again_before_its_lease_ends_and_never_all_the_time(now: datetime) -> None:
    asked = Subscription(hub="h", topic="t", secret="s", asked=now)
    hours, days = timedelta(hours=1), timedelta(days=1)
    assert turn(None, now) == "h"
    assert [turn(asked, now + n * hours) for n in (0, 5, 6)] == ["", "", "h"]
    agreed = replace(asked, until=now + 10 * days)
    assert [turn(agreed, now + n * days) for n in (1, 7, 9, 11)] == ["", "", "h", "h"]


def test_what_a_publisher_changes_is_asked_for_and_no_publisher_makes_us_ask_all_the_time(now: datetime) -> None:
    asked, later = Subscription(hub="a", topic="t", secret="s", asked=now), now + timedelta(hours=6)
    assert (turn(asked, now, hubs="bc"), turn(asked, later, hubs="bc")) == ("", "bc")
    assert (turn(asked, now, topic="u"), turn(asked, later, hubs="ab", topic="u")) == ("", "ab")
    assert ask(asked, later, "a", topic="u") == Subscription(hub="a", topic="u", secret="for a", asked=later)
    assert ask(replace(asked, tried=("x",)), later, "b", hubs="bc").tried == ()


def test_hubs_have_their_turns_until_one_agrees(now: datetime) -> None:
    minutes, hours = timedelta(minutes=1), timedelta(hours=1)
    assert turn(None, now, hubs="abc") == "abc"
    first = ask(None, now, "a")
    assert [turn(first, now + n * minutes, hubs="abc") for n in (0, 9, 10)] == ["", "", "bc"]
    second = ask(first, now + 10 * minutes, "b")
    assert (second.hub, second.secret, second.tried) == ("b", "for b", ("a",))
    assert turn(second, now + 20 * minutes, hubs="abc") == "c"
    third = ask(second, now + 20 * minutes, "c")
    assert turn(third, now + 6 * hours, hubs="abc") == ""
    assert turn(third, now + 7 * hours, hubs="abc") == "abc"
    again = ask(third, now + 7 * hours, "a")
    assert (again.hub, again.tried) == ("a", ())


def test_a_hub_that_agreed_is_stayed_with(now: datetime) -> None:
    days = timedelta(days=1)
    agreed = Subscription(hub="b", topic="t", secret="s", asked=now, until=now + 10 * days)
    assert [turn(agreed, now + n * days, hubs="abc") for n in (1, 9)] == ["", "b"]
    assert ask(agreed, now + 9 * days, "b") == replace(agreed, asked=now + 9 * days)
    assert turn(agreed, now + 30 * days, hubs="abc") == "bac"  # nobody polled, so nobody asked it meanwhile
    in_vain = replace(agreed, asked=now + 11 * days)
    assert turn(in_vain, now + 12 * days, hubs="abc") == "ac"
    assert turn(replace(agreed, missed=True), now + 9 * days, hubs="abc") == "ac"
    assert turn(replace(agreed, missed=True), now + 9 * days, hubs="b") == "b"
    denied = replace(agreed, until=None)
    assert turn(denied, now + days, hubs="abc") == "ac"


def test_a_hub_is_trusted_once_it_pushed_and_until_it_missed(now: datetime) -> None:
    agreed = Subscription(hub="h", topic="t", secret="s", asked=now, until=now + timedelta(days=10))
    proved = replace(agreed, pushed=now)
    assert not agreed.trusted(now)
    assert proved.trusted(now)
    assert not replace(proved, missed=True).trusted(now)
    assert not proved.trusted(now + timedelta(days=10))


def test_a_short_lease_is_renewed_before_it_ends_and_polled_that_often(now: datetime) -> None:
    hour = timedelta(hours=1)
    short = Subscription(hub="h", topic="t", secret="s", asked=now, until=now + hour)
    assert short.pause(now) == hour / 2
    assert turn(short, now + short.pause(now)) == "h"
    assert turn(short, now + hour / 4) == ""
    assert short.pause(now + 2 * hour) == timedelta(days=1) == replace(short, until=now + 240 * hour).pause(now)
    ended = replace(short, until=now - hour)
    assert turn(ended, now + hour) == ""
