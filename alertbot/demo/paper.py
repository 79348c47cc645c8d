"""The outlets of the demonstration: what they have published so far, as feeds on loopback. Edge."""

import tomllib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from importlib.resources import files
from xml.etree.ElementTree import Element, SubElement, tostring

from aiohttp import web


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of the sample; `outlet` is the short name of who publishes it."""

    outlet: str
    slug: str
    title: str
    text: str
    lang: str
    published: datetime


class Press:
    """The outlets, by short name, and what each has published so far."""

    def __init__(
        self, outlets: dict[str, str], articles: tuple[Article, ...], *, clock: Callable[[], datetime]
    ) -> None:
        self.outlets = outlets
        self._clock = clock
        self.articles = articles
        self._published: list[Article] = []
        self._fetched: dict[str, datetime] = {}

    def publish(self, *articles: Article) -> None:
        self._published += articles
        for article in articles:
            self._fetched.pop(article.outlet, None)

    def fetched(self, outlet: str) -> datetime | None:
        """When the feed of `outlet` was first fetched since it last published, None until then."""
        return self._fetched.get(outlet)

    async def feed(self, request: web.Request) -> web.Response:
        outlet = request.match_info["outlet"]
        if outlet not in self.outlets:
            raise web.HTTPNotFound
        self._fetched.setdefault(outlet, self._clock())
        mine = [article for article in self._published if article.outlet == outlet]
        body = _rss(self.outlets[outlet], mine)
        return web.Response(body=body, content_type="application/rss+xml", charset="utf-8")


def press(now: datetime, *, clock: Callable[[], datetime]) -> Press:
    """The sample, dated so that it ends at `now`; articles in the order they appear."""
    sample = tomllib.loads(files("alertbot.demo").joinpath("sample.toml").read_text(encoding="utf-8"))
    articles = [
        Article(
            outlet=said["outlet"],
            slug=said["slug"],
            title=said["title"],
            text=said["text"].strip(),
            lang=said.get("lang", "en"),
            published=now - timedelta(hours=said["hours"]),
        )
        for said in sample["stories"]
    ]
    ordered = tuple(sorted(articles, key=lambda article: article.published))
    return Press(sample["outlets"], ordered, clock=clock)


@asynccontextmanager
async def serving(press: Press) -> AsyncIterator[str]:
    """Serves each outlet's feed at BASE/SHORT-NAME on loopback while the context lasts; gives BASE."""
    app = web.Application()
    app.router.add_get("/{outlet}", press.feed)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _rss(title: str, articles: list[Article]) -> bytes:
    rss = Element("rss", version="2.0")
    channel = SubElement(rss, "channel")
    SubElement(channel, "title").text = title
    for article in reversed(articles):
        link = f"https://{article.outlet}.example/{article.published:%Y/%m/%d}/{article.slug}"
        item = SubElement(channel, "item")
        SubElement(item, "title").text = article.title
        SubElement(item, "link").text = link
        SubElement(item, "guid").text = link
        SubElement(item, "pubDate").text = format_datetime(article.published)
        SubElement(item, "description").text = "".join(f"<p>{each}</p>" for each in article.text.split("\n\n"))
    return bytes(tostring(rss, encoding="utf-8", xml_declaration=True))
