"""Rules for robots: asked once a day, kept within bounds, read elsewhere."""

from datetime import UTC, datetime, timedelta

from alertbot.errors import SourceError
from alertbot.sources.fetch import Fetched, NotModified
from alertbot.sources.robots import LONGEST_DELAY_SECONDS, MOST_BYTES, MOST_KEPT_BYTES, Robots, verdict


class Web:
    """Hosts that all say `rules`, or fail; `asked` are the addresses that were fetched."""

    def __init__(self, rules: bytes = b"", fault: Exception | None = None) -> None:
        self.rules, self.fault = rules, fault
        self.asked: list[str] = []
        self.judged = 0
        self.now = datetime(2026, 3, 12, tzinfo=UTC)
        self.robots = Robots(self.fetch, self.judge, lambda: self.now)

    async def fetch(self, url: str) -> Fetched | NotModified:
        self.asked.append(url)
        if self.fault:
            raise self.fault
        return Fetched(status=200, body=self.rules, url=url, content_type="text/plain", etag="", last_modified="")

    async def judge(self, rules: bytes, url: str) -> tuple[bool, float]:
        self.judged += 1
        return verdict(rules, url)

    async def allows(self, url: str) -> bool:
        return (await self.robots.allow(url))[0]


async def test_a_site_is_asked_once_a_day() -> None:
    web = Web(b"User-agent: *\nDisallow: /private\n")
    allowed = [await web.allows(f"https://news.example.com/{path}") for path in ("a", "private/b", "c")]
    assert allowed == [True, False, True]
    assert web.asked == ["https://news.example.com/robots.txt"]
    web.now += timedelta(days=1)
    await web.robots.allow("https://news.example.com/a")
    assert len(web.asked) == 2


async def test_a_site_that_has_none_needs_no_judge() -> None:
    web = Web(fault=SourceError("it is not there", kind="not-found"))
    assert await web.allows("https://news.example.com/a")
    assert web.judged == 0


async def test_a_site_whose_rules_do_not_come_in_time_is_left_alone_for_an_hour() -> None:
    for fault in (TimeoutError(), SourceError("it is too big", kind="too-big")):
        web = Web(fault=fault)
        assert not await web.allows("https://news.example.com/a")
        web.fault = None
        web.now += timedelta(minutes=59)
        assert not await web.allows("https://news.example.com/a")
        web.now += timedelta(minutes=1)
        assert await web.allows("https://news.example.com/a")
        assert len(web.asked) == 2


async def test_the_many_hosts_of_one_publisher_do_not_fill_the_memory() -> None:
    web = Web(b"User-agent: *\nDisallow: /private\n".ljust(2 * MOST_BYTES, b"\n"))
    hosts = MOST_KEPT_BYTES // MOST_BYTES + 1
    for n in (*range(hosts), hosts - 1, 0):
        assert not await web.allows(f"https://{n}.example.com/private")
    assert web.asked == [f"https://{n}.example.com/robots.txt" for n in (*range(hosts), 0)]


def test_wildcards_are_understood_and_cannot_be_made_to_take_for_ever() -> None:
    many = b"User-agent: *\nDisallow: /" + b"*a" * 1000 + b"$"
    assert verdict(many, "https://a.example.com/" + "a" * 2000 + "b")[0]
    assert not verdict(b"\xef\xbb\xbfUser-agent: *\nDisallow: /a*b$", "https://a.example.com/a/b")[0]


def test_a_site_may_ask_for_a_pause_between_pages() -> None:
    url = "https://a.example.com/a"
    assert verdict(b"User-agent: *\nCrawl-delay: 7.5\n", url) == (True, 7.5)
    assert verdict(b"User-agent: *\nCrawl-delay: 9\nUser-agent: alertbot\nCrawl-delay: 2\n", url) == (True, 2.0)
    assert verdict(b"User-agent: *\nCrawl-delay: 1000000\n", url) == (True, LONGEST_DELAY_SECONDS)
    assert [verdict(b"User-agent: *\nCrawl-delay: " + n, url) for n in (b"x", b"-5", b"nan")] == [(True, 0.0)] * 3


def test_rules_for_any_version_of_us_are_ours_and_those_for_a_namesake_are_not() -> None:
    for ours in ("alertbot/1.0", "AlertBot 2 # ours", "alertbot"):
        rules = f"User-agent: {ours}\nDisallow: /a\n\nUser-agent: *\nDisallow: /b\n".encode()
        assert [verdict(rules, f"https://a.example.com/{path}")[0] for path in "ab"] == [False, True]
    namesake = b"User-agent: alertbot-images/1.0\nDisallow: /a\n\nUser-agent: *\nDisallow: /b\n"
    assert [verdict(namesake, f"https://a.example.com/{path}")[0] for path in "ab"] == [True, False]
