"""The whole bot in this process, on an embedded server in a folder of the test's own."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from alertbot import app
from alertbot.channels.channel import Channel
from alertbot.settings.environment import Secrets
from alertbot.settings.file import File
from alertbot.settings.load import Settings
from tests.made.newsstand import Newsstand
from tests.made.waiting import eventually

ROLES = ("scheduler", "matcher", "notifier")
QUICK = timedelta(milliseconds=50)


def settings(folder: Path, *stands: Newsstand, subscribers: Sequence[Mapping[str, Any]]) -> Settings:
    """Settings that poll `stands` as fast as it goes."""
    file = File.model_validate(
        {
            "fetch": {"allow_networks": ["127.0.0.0/8"], "full_text": False},
            "sources": [{"url": stand.url} for stand in stands],
            "subscribers": list(subscribers),
        }
    )
    fetch = file.fetch.model_copy(update={"interval": QUICK, "max_interval": QUICK})
    return Settings(file=file.model_copy(update={"fetch": fetch}), secrets=Secrets(data_dir=folder), path=None)


@asynccontextmanager
async def running(
    settings: Settings,
    channels: Mapping[str, Channel],
    roles: Sequence[str] = ("scheduler", "matcher", "notifier"),
) -> AsyncIterator[None]:
    """The bot, from its start to its orderly end."""
    stop = asyncio.Event()
    bot = asyncio.create_task(app.run(settings, roles, stop, channels=channels))
    try:
        yield
    finally:
        stop.set()
        await bot


async def polled(*stands: Newsstand) -> None:
    """Waits until each of `stands` was polled, and that poll was committed: only then comes the next."""
    before = {stand: stand.polls for stand in stands}
    await eventually("two more polls", lambda: all(stand.polls >= before[stand] + 2 for stand in stands))
