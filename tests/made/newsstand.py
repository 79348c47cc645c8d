"""A publisher on loopback: its feed lists what a test has published so far."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from aiohttp import web


class Newsstand:
    """`polls` counts how often the feed was fetched."""

    def __init__(self) -> None:
        self.polls = 0
        self.url = ""
        self._items: list[tuple[str, str]] = []

    def publish(self, title: str, text: str = "") -> None:
        self._items.insert(0, (title, text))

    async def feed(self, _: web.Request) -> web.Response:
        self.polls += 1
        return web.Response(body=self._rss(), content_type="application/rss+xml")

    def _rss(self) -> bytes:
        rss = Element("rss", version="2.0")
        channel = SubElement(rss, "channel")
        SubElement(channel, "title").text = "The Example"
        for number, (title, text) in enumerate(self._items):
            item = SubElement(channel, "item")
            SubElement(item, "title").text = title
            SubElement(item, "link").text = f"https://news.example.com/{len(self._items) - number}"
            SubElement(item, "pubDate").text = format_datetime(datetime.now(UTC))
            SubElement(item, "description").text = text
        return bytes(tostring(rss, encoding="utf-8"))


@asynccontextmanager
async def newsstand() -> AsyncIterator[Newsstand]:
    """A publisher on a free port."""
    stand = Newsstand()
    app = web.Application()
    app.router.add_get("/feed", stand.feed)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        stand.url = f"http://127.0.0.1:{runner.addresses[0][1]}/feed"
        yield stand
    finally:
        await runner.cleanup()
