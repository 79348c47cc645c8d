"""Teasers and their pages, through the whole bot."""

import io
from dataclasses import replace
from pathlib import Path

from alertbot.channels.console import Console
from alertbot.settings.load import Settings
from tests.made.bot import running, settings
from tests.made.newsstand import Newsstand
from tests.made.server import Visit, serving
from tests.made.waiting import eventually
from tests.sources.test_article import BODY, TITLE, page

DESK = {"name": "desk", "watches": ["sovereign AI"], "console": True}
SECRET_HALF = "<p>At the end the governor spoke of a sovereign alternative for AI in the town.</p>"


class Publisher:
    """A feed that carries headlines only, with their pages beside it."""

    def __init__(self) -> None:
        self.polls = 0
        self.items = ""

    async def __call__(self, visit: Visit) -> None:
        if visit.path == "/feed":
            self.polls += 1
            await visit.answer(
                f"<rss version='2.0'><channel><title>T</title>{self.items}</channel></rss>".encode()
            )
        elif visit.path == "/robots.txt":
            await visit.answer(status="404 Not Found")
        else:
            await visit.answer(page(BODY + SECRET_HALF), "Content-Type: text/html")


def with_full_text(how: Settings) -> Settings:
    fetch = how.file.fetch.model_copy(update={"full_text": True})
    return replace(how, file=how.file.model_copy(update={"fetch": fetch}))


async def test_a_watch_finds_what_only_the_article_s_page_says(tmp_path: Path) -> None:
    publisher, out, stand = Publisher(), io.StringIO(), Newsstand()
    async with serving(publisher) as server:
        stand.url = f"{server.url}/feed"
        how = with_full_text(settings(tmp_path, stand, subscribers=[DESK]))
        async with running(how, {"console": Console(out)}):
            await eventually("the first sight", lambda: publisher.polls > 1)
            publisher.items = f"<item><title>{TITLE}</title><link>/rates-rise-again</link></item>"
            await eventually("the alert", lambda: out.getvalue())
    assert TITLE in out.getvalue()
