"""Runs the real roles on the sample, one article after another, and says what became of each. Edge."""

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from alertbot import app
from alertbot.channels.channel import Channel
from alertbot.demo.paper import Article, Press, press, serving
from alertbot.settings import provision
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
PAUSE_SECONDS = 0.02


async def demonstrate(channels: Mapping[str, Channel], *, now: datetime, say: Callable[[str], None]) -> None:
    """Tells the sample through `channels` (by name); `say` gets a line for each article that appears."""
    paper = press(now, clock=app.clock)
    async with serving(paper) as base, asyncio.timeout(PATIENCE_SECONDS):
        with tempfile.TemporaryDirectory(prefix="alertbot-demo-") as folder:
            await _tell(paper, _settings(base, paper, tuple(channels), Path(folder)), channels, say)


async def _tell(
    paper: Press, settings: Settings, channels: Mapping[str, Channel], say: Callable[[str], None]
) -> None:
    stop = asyncio.Event()
    ids = {source.name: source.id for source in provision.sources(settings.file)}
    ids = {short: ids[name] for short, name in paper.outlets.items()}
    async with opened(None, settings.secrets.data_dir) as store, asyncio.TaskGroup() as group:
        group.create_task(app.run(settings, ROLES, stop, channels=channels))
        paper.publish(*paper.articles[:SILENT])
        for article in paper.articles[:SILENT]:
            say(_line(paper, article, "was there before the bot first looked"))
        await _settled(paper, store, ids)
        for article in paper.articles[SILENT:]:
            say(_line(paper, article, "appears"))
            paper.publish(article)
            await store.sources.poll_now(ids[article.outlet], now=app.clock())
            await _settled(paper, store, ids)
        while await store.busy():  # noqa: ASYNC110  (outlets that joined are still gathered for one edit)
            await asyncio.sleep(PAUSE_SECONDS)
        stop.set()


async def _settled(paper: Press, store: Store, ids: Mapping[str, str]) -> None:
    """Waits until what was published was read, and all that is told at once because of it was told."""
    while not await _committed(paper, store, ids) or await store.busy(later=False):  # noqa: ASYNC110  (Redis tells)
        await asyncio.sleep(PAUSE_SECONDS)


async def _committed(paper: Press, store: Store, ids: Mapping[str, str]) -> bool:
    """Whether, for every outlet, a poll that saw all it has published was committed."""
    last_ok = {each.source.id: each.state.last_ok for each in await store.sources.listed()}
    fetched = {ids[outlet]: paper.fetched(outlet) for outlet in paper.outlets}
    return all(at and (ok := last_ok.get(source)) and ok >= at for source, at in fetched.items())


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
