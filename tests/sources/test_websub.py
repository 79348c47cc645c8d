import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from alertbot.sources.websub import is_signed, linked
from alertbot.stories.push import Subscription, wants_asking

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
    assert (linked(header, "hub"), linked(header, "self")) == (
        "https://hub.example.com/",
        "https://example.com/feed",
    )
    for one in (
        "title='a'; rel=hub",
        'title="a, b; c"; REL = "preload hub" ; type=x',
        "crossorigin; rel=hub",
        'rel="hub"',
    ):
        assert linked(f"</x>; rel=me, <https://hub.example.com/a,b>; {one}, <y>; rel=z", "hub").endswith("/a,b")
    assert linked('<a>; title="x; rel=hub"', "hub") == linked("<a>; rel=me; rel=hub", "hub") == ""
    assert linked("<a>; title=hub", "hub") == linked("", "hub") == linked("<" * 9000, "hub") == ""


def test_a_hub_is_asked_once_again_before_its_lease_ends_and_never_all_the_time(now: datetime) -> None:
    asked = Subscription(hub="h", topic="t", secret="s", asked=now)
    hours, days = timedelta(hours=1), timedelta(days=1)

    def wants(known: Subscription | None, at: datetime, *, hub: str = "h") -> bool:
        return wants_asking(known, hub=hub, topic="t", now=at)

    assert wants(None, now)
    assert wants(asked, now, hub="another")
    assert [wants(asked, now + n * hours) for n in (0, 5, 6)] == [False, False, True]
    agreed = replace(asked, until=now + 10 * days)
    assert [wants(agreed, now + n * days) for n in (1, 7, 9, 11)] == [False, False, True, True]


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
    assert wants_asking(short, hub="h", topic="t", now=now + short.pause(now))
    assert not wants_asking(short, hub="h", topic="t", now=now + hour / 4)
    assert short.pause(now + 2 * hour) == timedelta(days=1) == replace(short, until=now + 240 * hour).pause(now)
    ended = replace(short, until=now - hour)
    assert not wants_asking(ended, hub="h", topic="t", now=now + hour)
