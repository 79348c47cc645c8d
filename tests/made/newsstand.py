"""A publisher on loopback: its feed lists what a test has published so far."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from aiohttp import web


class Newsstand:
    """`polls` counts how often the feed was asked for; while `hold` is not set it gives no answer, while it is
    `broken` a fault.
    """

    def __init__(self, title: str = "The Example") -> None:
        self.polls = 0
        self.hold = asyncio.Event()
        self.hold.set()
        self.broken = False
        self.url = ""
        self.title = title
        self._items: list[tuple[str, str, str, datetime | None]] = []

    def publish(self, title: str, text: str = "", *, url: str = "", published: datetime | None = None) -> None:
        """Without a `url` the story has one with a number, without `published` it always came just now."""
        number = len(self._items) + 1
        self._items.insert(0, (title, text, url or f"https://news.example.com/{number}", published))

    async def feed(self, _: web.Request) -> web.Response:
        self.polls += 1
        await self.hold.wait()
        if self.broken:
            return web.Response(status=500)
        return web.Response(body=self._rss(), content_type="application/rss+xml")

    def _rss(self) -> bytes:
        rss = Element("rss", version="2.0")
        channel = SubElement(rss, "channel")
        SubElement(channel, "title").text = self.title
        for title, text, url, published in self._items:
            item = SubElement(channel, "item")
            SubElement(item, "title").text = title
            SubElement(item, "link").text = url
            SubElement(item, "pubDate").text = format_datetime(published or datetime.now(UTC))
            SubElement(item, "description").text = text
        return bytes(tostring(rss, encoding="utf-8"))


@asynccontextmanager
async def newsstand(title: str = "The Example", *, host: str = "127.0.0.1") -> AsyncIterator[Newsstand]:
    """A publisher on a free port."""
    stand = Newsstand(title)
    app = web.Application()
    app.router.add_get("/feed", stand.feed)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, 0).start()
        stand.url = f"http://{host}:{runner.addresses[0][1]}/feed"
        yield stand
    finally:
        await runner.cleanup()
