"""Runs the real roles on the sample, one article after another, and says what became of each. Edge."""

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from alertbot import app
from alertbot.channels.channel import Channel
from alertbot.demo.paper import Article, Press, press, serving
from alertbot.settings.environment import Secrets
from alertbot.settings.file import File
from alertbot.settings.load import Settings
from alertbot.store.server import opened
from alertbot.store.store import Store

SILENT = 2
"""So many articles are there before the bot first looks: first sight is silent."""

WATCHES = ("Mistral -wind -ship", '"data center"', "sovereign AI")
POLL = timedelta(milliseconds=100)
ROLES = ("scheduler", "matcher", "notifier")
PATIENCE_SECONDS = 60.0


async def demonstrate(channels: Mapping[str, Channel], *, now: datetime, say: Callable[[str], None]) -> None:
    """Tells the sample through `channels` (by name); `say` gets a line for each article that appears."""
    paper = press(now)
    async with serving(paper) as base, asyncio.timeout(PATIENCE_SECONDS):
        with tempfile.TemporaryDirectory(prefix="alertbot-demo-") as folder:
            await _tell(paper, _settings(base, paper, tuple(channels), Path(folder)), channels, say)


async def _tell(
    paper: Press, settings: Settings, channels: Mapping[str, Channel], say: Callable[[str], None]
) -> None:
    stop = asyncio.Event()
    async with opened(None, settings.secrets.data_dir) as store, asyncio.TaskGroup() as group:
        group.create_task(app.run(settings, ROLES, stop, channels=channels))
        paper.publish(*paper.articles[:SILENT])
        for article in paper.articles[:SILENT]:
            say(_line(paper, article, "was there before the bot first looked"))
        await _settled(paper, store, *paper.outlets)
        for article in paper.articles[SILENT:]:
            say(_line(paper, article, "appears"))
            paper.publish(article)
            await _settled(paper, store, article.outlet)
        stop.set()


async def _settled(paper: Press, store: Store, *outlets: str) -> None:
    """Waits until the feeds were read, and all that they led to is done.

    A source is fetched again only after its last poll was committed, so the second fetch tells.
    """
    while min(paper.fetched_since(outlet) for outlet in outlets) < 2 or await store.busy():  # noqa: ASYNC110  (Redis tells)
        await asyncio.sleep(0.02)


def _settings(base: str, paper: Press, channels: tuple[str, ...], folder: Path) -> Settings:
    file = File.model_validate(
        {
            "fetch": {"allow_networks": ["127.0.0.0/8"], "full_text": False},
            "sources": [{"url": f"{base}/{short}", "name": name} for short, name in paper.outlets.items()],
            "subscribers": [{"name": "demo", "watches": WATCHES, **_addresses(channels)}],
        }
    )
    pace = file.fetch.model_copy(update={"interval": POLL, "max_interval": POLL})
    return Settings(file=file.model_copy(update={"fetch": pace}), secrets=Secrets(data_dir=folder), path=None)


def _addresses(channels: tuple[str, ...]) -> dict[str, object]:
    everywhere = {"slack": "C0DEMO000", "telegram": "1", "email": "demo@example.com", "console": True}
    return {channel: to for channel, to in everywhere.items() if channel in channels}


def _line(paper: Press, article: Article, what: str) -> str:
    return f"{article.published:%a %H:%M}  {paper.outlets[article.outlet]}: {article.title}  ({what})"
